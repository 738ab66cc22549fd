import { InputError } from "../pipeline/errors.ts";
import { diagnoseGeometry, type SurveyGeometry } from "../pipeline/geometry/contract.ts";
import type { LineLattice } from "../pipeline/segy/contract.ts";
import type { SurveyRecord } from "../pipeline/survey-record.ts";
import type { BinFacts, BinsPixels, BinsView, PaintBinsOptions } from "./bins-contract.ts";
import { columnsOf, paintFold, paintOccupancy, paintResiduals, residualOf } from "./paint-bins.ts";
import { RecentCache } from "./section-cache.ts";
import type { Positions } from "./section-headers.ts";
import { surveyVersion } from "./section-version.ts";

/** Lattices are kept up to here; the one in use whatever its size. */
const mostLatticeBytes = 32 << 20;

interface Found {
  readonly geometry: SurveyGeometry;
  readonly lattice: LineLattice;
}

/** Of a survey, as bronze has them. */
export interface SurveyPositions {
  readonly survey: SurveyRecord;
  readonly positions: Positions;
}

/** So many root mean squares have the full colour, where no trace is nearer than the largest of all. */
const fullInRms = 4;

/** Bins of surveys for eyes. */
export class SurveyBins {
  readonly #found = new RecentCache<Found>(mostLatticeBytes);

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

  /** @throws InputError `bins-not-laid-out` */
  paint(of: SurveyPositions, { colouring, window: asked }: PaintBinsOptions): BinsPixels {
    const { geometry, lattice } = this.#findingsOf(of);
    if (!lattice.traces)
      throw new InputError("bins-not-laid-out", "too few bins hold a trace for a map of them", {
        advice: "Check the byte positions of inline and crossline.",
      });
    const columns = columnsOf(lattice);
    const window = asked ?? { row: 0, rowEnd: lattice.slots / columns, column: 0, columnEnd: columns };
    if (colouring === "residual" && geometry.fit)
      return paintResiduals(of.positions, lattice, geometry.fit, this.#fullResidual(geometry.fit), window);
    return geometry.kind === "prestack" ? paintFold(lattice, window) : paintOccupancy(lattice, window);
  }

  facts(of: SurveyPositions, inline: number, crossline: number): BinFacts {
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
    return {
      traces,
      first: { trace: first, x: positions.cdpX[first]!, y: positions.cdpY[first]! },
      ...(geometry.fit ? { residual } : {}),
    };
  }

  #fullResidual({ rms, largest }: NonNullable<SurveyGeometry["fit"]>): number {
    return Math.max(Number.MIN_VALUE, Math.min(largest.distance, fullInRms * rms));
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
