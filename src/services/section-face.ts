import { answerOf, type Answer } from "./answer.ts";
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
import type {
  AmplitudeOptions,
  NumbersOptions,
  OpenOptions,
  Overlay,
  OverlayRequest,
  PaintOptions,
  Peek,
  Picture,
  Pixels,
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
import type { LineTraces } from "./line-runs.ts";
import type { SectionService } from "./section-service.ts";

/** A picture that a canvas draws as it is. */
export interface Painted<Bitmap> extends Omit<Pixels, "data"> {
  readonly bitmap: Bitmap;
}
export type PaintedAmplitudes<Bitmap> = Painted<Bitmap> & Pick<Picture, "range">;
export type PaintedOverlay<Bitmap> = Painted<Bitmap> & Pick<Overlay, "legend" | "covered">;

export type PaintedWiggles<Bitmap> = Omit<WigglePixels, "data"> & { readonly bitmap: Bitmap };

export interface PaintedBins<Bitmap> extends Omit<BinsPixels, "data"> {
  readonly bitmap: Bitmap;
}

export type PaintedVeil<Bitmap> = PaintedBins<Bitmap> & Pick<BinsVeil, "edges">;

type RgbaPixels = Pick<Pixels, "data" | "width" | "height">;

/** How a thread hands pictures and files over; the browser's worker gives it. */
export interface SectionHouse<Bitmap, Offered> {
  toBitmap(pixels: RgbaPixels): Promise<Bitmap>;
  /** Marks what is to be moved, not copied, when `value` is sent. */
  move<T extends object>(value: T, parts: readonly (ArrayBufferLike | Bitmap)[]): T;
  /** Files that a person chose in this tab. */
  offer(files: readonly Offered[]): void;
}

/** Buffers of the typed arrays in an object and in the objects directly inside it. */
function buffersIn(value: object, depth = 2): ArrayBufferLike[] {
  return Object.values(value).flatMap((part: unknown) => {
    if (ArrayBuffer.isView(part)) return [part.buffer];
    return depth > 0 && typeof part === "object" && part !== null ? buffersIn(part, depth - 1) : [];
  });
}

/** The section service as pages see it: pictures as bitmaps, failures as data, arrays moved rather than copied. */
export class SectionFace<Bitmap, Offered> {
  readonly #service: SectionService;
  readonly #house: SectionHouse<Bitmap, Offered>;

  constructor(service: SectionService, house: SectionHouse<Bitmap, Offered>) {
    this.#service = service;
    this.#house = house;
  }

  offerFiles(files: readonly Offered[]): void {
    this.#house.offer(files);
  }

  peek(
    location: string,
    reading?: Reading,
    options?: OpenOptions & { readonly line?: LineTraces },
  ): Promise<Answer<Peek>> {
    return this.#moved(() => this.#service.peek(location, reading, options));
  }

  open(survey: string, line?: SectionLine, options?: OpenOptions): Promise<Answer<SectionView>> {
    return this.#moved(() => this.#service.open(survey, line, options));
  }

  close(viewer: string): void {
    this.#service.close(viewer);
  }

  paint(key: string, options: PaintOptions): Promise<Answer<PaintedAmplitudes<Bitmap>>> {
    return answerOf(async () => this.#bitmapOf(await this.#service.paint(key, options)));
  }

  wiggles(key: string, options: AmplitudeOptions, look: WiggleLook): Promise<Answer<PaintedWiggles<Bitmap>>> {
    return answerOf(async () => this.#bitmapOf(await this.#service.wiggles(key, options, look)));
  }

  numbers(key: string, options: NumbersOptions): Promise<Answer<string>> {
    return answerOf(() => this.#service.numbers(key, options));
  }

  overlay(key: string, what: OverlayRequest): Promise<Answer<PaintedOverlay<Bitmap>>> {
    return answerOf(async () => this.#bitmapOf(await this.#service.overlay(key, what)));
  }

  probe(key: string, column: number, row: number, sources?: ProbeSources): Promise<Answer<Probe>> {
    return answerOf(() => this.#service.probe(key, column, row, sources));
  }

  trace(key: string, column: number): Promise<Answer<TraceView>> {
    return this.#moved(() => this.#service.trace(key, column));
  }

  spectrogram(key: string, column: number, windowMs: number): Promise<Answer<TraceSpectrogram>> {
    return this.#moved(() => this.#service.spectrogram(key, column, windowMs));
  }

  lineGeometry(): Promise<Answer<readonly SurveyOutline[]>> {
    return this.#moved(() => this.#service.lineGeometry());
  }

  bins(survey: string): Promise<Answer<BinsView>> {
    return answerOf(() => this.#service.bins(survey));
  }

  paintBins(survey: string, options: PaintBinsOptions): Promise<Answer<PaintedBins<Bitmap>>> {
    return answerOf(async () => this.#bitmapOf(await this.#service.paintBins(survey, options)));
  }

  bin(
    survey: string,
    inline: number,
    crossline: number,
    colouring?: BinColouring,
  ): Promise<Answer<BinFacts>> {
    return answerOf(() => this.#service.bin(survey, inline, crossline, colouring));
  }

  /** @param onProgress parts of the whole, as they are done */
  colourBins(
    survey: string,
    colouring: ValueColouring,
    onProgress: (done: number, total: number) => void,
  ): Promise<Answer<BinsLegend>> {
    return answerOf(() => this.#service.colourBins(survey, colouring, onProgress));
  }

  cancelColouring(): void {
    this.#service.cancelColouring();
  }

  paintSelectedBins(
    survey: string,
    traceIndex: Int32Array,
    colour: Rgb,
    window?: BinsWindow,
  ): Promise<Answer<PaintedVeil<Bitmap>>> {
    return answerOf(async () =>
      this.#bitmapOf(await this.#service.paintSelectedBins(survey, traceIndex, colour, window)),
    );
  }

  binsWithin(survey: string, polygon: readonly LatticePoint[]): Promise<Answer<BinsWithin>> {
    return this.#moved(() => this.#service.binsWithin(survey, polygon));
  }

  placesOfTraces(survey: string, traceIndex: Int32Array): Promise<Answer<TracePlaces>> {
    return answerOf(() => this.#service.placesOfTraces(survey, traceIndex));
  }

  /** The bins with their values, as a file. */
  binsCsv(survey: string, options: PaintBinsOptions, footer: readonly string[]): Promise<Answer<Blob>> {
    return answerOf(
      async () => new Blob(await this.#service.binsCsv(survey, options, footer), { type: "text/csv" }),
    );
  }

  async #moved<T extends object>(work: () => Promise<T>): Promise<Answer<T>> {
    const answer = await answerOf(work);
    return answer.ok ? this.#house.move(answer, buffersIn(answer.value)) : answer;
  }

  async #bitmapOf<P extends RgbaPixels>({ data, ...rest }: P) {
    const bitmap = await this.#house.toBitmap({ ...rest, data });
    return this.#house.move({ ...rest, bitmap }, [bitmap]);
  }
}
