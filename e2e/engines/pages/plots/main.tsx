/// <reference types="vite/client" />
import { useState, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { classColour, cssColour } from "../../../../src/pipeline/reports/class-colours.ts";
import { Plot } from "../../../../src/ui/plots/plot.tsx";
import "../../../../src/ui/shared/tokens.css";
import "../../../../src/ui/shared/base.css";
import "../../../../src/ui/shared/controls.css";
import "../../../../src/ui/plots/plots.css";

const edges = Array.from({ length: 30 }, (_, i) => i * 4);
const histogram = ["faults", "salt"].map((name, index) => ({
  type: "bar" as const,
  name,
  x: edges.map((edge) => edge + 2),
  y: edges.map((edge) => Math.round(1000 * Math.exp(-((edge - 40 - 30 * index) ** 2) / 500))),
  marker: { color: cssColour(classColour(index)) },
  opacity: 0.65,
}));
const curve = [
  {
    type: "scatter" as const,
    mode: "lines" as const,
    name: "loss",
    x: [1, 2, 3, 4, 5],
    y: [1.4, 1, 0.8, 0.72, 0.7],
    line: { color: cssColour(classColour(4)) },
  },
];
const histogramLayout = {
  barmode: "overlay" as const,
  bargap: 0,
  xaxis: { title: { text: "dominant frequency (Hz)" } },
  yaxis: { title: { text: "windows" } },
};
const curveLayout = {
  xaxis: { title: { text: "epoch" } },
  yaxis: { title: { text: "<b>training loss</b> (nats, <i>y<sub>train</sub></i>)" } },
};

function Page(): ReactNode {
  const [shown, setShown] = useState(true);
  return (
    <main>
      <button
        type="button"
        className="button"
        onClick={() => {
          setShown(!shown);
        }}
      >
        Show or hide
      </button>
      {shown && (
        <>
          <Plot title="Dominant frequency" data={histogram} layout={histogramLayout} />
          <Plot title="Training" data={curve} layout={curveLayout} csvName="curve" height={200} />
        </>
      )}
    </main>
  );
}

createRoot(document.getElementById("app")!).render(<Page />);
