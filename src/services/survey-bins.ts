import { InputError } from "../pipeline/errors.ts";
import { diagnoseGeometry, type SurveyGeometry } from "../pipeline/geometry/contract.ts";
import type { LineLattice } from "../pipeline/segy/contract.ts";
import type { SurveyRecord } from "../pipeline/survey-record.ts";
import type { Workspace } from "../pipeline/workspace/contract.ts";
import type { Rgb } from "./bin-colours.ts";
import { BinPlaces } from "./bin-places.ts";
import { BinColourings } from "./bin-colourings.ts";
import type {
  BinColouring,
  BinFacts,
  BinsLegend,
  BinsPixels,
  BinsVeil,
  BinsView,
  BinsWindow,
  BinsWithin,
  BinValue,
  LatticePoint,
  PaintBinsOptions,
  TracePlaces,
  ValueColouring,
} from "./bins-contract.ts";
import { binsCsv } from "./bins-csv.ts";
import { legendOfBins } from "./bins-legend.ts";
import type { ColouredBins } from "./bins-source.ts";
import { binsWithin, placesOfTraces } from "./bins-within.ts";
import { paintBinValues } from "./paint-bin-values.ts";
import { columnsOf, paintFold, paintOccupancy, paintResiduals, residualOf } from "./paint-bins.ts";
import { paintVeil } from "./paint-veil.ts";
import { RecentCache } from "./section-cache.ts";
import type { Positions } from "./section-headers.ts";
import type { TrustedFiles } from "./section-trusted-files.ts";
import { surveyVersion } from "./section-version.ts";

/** Lattices are kept up to here; the one in use whatever its size. */
const mostLatticeBytes = 64 << 20;

interface Found {
  readonly geometry: SurveyGeometry;
  readonly lattice: LineLattice;
  /** Made when bins are first coloured by values or selected. */
  places?: BinPlaces;
}

/** Of a survey, as bronze has them. */
export interface SurveyPositions {
  readonly survey: SurveyRecord;
  readonly positions: Positions;
}

/** So many root mean squares have the full colour, where no trace is nearer than the largest of all. */
const fullInRms = 4;

const isOfValues = (colouring: BinColouring): colouring is ValueColouring =>
  colouring.kind !== "traces" && colouring.kind !== "residual";

/** Bins of surveys for eyes. */
export class SurveyBins {
  readonly #found = new RecentCache<Found>(mostLatticeBytes);
  readonly #colourings: BinColourings;
  readonly #legends = new WeakMap<ColouredBins, BinsLegend>();

  constructor(ports: { workspace(): Promise<Workspace>; readonly files: TrustedFiles }) {
    this.#colourings = new BinColourings(ports);
  }

