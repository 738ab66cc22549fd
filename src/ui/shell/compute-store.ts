import { create } from "zustand";
import type { BackendProbe } from "../../adapters/tfjs/compute-ladder.ts";
import { probeBackends } from "../clients.ts";

interface ComputeState {
  readonly probes: readonly BackendProbe[] | undefined;
  /** The fastest that computes rightly, software GPUs last. */
  readonly best: string | undefined;
  readonly measuring: boolean;
}

export const useCompute = create<ComputeState>(() => ({
  probes: undefined,
  best: undefined,
  measuring: false,
}));

export const backendNames: Readonly<Record<string, string>> = {
  webgpu: "WebGPU",
  webgl: "WebGL",
  wasm: "WebAssembly",
  cpu: "JavaScript",
};

function bestOf(probes: readonly BackendProbe[]): BackendProbe | undefined {
  return [...probes]
    .filter(({ correct }) => correct)
    .sort((a, b) => Number(a.software) - Number(b.software) || b.stepsPerSecond - a.stepsPerSecond)[0];
}

/** Measures once a page. */
export async function measureCompute(): Promise<void> {
  const { probes, measuring } = useCompute.getState();
  if (probes || measuring) return;
  useCompute.setState({ measuring: true });
  try {
    const found = await probeBackends();
    const best = bestOf(found);
    useCompute.setState({ probes: found, best: best ? (backendNames[best.name] ?? best.name) : "none" });
  } catch {
    // Training measures again, and says what is wrong if anything is.
    useCompute.setState({ probes: [], best: "not measured" });
  } finally {
    useCompute.setState({ measuring: false });
  }
}
