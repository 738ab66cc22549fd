import { z } from "zod";
import { create } from "zustand";
import { paletteNames, usualClip, type AmplitudeOptions } from "../../services/section-contract.ts";

export const displayModes = ["density", "wiggle", "area", "both"] as const;
export type DisplayMode = (typeof displayModes)[number];

const settingsSchema = z.object({
  mode: z.enum(displayModes),
  palette: z.enum(paletteNames),
  /** 90 … 100; counts where no amplitudes are given. */
  percent: z.number().min(90).max(100),
  isSymmetric: z.boolean(),
  /** Amplitudes at the ends of the scale, as a person gave them. */
  bounds: z.object({ low: z.number(), high: z.number() }).optional(),
  chain: z.object({
    bandPass: z.object({ f1: z.number(), f2: z.number(), f3: z.number(), f4: z.number() }).optional(),
    tPower: z.number().optional(),
    agcMs: z.number().positive().optional(),
    gainDb: z.number().optional(),
    isReversed: z.boolean().optional(),
  }),
  /** Of wiggles, in spacings between them. */
  excursion: z.number().min(0.1).max(10),
  /** Whether lines run from right to left. */
  isMirrored: z.boolean(),
  /** For the vertical exaggeration of time sections, in horizontal units a second. */
  velocity: z.number().positive(),
});
/** How a person looks at a survey. */
export type DisplaySettings = z.infer<typeof settingsSchema>;

export const usualDisplay: DisplaySettings = {
  mode: "density",
  palette: "grey",
  percent: usualClip.percent,
  isSymmetric: usualClip.isSymmetric,
  bounds: undefined,
  chain: {},
  excursion: 1.5,
  isMirrored: false,
  velocity: 2000,
};

interface DisplayState {
  /** Whether the strip of controls is unfolded. */
  readonly isOpen: boolean;
  readonly bySurvey: Readonly<Record<string, DisplaySettings>>;
}

const key = "geophone-display";
/** Small and personal: kept in localStorage, where that may be, and of so many surveys. */
const mostSurveys = 200;

function stored(): DisplayState {
  const empty: DisplayState = { isOpen: true, bySurvey: {} };
  try {
    const read: unknown = JSON.parse(localStorage.getItem(key) ?? "{}");
    const { isOpen, bySurvey } = z
      .object({ isOpen: z.boolean().catch(true), bySurvey: z.record(z.string(), z.unknown()).catch({}) })
      .parse(read);
    const kept = Object.entries(bySurvey).flatMap(([name, settings]) => {
      const parsed = settingsSchema.safeParse(settings);
      return parsed.success ? [[name, parsed.data] as const] : [];
    });
    return { isOpen, bySurvey: Object.fromEntries(kept) };
  } catch {
    return empty;
  }
}

const useDisplays = create<DisplayState>(stored);

function keep(): void {
  try {
    localStorage.setItem(key, JSON.stringify(useDisplays.getState()));
  } catch {
    // Private windows may keep nothing; the settings last as long as the page.
  }
}

const settingsOf = (state: DisplayState, survey: string): DisplaySettings =>
  (Object.hasOwn(state.bySurvey, survey) ? state.bySurvey[survey] : undefined) ?? usualDisplay;

export const useDisplay = (survey: string): DisplaySettings =>
  useDisplays((state) => settingsOf(state, survey));
export const useIsStripOpen = (): boolean => useDisplays(({ isOpen }) => isOpen);
export const displayOf = (survey: string): DisplaySettings => settingsOf(useDisplays.getState(), survey);

export function setDisplay(survey: string, change: Partial<DisplaySettings>): void {
  useDisplays.setState((state) => {
    const others = Object.entries(state.bySurvey).filter(([name]) => name !== survey);
    const settings = { ...settingsOf(state, survey), ...change };
    // The survey that was turned last is the last one; the oldest make room.
    return { bySurvey: Object.fromEntries([...others, [survey, settings] as const].slice(-mostSurveys)) };
  });
  keep();
}

/** Changes parts of the chain; what is undefined is no longer done. */
export function setChain(survey: string, change: DisplaySettings["chain"]): void {
  setDisplay(survey, { chain: { ...displayOf(survey).chain, ...change } });
}

export function toggleStrip(): void {
  useDisplays.setState(({ isOpen }) => ({ isOpen: !isOpen }));
  keep();
}

/** Recorded amplitudes in grey again; the page's own state stays. */
export function resetDisplay(survey: string): void {
  setDisplay(survey, usualDisplay);
}

/** After the workspace is gone. */
export function forgetDisplays(): void {
  useDisplays.setState({ bySurvey: {} });
  keep();
}

/** How the worker is asked for amplitudes. */
export const amplitudesOf = ({ chain, bounds, percent, isSymmetric }: DisplaySettings): AmplitudeOptions => ({
  chain,
  clip: bounds ?? { percent, isSymmetric },
});