  view(of: SurveyPositions): BinsView {
    const { survey } = of;
    const { geometry, lattice } = this.#findingsOf(of);
    const isLaidOut =
      lattice.traces !== undefined && (geometry.kind === "3d" || geometry.kind === "prestack");
    const columns = columnsOf(lattice);
    return {
      survey: survey.name,
      geometry,
      ...(survey.horizontalUnit ? { unit: survey.horizontalUnit } : {}),
      rows: isLaidOut ? lattice.slots / columns : 0,
      columns: isLaidOut ? columns : 0,
      ...(geometry.fit ? { fullResidual: this.#fullResidual(geometry.fit) } : {}),
    };
  }

  /**
   * Computes a colouring by values, and says what its colours mean. One computation at a time: the next one breaks off the
   * one under way, unless it is the same.
   * @throws InputError `bins-not-laid-out`, and what the colouring raises; AbortError
   */
  async colour(
    of: SurveyPositions,
    colouring: ValueColouring,
    onProgress?: (done: number, total: number) => void,
  ): Promise<BinsLegend> {
    const places = this.#placesOf(of);
    return this.#legendOf(await this.#colourings.of({ ...of, places }, colouring, onProgress), places);
  }

  /** Breaks off the computation that is under way. */
  cancel(): void {
    this.#colourings.cancel();
  }

  /** @throws InputError `bins-not-laid-out`, and what the colouring raises; AbortError */
  async paint(
    of: SurveyPositions,
    { colouring, window: asked, scale }: PaintBinsOptions,
  ): Promise<BinsPixels> {
    const { geometry, lattice } = this.#laidOut(of);
    const window = asked ?? wholeOf(lattice);
    if (isOfValues(colouring)) {
      const places = this.#placesOf(of);
      const coloured = await this.#colourings.of({ ...of, places }, colouring);
      const usual = scale ?? this.#legendOf(coloured, places).scale ?? { low: 0, high: 1 };
      return paintBinValues(coloured.values, usual, places, window);
    }
    if (colouring.kind === "residual" && geometry.fit)
      return paintResiduals(of.positions, lattice, geometry.fit, this.#fullResidual(geometry.fit), window);
    return geometry.kind === "prestack" ? paintFold(lattice, window) : paintOccupancy(lattice, window);
  }

  /** Bins that hold one of the traces, in one colour. @throws InputError `bins-not-laid-out` */
  paintSelected(of: SurveyPositions, traceIndex: Int32Array, colour: Rgb, asked?: BinsWindow): BinsVeil {
    const { lattice } = this.#laidOut(of);
    return paintVeil(traceIndex, colour, this.#placesOf(of), asked ?? wholeOf(lattice));
  }

  /** @param colouring whose value is told where it is computed already */
  facts(of: SurveyPositions, inline: number, crossline: number, colouring?: BinColouring): BinFacts {
    const { geometry, lattice } = this.#findingsOf(of);
    const { positions } = of;
    let traces = 0;
    let first = -1;
    let residual = 0;
    for (let trace = 0; trace < positions.count; trace++) {
      if (positions.inline[trace] !== inline || positions.crossline[trace] !== crossline) continue;
      if (traces++ === 0) first = trace;
      if (geometry.fit) residual = Math.max(residual, residualOf(positions, lattice, geometry.fit, trace));
    }
    if (traces === 0) return { traces };
    const coloured =
      colouring && isOfValues(colouring) && lattice.traces
        ? this.#colourings.known(of.survey, colouring)
        : undefined;
    const value = coloured && valueAt(coloured, this.#placesOf(of).binOf(first));
    return {
      traces,
      first: { trace: first, x: positions.cdpX[first]!, y: positions.cdpY[first]! },
      ...(geometry.fit ? { residual } : {}),
      ...(value ? { value } : {}),
    };
  }

  /** What a polygon of at least three corners holds. @throws InputError `bins-not-laid-out` */
  within(of: SurveyPositions, polygon: readonly LatticePoint[]): BinsWithin {
    return binsWithin(polygon, this.#placesOf(of));
  }

  /** Where some traces of a survey are. @throws InputError `bins-not-laid-out` */
  placesOf(of: SurveyPositions, traceIndex: Int32Array): TracePlaces {
    return placesOfTraces(traceIndex, this.#placesOf(of));
  }

  /** Bins with their values as CSV, in pieces. @throws InputError `bins-not-laid-out`, and what the colouring raises */
  async csv(
    of: SurveyPositions,
    { colouring, window }: PaintBinsOptions,
    footer: readonly string[],
  ): Promise<string[]> {
    const { geometry, lattice } = this.#laidOut(of);
    const places = this.#placesOf(of);
    return binsCsv(
      {
        positions: of.positions,
        lattice,
        places,
        window: window ?? wholeOf(lattice),
        coloured: isOfValues(colouring) ? await this.#colourings.of({ ...of, places }, colouring) : undefined,
        fit: colouring.kind === "residual" ? geometry.fit : undefined,
      },
      footer,
    );
  }

  /** Made once: quantiles of millions of bins take a while. */
  #legendOf(coloured: ColouredBins, places: BinPlaces): BinsLegend {
    const legend = this.#legends.get(coloured) ?? legendOfBins(coloured, places);
    this.#legends.set(coloured, legend);
    return legend;
  }

  #fullResidual({ rms, largest }: NonNullable<SurveyGeometry["fit"]>): number {
    return Math.max(Number.MIN_VALUE, Math.min(largest.distance, fullInRms * rms));
  }

  #laidOut(of: SurveyPositions): Found {
    const found = this.#findingsOf(of);
    if (!found.lattice.traces)
      throw new InputError("bins-not-laid-out", "too few bins hold a trace for a map of them", {
        advice: "Check the byte positions of inline and crossline.",
      });
    return found;
  }

  #placesOf(of: SurveyPositions): BinPlaces {
    const found = this.#laidOut(of);
    if (!found.places) {
      found.places = new BinPlaces(of.positions, found.lattice);
      this.#found.set(surveyVersion(of.survey), found, found.lattice.slots + found.places.bytes);
    }
    return found.places;
  }

  #findingsOf({ survey, positions }: SurveyPositions): Found {
    const key = surveyVersion(survey);
    const known = this.#found.get(key);
    if (known) return known;
    const { geometry, lattice } = diagnoseGeometry(
      positions,
      { inline: survey.inlineByte, crossline: survey.crosslineByte },
      { unit: survey.horizontalUnit },
    );
    // Records older than the diagnosis have none; newer ones know the order of gathers too.
    const found: Found = { geometry: { ...geometry, ...survey.diagnosis }, lattice };
    this.#found.set(key, found, lattice.traces?.length ?? 0);
    return found;
  }
}

function wholeOf(lattice: LineLattice): BinsWindow {
  const columns = columnsOf(lattice);
  return { row: 0, rowEnd: lattice.slots / columns, column: 0, columnEnd: columns };
}

function valueAt({ values }: ColouredBins, bin: number): BinValue | undefined {
  const of = values.counts[bin]!;
  if (values.kind === "numbers") {
    const value = values.values[bin]!;
    return Number.isNaN(value) ? undefined : { value, of };
  }
  const name = values.names[values.index[bin]!];
  return name === undefined ? undefined : { value: name, share: values.share[bin]!, of };
}
