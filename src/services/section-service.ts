import { clipRange, constantFactor, type AmplitudeRange } from "../pipeline/display/contract.ts";
import { InputError } from "../pipeline/errors.ts";
import { openSegy } from "../pipeline/segy/contract.ts";
import type { OpenedSource } from "../pipeline/steps/context.ts";
import { requireSurvey } from "../pipeline/steps/survey-files.ts";
import { surveyKind, type SurveyRecord } from "../pipeline/survey-record.ts";
import type { Workspace } from "../pipeline/workspace/contract.ts";
import type { Float32Matrix } from "../quantities/matrix.ts";
import type { Rgb } from "./bin-colours.ts";
import type {
  BinColouring,
  BinFacts,
  BinsLegend,
  BinsPixels,
  BinsVeil,
  BinsView,
  BinsWindow,
  BinsWithin,
  LatticePoint,
  PaintBinsOptions,
  TracePlaces,
  ValueColouring,
} from "./bins-contract.ts";
import { RecentCache } from "./section-cache.ts";
import { SectionClasses } from "./section-classes.ts";
import type {
  AmplitudeOptions,
  NumbersOptions,
  OpenOptions,
  Overlay,
  OverlayRequest,
  PaintOptions,
  Peek,
  Picture,
  Probe,
  ProbeSources,
  Reading,
  SectionLine,
  SectionView,
  SurveyOutline,
  TraceSpectrogram,
  TraceView,
  WiggleLook,
  WigglePixels,
} from "./section-contract.ts";
import { bytesPerPosition, readPositions, type Positions } from "./section-headers.ts";
import { holdSection, pickPositions, type HeldSection } from "./section-held.ts";
import { outlineOf } from "./section-outline.ts";
import {
  paintClasses,
  paintConfidence,
  type SampleClasses,
  type SamplePredictions,
} from "./section-overlays.ts";
import { sectionCsv } from "./section-numbers.ts";
import { paintAmplitudes } from "./section-paint.ts";
import type { LineTraces } from "./line-runs.ts";
import { chosenLine, firstLineOf } from "./section-peek.ts";
import { readTracesInOrder } from "./section-read.ts";
import { traceSpectrogram } from "./section-spectrogram.ts";
import { amplitudeSpectrum } from "./section-spectrum.ts";
import { sectionTraces } from "./section-traces.ts";
import { TrustedFiles } from "./section-trusted-files.ts";
import { surveyVersion } from "./section-version.ts";
import { drawWiggles } from "./section-wiggles.ts";
import { SurveyBins, type SurveyPositions } from "./survey-bins.ts";

/** What the service needs from its house. */
export interface SectionPorts {
  workspace(): Promise<Workspace>;
  openSource(location: string): Promise<OpenedSource>;
}

const mostHeldBytes = 64 << 20;
const mostHeaderBytes = 48 << 20;
/** Sections that had to make room and are still known by their keys. */
const mostAgain = 500;

const titleOf = (line: SectionLine | undefined): string | undefined =>
  line && `${line.axis === "inline" ? "Inline" : "Crossline"} ${line.number}`;

/**
 * Sections for eyes: reads them from the person's file, keeps the last few in memory, and gives pictures and numbers of
 * them. What it returns is the caller's own and may be transferred.
 */
export class SectionService {
  readonly #ports: SectionPorts;
  readonly #held: RecentCache<HeldSection>;
  readonly #bins: SurveyBins;
  readonly #positions = new RecentCache<Positions>(mostHeaderBytes);
  readonly #classes: SectionClasses;
  /** How to read a section again that had to make room. */
  readonly #again: RecentCache<() => Promise<HeldSection>>;
  /** Keys of what viewers show now. */
  readonly #shown = new Map<string, string>();
  readonly #readings = new Map<string, AbortController>();
  readonly #files: TrustedFiles;

