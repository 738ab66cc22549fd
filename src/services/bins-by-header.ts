import { chooseFields } from "../pipeline/segy/contract.ts";
import { MeanTally } from "./bin-tallies.ts";
import type { BinsSource, ColouredBins } from "./bins-source.ts";

const tracesPerPart = 65_536;

/**
 * The mean of a trace header's field over the traces of each bin, as it lies in the file: no scalar is applied.
 * @throws InputError `header-field-unknown`, `file-missing`, `survey-file-changed`; the signal's reason
 */
export function binsByHeader(source: BinsSource, name: string): Promise<ColouredBins> {
  const { survey, places, files, signal, onProgress } = source;
  return files.use(
    survey,
    async (segy) => {
      const [field] = chooseFields(await segy.headerFields(), [name]);
      const tally = new MeanTally(places.bins);
      for (let first = 0; first < survey.traces; first += tracesPerPart) {
        signal.throwIfAborted();
        onProgress(first, survey.traces);
        const count = Math.min(tracesPerPart, survey.traces - first);
        const [values] = await segy.readFieldColumns(first, count, [field!], signal);
        for (let i = 0; i < count; i++) tally.add(places.binOf(first + i), values![i]!);
      }
      return {
        values: tally.means(),
        title: `header ${field!.name}, raw`,
        ...(field!.unit === undefined ? {} : { unit: field!.unit }),
      };
    },
    signal,
  );
}
