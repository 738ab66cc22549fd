/** The little of WebAssembly that kernels use, typed here because neither house's types hold it without the rest of the house. */
export interface KernelMemory {
  readonly buffer: ArrayBuffer;
  /** Adds 64 KiB pages; views on the old buffer are dead after it. */
  grow(pages: number): number;
}

interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: unknown };
  readonly Memory: new (descriptor: { readonly initial: number; readonly maximum: number }) => KernelMemory;
}

const api = (globalThis as unknown as { readonly WebAssembly: WebAssemblyApi }).WebAssembly;

const pageBytes = 65536;
const maxPages = 65536;

export function pagesFor(bytes: number): number {
  return Math.ceil(bytes / pageBytes);
}

/** A memory of at least so many bytes, all 0, that can grow to 4 GiB. @throws RangeError where the machine has no such room */
export function kernelMemory(bytes: number): KernelMemory {
  return new api.Memory({ initial: pagesFor(bytes), maximum: maxPages });
}

/** Makes instances of a compiled kernel, which is compiled at its first use. */
export function kernelInstances<T>(bytes: () => Uint8Array<ArrayBuffer>): (memory: KernelMemory) => T {
  let compiled: object | undefined;
  return (memory) => {
    compiled ??= new api.Module(bytes());
    return new api.Instance(compiled, { env: { memory } }).exports as T;
  };
}
