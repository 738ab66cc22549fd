import { backend, env } from "@tensorflow/tfjs-core";
import { z } from "zod";
import type { NetworkTrainer } from "../../pipeline/models/contract.ts";
import {
  ComputeLadder,
  type BackendDetails,
  type BackendProbe as Probe,
  type Rung,
} from "./compute-ladder.ts";

export const backendNames = ["webgpu", "webgl", "wasm", "cpu"] as const;
export type BackendName = (typeof backendNames)[number];
export type BackendProbe = Probe<BackendName>;

/** Renderers that imitate a GPU on the processor, as drivers name them. */
const softwareRenderer = /swiftshader|llvmpipe|softpipe|lavapipe|basic render|software/i;

// tfjs keeps its device and its context to itself; these are the parts that are looked at.
const adapterInfoSchema = z.object({
  vendor: z.string().optional(),
  architecture: z.string().optional(),
  device: z.string().optional(),
  description: z.string().optional(),
  isFallbackAdapter: z.boolean().optional(),
});
interface GpuFace {
  requestAdapter(): Promise<{ readonly info?: unknown } | null>;
}
interface LosableDevice {
  readonly lost: Promise<{ readonly message: string }>;
}
interface ContextFace {
  readonly canvas: {
    addEventListener(type: string, listener: () => void, options: { readonly once: boolean }): void;
  };
  readonly RENDERER: number;
  getExtension(name: string): { readonly UNMASKED_RENDERER_WEBGL: number } | null;
  getParameter(name: number): unknown;
}

let adapterInfo: z.infer<typeof adapterInfoSchema> = {};

const webgpu: Rung<BackendName> = {
  name: "webgpu",
  async load() {
    const { gpu } = (globalThis as { navigator?: { readonly gpu?: GpuFace } }).navigator ?? {};
    if (!gpu) return "this browser has no WebGPU";
    const adapter = await gpu.requestAdapter();
    if (!adapter) return "WebGPU finds no GPU on this machine";
    adapterInfo = adapterFacts(adapter.info);
    await import("@tensorflow/tfjs-backend-webgpu");
    return undefined;
  },
  describe() {
    const { device } = backend() as unknown as { readonly device: LosableDevice };
    const { vendor, architecture, description, isFallbackAdapter } = adapterInfo;
    const adapter = [description ?? "", vendor ?? "", architecture ?? ""].filter(Boolean).join(" · ");
    return {
      adapter: adapter || undefined,
      software: isFallbackAdapter === true || softwareRenderer.test(adapter),
      lost: device.lost.then(({ message }) => message || "device lost"),
    };
  },
};

const webgl: Rung<BackendName> = {
  name: "webgl",
  async load() {
    await import("@tensorflow/tfjs-backend-webgl");
    return env().getBool("HAS_WEBGL") ? undefined : "this browser gives no WebGL here";
  },
  describe() {
    const { gpgpu } = backend() as unknown as { readonly gpgpu: { readonly gl: ContextFace } };
    const { gl } = gpgpu;
    const unmasked = gl.getExtension("WEBGL_debug_renderer_info")?.UNMASKED_RENDERER_WEBGL;
    const adapter = String(gl.getParameter(unmasked ?? gl.RENDERER));
    return { adapter, software: softwareRenderer.test(adapter), lost: contextLost(gl) };
  },
};

const wasm: Rung<BackendName> = {
  name: "wasm",
  async load() {
    const [{ setWasmPaths }, plain, simd] = await Promise.all([
      import("@tensorflow/tfjs-backend-wasm"),
      import("@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url"),
      import("@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url"),
    ]);
    // tfjs wants a third name, for its threads, which are off.
    setWasmPaths({
      "tfjs-backend-wasm.wasm": plain.default,
      "tfjs-backend-wasm-simd.wasm": simd.default,
      "tfjs-backend-wasm-threaded-simd.wasm": simd.default,
    });
    // One thread: its own threads are made from text at run time, which the Content-Security-Policy forbids.
    env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
    return undefined;
  },
  describe: processor,
};

const cpu: Rung<BackendName> = {
  name: "cpu",
  async load() {
    await import("@tensorflow/tfjs-backend-cpu");
    return undefined;
  },
  describe: processor,
};

let ladder: ComputeLadder<BackendName> | undefined;

/** The ladder of this worker: one, as tfjs's active backend is. Code of a backend is brought when it is tried. */
function theLadder(): ComputeLadder<BackendName> {
  ladder ??= new ComputeLadder([webgpu, webgl, wasm, cpu], () => performance.now());
  return ladder;
}

/**
 * What this machine can train networks with, best first: every backend self-tested and timed by a few training steps.
 * For a dedicated worker; takes a few seconds where a GPU is imitated in software, and answers from memory after that.
 */
export async function probeBackends(): Promise<BackendProbe[]> {
  return theLadder().probe();
}

/**
 * The network trainer on the chosen backend, or on the best of `probeBackends`. Its fits throw JobError `gpu-lost` where the
 * GPU goes away meanwhile; the next fit asks for the GPU again.
 * @throws JobError `backend-unusable`, `no-backend`
 */
export async function createBrowserNetworkTrainer(choice: "auto" | BackendName): Promise<NetworkTrainer> {
  return theLadder().trainer(choice);
}

function processor(): BackendDetails {
  return { software: false };
}

/** GPUAdapterInfo's fields are getters of its prototype, and browsers differ in which they give. */
function adapterFacts(info: unknown): z.infer<typeof adapterInfoSchema> {
  const source = (info ?? {}) as Record<string, unknown>;
  return adapterInfoSchema.parse({
    vendor: source["vendor"],
    architecture: source["architecture"],
    device: source["device"],
    description: source["description"],
    isFallbackAdapter: source["isFallbackAdapter"],
  });
}

const lostContexts = new WeakMap<ContextFace, Promise<string>>();

function contextLost(gl: ContextFace): Promise<string> {
  let lost = lostContexts.get(gl);
  if (!lost) {
    lost = new Promise((resolve) => {
      gl.canvas.addEventListener(
        "webglcontextlost",
        () => {
          resolve("WebGL context lost");
        },
        { once: true },
      );
    });
    lostContexts.set(gl, lost);
  }
  return lost;
}
