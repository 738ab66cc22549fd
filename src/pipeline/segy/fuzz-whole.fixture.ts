import { describeGeometry, findLineCandidates, suspectLineBytes, type SegyFile } from "./contract.ts";
import { must, type CountingSource } from "./fuzz-source.fixture.ts";
import { traceHeaderBytes } from "./trace-header.ts";

const several = (count: number): string => (count < 2 ? String(count) : "several");

function factsOf(segy: SegyFile): string[] {
  const { layout, lineBytes } = segy;
  return [
    `order ${layout.byteOrder}`,
    `format ${layout.format.code}`,
    `revision ${layout.revision}`,
    `text ${layout.text.encoding}`,
    `traces ${several(layout.traces)}`,
    ...(layout.container ? [layout.container] : []),
    ...(layout.traceHeaderBlocks ? [`blocks ${several(layout.traceHeaderBlocks - 1)}`] : []),
    ...(layout.text.lines.length > 40 ? ["extended texts"] : []),
    ...(lineBytes.inline === 189 ? [] : ["other line bytes"]),
    ...(layout.delayMs < 0 ? ["negative delay"] : []),
  ];
}

/** All that a page or a command reads of a file that it takes in. */
export async function readWhole(segy: SegyFile, source: CountingSource) {
  const { traces, samplesPerTrace, bytesPerTrace, firstTraceByteOffset } = segy.layout;
  must(
    traces > 0 && samplesPerTrace > 0 && firstTraceByteOffset + traces * bytesPerTrace <= source.sizeBytes,
    () => `${traces} traces of ${bytesPerTrace} bytes do not lie in ${source.sizeBytes}`,
  );
  const samples = (await segy.readSamples(0, traces)).data;
  source.weigh();
  must(samples.length === traces * samplesPerTrace, () => "samples are missing");
  const columns = await segy.scanHeaders();
  const { geometry, warnings } = describeGeometry(columns, segy.lineBytes);
  source.weigh();
  for (const { min, max, count } of [geometry.inlines, geometry.crosslines])
    must(
      min <= max && count > 0 && count <= traces,
      () => `${count} numbers from ${min} to ${max} in ${traces} traces`,
    );
  must(geometry.missingBins >= 0 && geometry.duplicateBins >= 0, () => JSON.stringify(geometry));
  const candidates = await findLineCandidates(segy);
  source.weigh();
  for (const { inline, crossline, score, regularity, density, coordinateFit = 0 } of candidates) {
    for (const share of [score, regularity, density, coordinateFit])
      must(share >= 0 && share <= 1, () => `a candidate's share is ${share}`);
    for (const byte of [inline, crossline])
      must(byte >= 1 && byte <= traceHeaderBytes - 3, () => `line numbers at byte ${byte}`);
  }
  await segy.readHeaderFields(traces - 1);
  await segy.readTextBytes();
  source.weigh();
  return {
    samples,
    columns,
    codes: [...segy.warnings, ...warnings, ...suspectLineBytes(segy.lineBytes, candidates)].map(
      ({ code }) => code,
    ),
    facts: [...factsOf(segy), geometry.kind, `candidates ${several(candidates.length)}`],
  };
}

export type Whole = Awaited<ReturnType<typeof readWhole>>;
