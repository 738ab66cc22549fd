import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { writeWholeFile } from "../../../adapters/node/whole-file.ts";

/** Stands beside the outputs. */
export const manifestName = "predictions.json";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const entrySchema = z.object({
  /** Name of the output, in the manifest's folder. */
  output: z.string(),
  outputBytes: z.number(),
  outputSha256: sha256,
  /** The file that was scored. Its folder is not kept: files move. */
  source: z.object({ name: z.string(), bytes: z.number(), modifiedMs: z.number(), sha256 }),
  /** What a person said of it: a `SegyReading`, or null. */
  reading: z.record(z.string(), z.unknown()).nullable(),
  bundleSha256: sha256,
  examples: z.number(),
  unscored: z.number(),
  classCounts: z.record(z.string(), z.number()),
});
export type ManifestEntry = z.infer<typeof entrySchema>;

const manifestSchema = z.object({
  format: z.literal("geophone-predictions"),
  version: z.literal(1),
  files: z.array(entrySchema),
});

/** What was scored into a folder, and from what: written after each output, so that whatever ends a batch, it can go on. */
export class PredictionManifest {
  private writing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly file: string,
    private readonly entries: Map<string, ManifestEntry>,
    /** The manifest that was there cannot be read; all is scored anew. */
    readonly isDamaged: boolean,
  ) {}

  static async open(folder: string): Promise<PredictionManifest> {
    const file = path.join(folder, manifestName);
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined) return new PredictionManifest(file, new Map(), false);
    try {
      const { files } = manifestSchema.parse(JSON.parse(text));
      return new PredictionManifest(file, new Map(files.map((entry) => [entry.output, entry])), false);
    } catch {
      return new PredictionManifest(file, new Map(), true);
    }
  }

  get(output: string): ManifestEntry | undefined {
    return this.entries.get(output);
  }

  /** Whether a file is one that was written here: no survey to be scored. */
  isOutput(file: string): boolean {
    return path.dirname(file) === path.dirname(this.file) && this.entries.has(path.basename(file));
  }

  /** Keeps an entry, on disk when it resolves. The order of entries does not tell the order of the work. */
  put(entry: ManifestEntry): Promise<void> {
    this.entries.set(entry.output, entry);
    const write = this.writing.then(() => {
      const files = [...this.entries.values()].sort((a, b) => (a.output < b.output ? -1 : 1));
      const manifest = { format: "geophone-predictions", version: 1, files };
      return writeWholeFile(this.file, new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`));
    });
    this.writing = write.catch(() => undefined);
    return write;
  }
}
