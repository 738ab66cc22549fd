import { InputError } from "../pipeline/errors.ts";
import { bronzePath } from "../pipeline/steps/ingest-survey.ts";
import { columnOf } from "../pipeline/workspace/contract.ts";
import { binColours } from "./bin-colours.ts";
import { FlagTally, MeanTally } from "./bin-tallies.ts";
import type { QualityMeasure } from "./bins-contract.ts";
import type { BinsSource, ColouredBins } from "./bins-source.ts";

const flagColours = [binColours.present, binColours.missing] as const;

function byFlag(
  { places, survey }: BinsSource,
  names: readonly [without: string, withIt: string],
  isRaised: (trace: number) => boolean,
): ColouredBins {
  const tally = new FlagTally(places.bins);
  for (let trace = 0; trace < survey.traces; trace++) tally.add(places.binOf(trace), isRaised(trace));
  return { values: tally.flags({ names, colours: flagColours }), title: names[1] };
}

async function intColumn({ workspace, survey }: BinsSource, name: string): Promise<Int32Array> {
  return columnOf(await workspace.getTable(bronzePath(survey.name), [name]), name, "int32");
}

/**
 * What ingest found of the traces: a bin has a flag when one of its traces has it; numbers are means over its traces.
 * @throws InputError `no-mutes` for surveys that were taken in before mutes were looked for
 */
export async function binsByQuality(source: BinsSource, measure: QualityMeasure): Promise<ColouredBins> {
  const { workspace, survey, positions, places } = source;
  switch (measure) {
    case "dead": {
      const dead = await intColumn(source, "dead");
      return byFlag(source, ["live", "dead traces"], (trace) => dead[trace] !== 0);
    }
    case "non-finite": {
      const samples = await intColumn(source, "non_finite_samples");
      return byFlag(source, ["finite", "NaN or infinite samples"], (trace) => samples[trace]! > 0);
    }
    case "no-coordinates":
      return byFlag(
        source,
        ["has coordinates", "X and Y are 0"],
        (trace) => positions.cdpX[trace] === 0 && positions.cdpY[trace] === 0,
      );
    case "rms": {
      const table = await workspace.getTable(bronzePath(survey.name), ["rms"]);
      const rms = columnOf(table, "rms", "float");
      const tally = new MeanTally(places.bins);
      rms.forEach((value, trace) => {
        tally.add(places.binOf(trace), value);
      });
      return { values: tally.means(), title: "rms of the traces", unit: "amplitude" };
    }
    case "mute-start":
    case "mute-end": {
      if (survey.quality.mutedTraces === undefined)
        throw new InputError("no-mutes", `${survey.name} was taken in before mutes were looked for`, {
          advice: "Take the file in again.",
        });
      const isStart = measure === "mute-start";
      const muted = await intColumn(source, isStart ? "muted_start_samples" : "muted_end_samples");
      const tally = new MeanTally(places.bins);
      muted.forEach((samples, trace) => {
        tally.add(places.binOf(trace), samples);
      });
      return {
        values: tally.means("values", survey.intervalMicroseconds / 1000),
        title: `mute at the ${isStart ? "start" : "end"} of the traces`,
        unit: survey.verticalUnit,
      };
    }
  }
}