  constructor(ports: SectionPorts, limits: { readonly mostHeldBytes?: number } = {}) {
    this.#ports = ports;
    const isShown = (key: string): boolean => [...this.#shown.values()].includes(key);
    this.#held = new RecentCache(limits.mostHeldBytes ?? mostHeldBytes, isShown);
    this.#again = new RecentCache(mostAgain, isShown);
    this.#classes = new SectionClasses(ports);
    this.#files = new TrustedFiles(ports);
    this.#bins = new SurveyBins({ workspace: () => ports.workspace(), files: this.#files });
  }

  /**
   * A look at a file that is not in the workspace: the traces of its first line, at most 2000, or of the line whose traces are
   * given. Reads little more than those, however large the file.
   * @throws InputError with a code of docs/segy-codes.md; `section-empty`
   */
  peek(
    location: string,
    reading: Reading = {},
    { viewer = "peek", line }: OpenOptions & { readonly line?: LineTraces } = {},
  ): Promise<Peek> {
    return this.#show(viewer, async (signal) => {
      const { held, ...peek } = await this.#peek(location, reading, line, signal);
      return { held, answer: { section: held.view(), ...peek } };
    });
  }

  async #peek(
    location: string,
    reading: Reading,
    line?: LineTraces,
    signal?: AbortSignal,
  ): Promise<Omit<Peek, "section"> & { readonly held: HeldSection }> {
    const source = await this.#ports.openSource(location);
    try {
      const segy = await openSegy(source, reading);
      if (segy.layout.traces === 0)
        throw new InputError("section-empty", `${source.name} holds no trace`, {
          place: { file: source.name },
          advice: "Choose a file that holds traces.",
        });
      const found = line ? await chosenLine(segy, line, signal) : await firstLineOf(segy, signal);
      const name = line ? `${line.line.axis}-${line.line.number}` : "first";
      const { positions, samples, truncated, ...traces } = found;
      const held = holdSection(
        {
          key: `peek|${location}|${source.sizeBytes}|${source.modifiedMs}|${JSON.stringify(reading)}|${name}`,
          survey: source.name,
          title: titleOf(found.line) ?? source.name,
          ...traces,
          intervalMs: segy.layout.intervalMicroseconds / 1000,
          delayMs: segy.layout.delayMs,
          verticalUnit: segy.layout.verticalUnit,
          ...(segy.layout.horizontalUnit ? { horizontalUnit: segy.layout.horizontalUnit } : {}),
        },
        positions,
        samples,
      );
      this.#hold(held, async () => (await this.#peek(location, reading, line)).held);
      return { held, layout: segy.layout, warnings: segy.warnings, truncated };
    } finally {
      await source.close();
    }
  }

  /**
   * A section of a survey: a line file whole, or one inline or crossline of a volume (its first inline where none is named).
   * Asking for the next section breaks off the reading of the one before, which then fails as cancelled.
   * @throws InputError `survey-unknown`, `survey-file-changed`, `file-missing`
   */
  open(
    survey: string,
    line?: SectionLine,
    { range, viewer = "main" }: OpenOptions = {},
  ): Promise<SectionView> {
    return this.#show(viewer, async (signal) => {
      const held = await this.#read(survey, line, range, signal);
      return { held, answer: held.view() };
    });
  }

  /** The viewer shows nothing any more: a reading under way is broken off, and what it showed may make room. */
  close(viewer: string): void {
    this.#readings.get(viewer)?.abort();
    this.#readings.delete(viewer);
    this.#shown.delete(viewer);
  }

  /**
   * Variable density of a section. From what is held: turning a control reads nothing anew.
   * @throws InputError `band-pass-corners`, `t-power`, `agc-window`
   */
  async paint(key: string, { palette, ...options }: PaintOptions): Promise<Picture> {
    const { samples, ...scale } = await this.#displayed(key, options);
    return paintAmplitudes(samples, { palette, ...scale });
  }

  /**
   * Wiggle traces of a part of a section, for one place on the screen.
   * @throws InputError `band-pass-corners`, `t-power`, `agc-window`
   */
  async wiggles(key: string, options: AmplitudeOptions, look: WiggleLook): Promise<WigglePixels> {
    const { samples, ...scale } = await this.#displayed(key, options);
    const { fixed } = await this.#section(key);
    return drawWiggles(samples, fixed, scale, look);
  }

  /**
   * Displayed amplitudes of a part of a section as CSV, after notes of where they come from.
   * @throws InputError `section-too-large`
   */
  async numbers(key: string, { chain = {}, part, notes }: NumbersOptions): Promise<string> {
    const held = await this.#section(key);
    return sectionCsv(held, held.amplitudes.of(chain).samples, constantFactor(chain), part, notes);
  }

  /** @throws InputError `label-set-unknown`, `prediction-unknown`, `prediction-other-survey` */
  async overlay(key: string, what: OverlayRequest): Promise<Overlay> {
    const held = await this.#section(key);
    const { rows, columns } = held.samples;
    if (what.kind === "labels")
      return paintClasses(await this.#labelsOn(held, what.labelSetId), rows, columns, {
        hidden: what.hidden,
      });
    const said = await this.#predictionsOn(held, what.predictionId);
    if (what.kind === "confidence") return paintConfidence(said, rows, columns);
    const scheme = what.coloursOf ? await this.#classes.schemeOf(what.coloursOf) : undefined;
    return paintClasses(said, rows, columns, { scheme, hidden: what.hidden });
  }

  /** Numbers and names under the cursor. */
  async probe(key: string, column: number, row: number, sources: ProbeSources = {}): Promise<Probe> {
    const held = await this.#section(key);
    const at = column * held.samples.columns + row;
    const labels = sources.labelSetId && (await this.#labelsOn(held, sources.labelSetId));
    const said = sources.predictionId && (await this.#predictionsOn(held, sources.predictionId));
    const label = labels ? labels.names[labels.index[at]!] : undefined;
    const prediction = said ? said.names[said.index[at]!] : undefined;
    const { chain } = sources;
    const displayed = chain && constantFactor(chain) * (held.amplitudes.of(chain).samples.data[at] ?? NaN);
    return {
      amplitude: held.samples.data[at] ?? NaN,
      ...(displayed === undefined ? {} : { displayed }),
      ...(label === undefined ? {} : { label }),
      ...(said && prediction !== undefined ? { prediction, confidence: said.confidence[at]! } : {}),
    };
  }

  /** One trace with its amplitude spectrum. */
  async trace(key: string, column: number): Promise<TraceView> {
    const { samples, fixed, inline, crossline } = await this.#section(key);
    const own = samples.data.slice(column * samples.columns, (column + 1) * samples.columns);
    const spectrum = amplitudeSpectrum(own, fixed.intervalMs, fixed.verticalUnit);
    return {
      column,
      inline: inline[column]!,
      crossline: crossline[column]!,
      samples: own,
      intervalMs: fixed.intervalMs,
      delayMs: fixed.delayMs,
      verticalUnit: fixed.verticalUnit,
      ...(spectrum ? { spectrum } : {}),
    };
  }

  /** Power of one trace over time and frequency, by windows of a length in the section's vertical unit. */
  async spectrogram(key: string, column: number, windowMs: number): Promise<TraceSpectrogram> {
    const { samples, fixed } = await this.#section(key);
    const own = samples.data.subarray(column * samples.columns, (column + 1) * samples.columns);
    const { intervalMs, delayMs, verticalUnit: unit } = fixed;
    return traceSpectrogram(own, { intervalMs, delayMs, unit }, windowMs / intervalMs);
  }

  /** Where all surveys of the workspace lie. */
  async lineGeometry(): Promise<SurveyOutline[]> {
    const workspace = await this.#ports.workspace();
    const outlines: SurveyOutline[] = [];
    for (const survey of await workspace.listRecords(surveyKind))
      outlines.push(outlineOf(survey, await this.#positionsOf(workspace, survey)));
    return outlines;
  }

  /** The bins of a survey, and what is odd about its geometry. @throws InputError `survey-unknown` */
  async bins(survey: string): Promise<BinsView> {
    return this.#bins.view(await this.#located(survey));
  }

  /** Computes a colouring of bins and says what its colours mean. @throws as `SurveyBins.colour` */
  async colourBins(
    survey: string,
    colouring: ValueColouring,
    onProgress?: (done: number, total: number) => void,
  ): Promise<BinsLegend> {
    return this.#bins.colour(await this.#located(survey), colouring, onProgress);
  }

  /** Breaks off the colouring that is under way. */
  cancelColouring(): void {
    this.#bins.cancel();
  }

  /** @throws InputError `survey-unknown`, `bins-not-laid-out` */
  async paintSelectedBins(
    survey: string,
    traceIndex: Int32Array,
    colour: Rgb,
    window?: BinsWindow,
  ): Promise<BinsVeil> {
    return this.#bins.paintSelected(await this.#located(survey), traceIndex, colour, window);
  }

  /** @throws InputError `survey-unknown`, `bins-not-laid-out` */
  async binsWithin(survey: string, polygon: readonly LatticePoint[]): Promise<BinsWithin> {
    return this.#bins.within(await this.#located(survey), polygon);
  }

  /** @throws InputError `survey-unknown`, `bins-not-laid-out` */
  async placesOfTraces(survey: string, traceIndex: Int32Array): Promise<TracePlaces> {
    return this.#bins.placesOf(await this.#located(survey), traceIndex);
  }

  /** Bins with their values as CSV, in pieces. @throws as `SurveyBins.csv` */
  async binsCsv(survey: string, options: PaintBinsOptions, footer: readonly string[]): Promise<string[]> {
    return this.#bins.csv(await this.#located(survey), options, footer);
  }

  /** @throws InputError `survey-unknown`, `bins-not-laid-out`, and what the colouring raises */
  async paintBins(survey: string, options: PaintBinsOptions): Promise<BinsPixels> {
    return this.#bins.paint(await this.#located(survey), options);
  }

  /** @throws InputError `survey-unknown` */
  async bin(survey: string, inline: number, crossline: number, colouring?: BinColouring): Promise<BinFacts> {
    return this.#bins.facts(await this.#located(survey), inline, crossline, colouring);
  }

  async #located(name: string): Promise<SurveyPositions> {
    const workspace = await this.#ports.workspace();
    const survey = await requireSurvey(workspace, name);
    return { survey, positions: await this.#positionsOf(workspace, survey) };
  }

  /** Reads for a viewer; what it showed before stays in memory until the next section is there. */
  async #show<T>(
    viewer: string,
    read: (signal: AbortSignal) => Promise<{ readonly held: HeldSection; readonly answer: T }>,
  ): Promise<T> {
    this.#readings.get(viewer)?.abort();
    const reading = new AbortController();
    this.#readings.set(viewer, reading);
    try {
      const { held, answer } = await read(reading.signal);
      reading.signal.throwIfAborted();
      this.#shown.set(viewer, held.fixed.key);
      return answer;
    } finally {
      if (this.#readings.get(viewer) === reading) this.#readings.delete(viewer);
    }
  }

  async #section(key: string): Promise<HeldSection> {
    const held = this.#held.get(key) ?? (await this.#again.get(key)?.());
    // A file or a reading that has changed since gives another section.
    if (held?.fixed.key === key) return held;
    throw new InputError("section-unknown", "this section is not open", { advice: "Open it again." });
  }

  async #labelsOn(held: HeldSection, labelSetId: string): Promise<SampleClasses> {
    const classes = await this.#classes.labels(held, labelSetId);
    this.#count(held);
    return classes;
  }

  async #predictionsOn(held: HeldSection, predictionId: string): Promise<SamplePredictions> {
    const said = await this.#classes.predictions(held, predictionId);
    this.#count(held);
    return said;
  }

  /** Conditioned samples, what they are multiplied with, and the amplitudes at the ends of the scale. */
  async #displayed(
    key: string,
    { chain = {}, clip, clipOf }: AmplitudeOptions,
  ): Promise<{ readonly samples: Float32Matrix; readonly factor: number; readonly range: AmplitudeRange }> {
    const held = await this.#section(key);
    const { samples, table } = held.amplitudes.of(chain);
    const whole = clipOf === undefined || clipOf === key ? held : await this.#section(clipOf);
    const range = clipRange(whole === held ? table : whole.amplitudes.of(chain).table, clip, chain);
    for (const weighed of new Set([held, whole])) this.#count(weighed);
    return { samples, factor: constantFactor(chain), range };
  }

  /** A section weighs more once something was made of it. */
  #count(held: HeldSection): void {
    const { key } = held.fixed;
    if (this.#held.get(key) === held) this.#held.set(key, held, held.bytes);
  }

  #hold(held: HeldSection, again: () => Promise<HeldSection>): void {
    this.#held.set(held.fixed.key, held, held.bytes);
    this.#again.set(held.fixed.key, again, 1);
  }

  async #read(
    name: string,
    line: SectionLine | undefined,
    range: OpenOptions["range"],
    signal?: AbortSignal,
  ): Promise<HeldSection> {
    const workspace = await this.#ports.workspace();
    const survey = await requireSurvey(workspace, name);
    const positions = await this.#positionsOf(workspace, survey);
    const { traceIndex, ...chosen } = sectionTraces(survey, positions, line, range);
    const end = chosen.first + traceIndex.length * chosen.stride;
    const lineKey = chosen.line ? `${chosen.line.axis}-${chosen.line.number}` : "whole";
    const key = `${surveyVersion(survey)}|${lineKey}|${chosen.first}-${end}`;
    const known = this.#held.get(key);
    if (known) return known;

    const samples = await this.#files.use(
      survey,
      (segy) => readTracesInOrder(segy, traceIndex, signal),
      signal,
    );
    signal?.throwIfAborted();
    const held = holdSection(
      {
        key,
        survey: survey.name,
        title: titleOf(chosen.line) ?? survey.name,
        ...chosen,
        traceIndex,
        intervalMs: survey.intervalMicroseconds / 1000,
        delayMs: survey.delayMs,
        verticalUnit: survey.verticalUnit,
        ...(survey.horizontalUnit ? { horizontalUnit: survey.horizontalUnit } : {}),
      },
      pickPositions(positions, traceIndex),
      samples,
      survey,
    );
    this.#hold(held, () => this.#read(name, line, range));
    return held;
  }

  async #positionsOf(workspace: Workspace, survey: SurveyRecord): Promise<Positions> {
    const key = surveyVersion(survey);
    const known = this.#positions.get(key);
    if (known) return known;
    const positions = await readPositions(workspace, survey);
    this.#positions.set(key, positions, positions.count * bytesPerPosition);
    return positions;
  }
}
