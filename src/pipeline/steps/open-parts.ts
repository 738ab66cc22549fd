import type { SegyFile } from "../segy/contract.ts";
import type { OpenedSource } from "./context.ts";

export interface OpenPart {
  readonly source: OpenedSource;
  readonly segy: SegyFile;
}

interface Held {
  readonly opening: Promise<OpenPart>;
  users: number;
}

/** So many files stay open at once: a survey may have more than a process may open. */
const mostOpen = 48;

/** The files of one survey, opened when they are needed; those that were not used for longest are closed for others. */
export class OpenParts<File> {
  /** By place, the longest unused first. */
  private readonly held = new Map<number, Held>();

  constructor(
    private readonly files: readonly File[],
    private readonly open: (file: File) => Promise<OpenPart>,
  ) {}

  /** Hands over the file at a place; it stays open for as long as `work` goes on. */
  async use<T>(place: number, work: (segy: SegyFile, source: OpenedSource) => Promise<T>): Promise<T> {
    const held = this.held.get(place) ?? { opening: this.open(this.files[place]!), users: 0 };
    held.users++;
    this.held.delete(place);
    this.held.set(place, held);
    try {
      await this.makeRoom();
      const { segy, source } = await held.opening;
      return await work(segy, source);
    } catch (error) {
      // What could not be opened is tried again next time.
      if (await held.opening.then(() => false).catch(() => true)) this.held.delete(place);
      throw error;
    } finally {
      held.users--;
    }
  }

  async close(): Promise<void> {
    const all = [...this.held.values()];
    this.held.clear();
    for (const held of all) await closeOf(held);
  }

  private async makeRoom(): Promise<void> {
    for (const [place, held] of this.held) {
      if (this.held.size <= mostOpen) return;
      if (held.users > 0) continue;
      this.held.delete(place);
      await closeOf(held);
    }
  }
}

async function closeOf({ opening }: Held): Promise<void> {
  const part = await opening.catch(() => undefined);
  await part?.source.close();
}
