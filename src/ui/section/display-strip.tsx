import { ArrowLeftRight, RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import type { AmplitudeRange } from "../../pipeline/display/contract.ts";
import type { VerticalUnit } from "../../quantities/units.ts";
import { paletteNames, type PaletteName } from "../../services/section-contract.ts";
import { NumberField } from "../shared/number-field.tsx";
import { Segmented } from "../shared/segmented.tsx";
import { BandPassControl } from "./band-pass-control.tsx";
import { ClipControl } from "./clip-control.tsx";
import { resetDisplay, setChain, setDisplay, useDisplay, type DisplayMode } from "./display-store.ts";
import { Switch } from "./display-switch.tsx";

const modeWords: readonly { readonly value: DisplayMode; readonly label: string; readonly title: string }[] =
  [
    { value: "density", label: "Density", title: "Variable density: amplitudes in colours" },
    { value: "wiggle", label: "Wiggle", title: "Wiggle traces" },
    { value: "area", label: "Area", title: "Wiggle traces with their peaks filled: variable area" },
    { value: "both", label: "Both", title: "Wiggle traces over variable density" },
  ];

const paletteGroups: readonly {
  readonly name: string;
  readonly palettes: readonly (readonly [PaletteName, string])[];
}[] = [
  {
    name: "Usual",
    palettes: [
      ["grey", "Grey"],
      ["red-white-blue", "Red – blue"],
      ["seismic", "Blue – brown"],
    ],
  },
  {
    name: "For the colour-blind",
    palettes: [
      ["blue-yellow", "Blue – yellow"],
      ["blue-orange", "Blue – orange"],
    ],
  },
];

/** What a control begins with when it is switched on. */
const begins = { agcMs: 500, tPower: 1.5 } as const;

export interface DisplayStripProps {
  readonly survey: string;
  readonly verticalUnit: VerticalUnit;
  /** In the vertical unit's frequency unit. */
  readonly nyquist: number;
  /** Amplitudes at the ends of the colours now. */
  readonly range: AmplitudeRange | undefined;
  readonly children?: ReactNode;
}

/** How amplitudes are shown: everything that turns a picture and changes no data. */
export function DisplayStrip({
  survey,
  verticalUnit,
  nyquist,
  range,
  children,
}: DisplayStripProps): ReactNode {
  const { mode, palette, chain, excursion, isMirrored } = useDisplay(survey);
  const hasWiggles = mode !== "density";
  return (
    <div className="display-strip" role="group" aria-label="Display">
      <Segmented
        label="Drawn as"
        value={mode}
        choices={modeWords}
        onChange={(next) => {
          setDisplay(survey, { mode: next });
        }}
      />
      <select
        aria-label="Palette"
        value={palette}
        disabled={mode === "wiggle" || mode === "area"}
        onChange={(event) => {
          const chosen = paletteNames.find((name) => name === event.target.value);
          if (chosen) setDisplay(survey, { palette: chosen });
        }}
      >
        {paletteGroups.map(({ name: group, palettes }) => (
          <optgroup key={group} label={group}>
            {palettes.map(([name, words]) => (
              <option key={name} value={name}>
                {words}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <ClipControl survey={survey} range={range} />
      {hasWiggles && (
        <label
          className="field"
          title="How far the largest amplitudes swing, in spacings between neighbouring wiggles"
        >
          Swing
          <input
            type="range"
            min={0.5}
            max={5}
            step={0.25}
            value={excursion}
            onChange={(event) => {
              setDisplay(survey, { excursion: event.target.valueAsNumber });
            }}
          />
          <span className="percent">{excursion.toFixed(2)}</span>
        </label>
      )}
      <label className="field" title="Constant gain, after the clip was found ( G and Shift G )">
        Gain
        <input
          type="range"
          min={-24}
          max={24}
          step={1}
          value={chain.gainDb ?? 0}
          onChange={(event) => {
            setChain(survey, { gainDb: event.target.valueAsNumber });
          }}
        />
        <span className="percent">{`${chain.gainDb ?? 0}\u2009dB`}</span>
      </label>
      <Switch
        label="AGC"
        title="Automatic gain control: each sample over the rms of a window around it"
        isOn={chain.agcMs !== undefined}
        onSwitch={(isOn) => {
          setChain(survey, { agcMs: isOn ? begins.agcMs : undefined });
        }}
      >
        <NumberField
          label="Window of the gain control"
          value={chain.agcMs ?? begins.agcMs}
          unit={verticalUnit}
          min={1}
          step={50}
          onCommit={(agcMs) => {
            if (agcMs > 0) setChain(survey, { agcMs });
          }}
        />
      </Switch>
      <Switch
        label={verticalUnit === "ms" ? "t\u207f" : "z\u207f"}
        title={
          verticalUnit === "ms"
            ? "Gain with time, in seconds, to a power"
            : "Gain with depth, in thousands, to a power"
        }
        isOn={(chain.tPower ?? 0) !== 0}
        onSwitch={(isOn) => {
          setChain(survey, { tPower: isOn ? begins.tPower : undefined });
        }}
      >
        <NumberField
          label="Exponent of time"
          value={chain.tPower ?? begins.tPower}
          min={-10}
          max={10}
          step={0.1}
          onCommit={(tPower) => {
            if (Math.abs(tPower) <= 10) setChain(survey, { tPower });
          }}
        />
      </Switch>
      <BandPassControl survey={survey} unit={verticalUnit} nyquist={nyquist} />
      <Switch
        label="Reversed"
        title="Every sample with the opposite sign ( P )"
        isOn={chain.isReversed === true}
        onSwitch={(isReversed) => {
          setChain(survey, { isReversed });
        }}
      />
      {children}
      <span className="group last">
        <button
          type="button"
          className="button icon"
          aria-pressed={isMirrored}
          aria-label="Right to left"
          title="Turn the line round, right to left ( X )"
          onClick={() => {
            setDisplay(survey, { isMirrored: !isMirrored });
          }}
        >
          <ArrowLeftRight size={15} />
        </button>
        <button
          type="button"
          className="button icon"
          aria-label="Reset the display"
          title="Recorded amplitudes in grey"
          onClick={() => {
            resetDisplay(survey);
          }}
        >
          <RotateCcw size={15} />
        </button>
      </span>
    </div>
  );
}
