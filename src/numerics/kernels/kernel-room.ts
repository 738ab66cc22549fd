import { kernelMemory, pagesFor, type KernelMemory } from "./web-assembly.ts";

/** A kernel, and its memory seen as numbers; index = byte offset / size of one. */
export interface KernelRoom<Kernel> {
  readonly kernel: Kernel;
  readonly floats: Float32Array;
  readonly doubles: Float64Array;
  readonly words: Int32Array;
}

/**
 * One memory a thread for a kernel whose constants seldom change: it holds those of one owner at a time. Asked with another owner,
 * it is furnished anew, which costs a copy; a memory for each owner would cost gigabytes of address space each.
 * @returns `enter(owner, bytes, furnish)`: the room, with at least so many bytes, in which `furnish` wrote the owner's constants.
 * Keep no view of it over calls: a room that grows has new ones.
 */
export function kernelRoom<Kernel>(
  instance: (memory: KernelMemory) => Kernel,
): (owner: object, bytes: number, furnish: (room: KernelRoom<Kernel>) => void) => KernelRoom<Kernel> {
  let memory: KernelMemory | undefined;
  let room: KernelRoom<Kernel> | undefined;
  let resident: object | undefined;
  return (owner, bytes, furnish) => {
    memory ??= kernelMemory(bytes);
    const { byteLength } = memory.buffer;
    if (byteLength < bytes) memory.grow(pagesFor(bytes - byteLength));
    if (room?.floats.buffer !== memory.buffer)
      room = {
        kernel: room?.kernel ?? instance(memory),
        floats: new Float32Array(memory.buffer),
        doubles: new Float64Array(memory.buffer),
        words: new Int32Array(memory.buffer),
      };
    if (resident !== owner) {
      resident = undefined;
      furnish(room);
      resident = owner;
    }
    return room;
  };
}
