import { diagnoseGeometry, type SurveyGeometry } from "../pipeline/geometry/contract.ts";
import {
  describeGeometry,
  emptyColumns,
  layLattice,
  setColumns,
  type SegyFile,
  type SegyWarning,
  type TraceHeaderColumns,
} from "../pipeline/segy/contract.ts";

/** About so many traces are kept with their coordinates, in whole blocks of neighbours spread over the file. */
const mostSampled = 400_000;

/**
 * The geometry of a file with more traces than memory should hold whole: line numbers of all, 8 bytes a trace, and coordinates of
 * blocks here and there. Lattice and bins are exact; the coordinate fit and the outline are those of the sample.
 */
export class LinesOfMany {
  private readonly inline: Int32Array;
  private readonly crossline: Int32Array;
  private readonly sample: TraceHeaderColumns[] = [];
  private sampled = 0;

  constructor(private readonly traces: number) {
    this.inline = new Int32Array(traces);
    this.crossline = new Int32Array(traces);
  }

  /** Takes the next traces; `first` is the number of the first. */
  take(headers: TraceHeaderColumns, first: number): void {
    this.inline.set(headers.inline, first);
    this.crossline.set(headers.crossline, first);
    // So that the sample is spread evenly, however many blocks there are.
    if (this.sampled > (first / this.traces) * mostSampled) return;
    this.sample.push(headers);
    this.sampled += headers.count;
  }

  examine(segy: SegyFile): { readonly geometry: SurveyGeometry; readonly warnings: readonly SegyWarning[] } {
    const all = { ...emptyColumns(0), count: this.traces, inline: this.inline, crossline: this.crossline };
    const lattice = layLattice(all);
    const { geometry, warnings } = describeGeometry(all, segy.lineBytes, lattice);
    const sample = emptyColumns(this.sampled);
    let at = 0;
    for (const part of this.sample) {
      setColumns(sample, part, at);
      at += part.count;
    }
    const unit = segy.layout.horizontalUnit;
    const inPlaces = diagnoseGeometry(sample, segy.lineBytes, { partial: true, unit });
    return { geometry: { ...inPlaces.geometry, ...geometry }, warnings };
  }
}
