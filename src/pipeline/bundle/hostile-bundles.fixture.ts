import { deflateRawSync } from "node:zlib";
import type { ModelCard } from "../registry/contract.ts";
import { stableJson } from "../workspace/contract.ts";
import { bundleOf, cardOf, smallModel, windowSamples } from "./bundle.fixture.ts";
import { signBundle, writeBundle, type ReadBundleOptions } from "./contract.ts";
import { rawZip, zip64End, type RawEntry } from "./hostile-zip.fixture.ts";
import { manifestOf } from "./manifest.ts";
import type { ScoreWindows } from "./golden.ts";
import { signingKey } from "./signing-key.fixture.ts";
import { unzipParts, zipParts } from "./zip-parts.ts";

/** A file that is no bundle to be trusted, and the code that it must be refused with. */
export interface HostileBundle {
  readonly name: string;
  readonly code: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What the reader demands; most need nothing. */
  readonly options?: ReadBundleOptions;
}

type Bytes = Uint8Array<ArrayBuffer>;
type Parts = Map<string, Bytes>;
type Json = Record<string, unknown>;

const text = (value: string): Bytes => new TextEncoder().encode(value);
const concatenated = (...pieces: readonly Uint8Array[]): Bytes => new Uint8Array(Buffer.concat(pieces));
const kilobyte = new Uint8Array(1024);

/** The parts with a manifest that fits them: what an attacker writes who knows the format. */
async function fitted(parts: Parts): Promise<Bytes> {
  const content = new Map(parts);
  content.delete("manifest.json");
  const signature = content.get("signature.json");
  content.delete("signature.json");
  const all: Parts = new Map([["manifest.json", text(stableJson(await manifestOf(content)))], ...content]);
  if (signature) all.set("signature.json", signature);
  return zipParts(all);
}

const decode = (bytes: Bytes | undefined): Json => JSON.parse(new TextDecoder().decode(bytes)) as Json;

/** Of a small whole bundle of each family, everything that could be made to harm. */
export async function hostileBundles(scoreWindows: ScoreWindows): Promise<HostileBundle[]> {
  const boosting = bundleOf(await smallModel(), scoreWindows);
  const whole = await writeBundle({ ...boosting, card: cardOf(boosting) });
  const softmax = await writeBundle(bundleOf(await smallModel("softmax"), scoreWindows));
  const signed = await signBundle(whole, signingKey("alice").key);
  const partsOf = (bytes: Bytes): Parts => new Map(unzipParts(bytes));
  const entries: readonly RawEntry[] = [...partsOf(whole)].map(([name, data]) => ({ name, data }));
  const cases: HostileBundle[] = [];
  const add = (name: string, code: string, bytes: Bytes, options?: ReadBundleOptions): void =>
    void cases.push({ name, code, bytes, ...(options ? { options } : {}) });

  addBrokenZips(add, whole, entries);
  await addBrokenParts(add, whole);
  await addBrokenJson(add, whole, signed);
  await addBrokenTensors(add, whole, softmax);
  await addBrokenGolden(add, whole);
  await addBrokenCards(add, whole);
  await addForgedSignatures(add, whole, signed);
  return cases;

  function addBrokenZips(put: typeof add, bytes: Bytes, good: readonly RawEntry[]): void {
    put("an empty file", "bundle-not-zip", new Uint8Array(0));
    put("text", "bundle-not-zip", text("This is a text, and no zip at all."));
    put("text that begins as zips do", "bundle-damaged", text("PKCS is a standard, this is a text"));
    put("bytes before the zip", "bundle-not-zip", concatenated(text("#!/bin/sh\n"), bytes));
    put("the end record alone", "bundle-damaged", bytes.slice(-22));
    for (const [where, length] of [
      ["in the first header", 20],
      ["in the manifest", 500],
      ["in a tensor", bytes.length >> 1],
      ["in the directory", bytes.length - 300],
      ["in the end record", bytes.length - 10],
      ["at the last byte", bytes.length - 1],
    ] as const)
      put(`cut off ${where}`, length < 22 ? "bundle-not-zip" : "bundle-damaged", bytes.slice(0, length));
    put("trailing bytes", "bundle-damaged", concatenated(bytes, kilobyte));
    put("a second bundle behind it", "bundle-damaged", concatenated(bytes, bytes));
    put("a comment", "bundle-damaged", rawZip(good, { comment: text("hello") }));

    const with_ = (more: Partial<RawEntry> & { name: RawEntry["name"] }): Bytes =>
      rawZip([...good, { data: text("x"), ...more }]);
    for (const [what, name] of [
      ["a path upwards", "../outside.json"],
      ["a path upwards further in", "tensors/../../outside.json"],
      ["an absolute path", "/etc/cron.d/geophone"],
      ["a backslash", "tensors\\outside.bin"],
      ["a drive letter", "C:/Windows/outside.dll"],
      ["a share of another machine", "//server/share/x"],
      ["a name with NUL", "model.json\0.txt"],
      ["a dot in front", "./model.json"],
      ["a hidden file", ".ssh/authorized_keys"],
      ["a folder", "tensors/"],
      ["no name", ""],
      ["a name of 2000 letters", "n".repeat(2000)],
      ["a name that turns the text around", "model\u202enosj.json"],
      ["the name __proto__", "__proto__"],
      ["the name constructor", "tensors/constructor"],
      ["the name prototype", "prototype/x"],
    ] as const)
      put(`a part with ${what}`, "bundle-damaged", with_({ name }));
    put(
      "a name that is no UTF-8",
      "bundle-damaged",
      with_({ name: Uint8Array.of(0xff, 0xfe, 0x41), flags: 2048 }),
    );
    put("a name twice", "bundle-damaged", with_({ name: "model.json", data: good[1]!.data }));
    put(
      "a name twice but for its case",
      "bundle-damaged",
      with_({ name: "Model.JSON", data: good[1]!.data }),
    );

    const zeros = new Uint8Array(64 << 20);
    const bomb = deflateRawSync(zeros);
    put(
      "a bomb that says what it is",
      "bundle-damaged",
      with_({ name: "bomb.bin", data: bomb, method: 8, unpacked: zeros.length }),
    );
    put(
      "a bomb that says it is small",
      "bundle-damaged",
      with_({ name: "bomb.bin", data: bomb, method: 8, unpacked: 100 }),
    );
    put(
      "a bomb that says it is 4 GB",
      "bundle-too-large",
      with_({ name: "bomb.bin", data: bomb, method: 8, unpacked: 0xffffffff }),
    );
    put(
      "a bomb within a zip within the bundle",
      "bundle-damaged",
      with_({
        name: "inner.zip",
        data: rawZip([{ name: "bomb.bin", data: bomb, method: 8, unpacked: zeros.length }]),
      }),
    );
    put(
      "a part said to be larger than the file",
      "bundle-damaged",
      with_({ name: "x.bin", packed: 1 << 28, unpacked: 1 << 28 }),
    );
    put(
      "a stored part of two sizes",
      "bundle-damaged",
      with_({ name: "x.bin", data: kilobyte, unpacked: 4 }),
    );
    put("an unknown compression", "bundle-damaged", with_({ name: "x.bin", method: 99 }));
    put(
      "every part compressed, honestly",
      "bundle-damaged",
      rawZip(
        good.map(({ name, data }) => {
          const packed = deflateRawSync(data);
          return { name, data: packed, method: 8, packed: packed.length, unpacked: data.length, crc: 0 };
        }),
      ),
    );
    const many = Array.from({ length: 10_000 }, (_, i) => ({ name: `n${i}`, data: new Uint8Array(0) }));
    put("10 000 parts", "bundle-too-large", rawZip([...good, ...many]));
    const mebibyte = new Uint8Array(1 << 20);
    put(
      "400 names for the same MiB",
      "bundle-damaged",
      rawZip(
        Array.from({ length: 400 }, (_, i) => ({
          name: `n${i}`,
          data: mebibyte,
          ...(i > 0 ? { at: 0 } : {}),
        })),
      ),
    );
    put("a count of parts that is too large", "bundle-damaged", rawZip(good, { entries: 65535 }));
    put("a count of parts that is too small", "bundle-damaged", rawZip(good, { entries: good.length - 1 }));
    put("no parts", "bundle-damaged", concatenated(rawZip(good).slice(0, -22), rawZip([])));
    put("a directory behind the end", "bundle-damaged", rawZip(good, { directoryAt: 0x7fffffff }));
    put("a directory that is a header", "bundle-damaged", rawZip(good, { directoryAt: 0 }));
    put("a part behind the end", "bundle-damaged", with_({ name: "x.bin", at: 0x7ffffff0 }));
    put("a part within another", "bundle-damaged", with_({ name: "x.bin", at: 40 }));
    put(
      "zip64 with 2³² parts",
      "bundle-damaged",
      rawZip(good, {
        entries: 65535,
        directoryAt: 0xffffffff,
        before: (at, end) => zip64End(0xffffffffn, BigInt(at), end),
      }),
    );
    put(
      "zip64 that agrees",
      "bundle-damaged",
      rawZip(good, { before: (at, end) => zip64End(BigInt(good.length), BigInt(at), end) }),
    );
    const extra64 = new Uint8Array(20);
    new DataView(extra64.buffer).setUint16(0, 1, true);
    new DataView(extra64.buffer).setUint16(2, 16, true);
    put(
      "a size hidden in a zip64 field",
      "bundle-too-large",
      with_({ name: "x.bin", unpacked: 0xffffffff, packed: 0xffffffff, extra: extra64 }),
    );
    put(
      "a zip64 field that nothing needs",
      "bundle-damaged",
      rawZip([{ ...good[0]!, extra: extra64 }, ...good.slice(1)]),
    );
    const first = (change: Partial<RawEntry>): Bytes =>
      rawZip([{ ...good[0]!, ...change }, ...good.slice(1)]);
    put("encrypted, it says", "bundle-damaged", first({ flags: 1 }));
    put("sizes that follow, it says", "bundle-damaged", first({ flags: 8 }));
    put(
      "another name in the directory",
      "bundle-damaged",
      rawZip([
        ...good.slice(0, -1),
        { ...good.at(-1)!, name: "manifest.json", directoryName: good.at(-1)!.name as string },
      ]),
    );
    put("another checksum in the directory", "bundle-damaged", first({ directoryCrc: 1 }));
    put("a wrong checksum in both", "bundle-damaged", first({ crc: 1 }));
    put("a symbolic link", "bundle-damaged", first({ attributes: 0o120777 * 65536 }));
    put("parts in another order", "bundle-damaged", rawZip([good[0]!, good[2]!, good[1]!, ...good.slice(3)]));
    put("the manifest last", "bundle-damaged", rawZip([...good.slice(1), good[0]!]));
  }

  async function addBrokenParts(put: typeof add, bytes: Bytes): Promise<void> {
    const changed = (change: (parts: Parts) => void): Bytes => {
      const parts = partsOf(bytes);
      change(parts);
      return zipParts(parts);
    };
    const flipped = (part: Bytes): Bytes => part.map((byte, i) => (i === part.length >> 1 ? byte ^ 1 : byte));
    for (const path of ["model.json", "tensors/scaler.mean.float64.bin"]) {
      put(
        `a changed byte in ${path}`,
        "bundle-damaged",
        changed((p) => p.set(path, flipped(p.get(path)!))),
      );
      put(
        `no ${path}`,
        "bundle-damaged",
        changed((p) => p.delete(path)),
      );
    }
    put(
      "no manifest",
      "bundle-damaged",
      changed((p) => p.delete("manifest.json")),
    );
    put(
      "a part that the manifest does not name",
      "bundle-damaged",
      changed((p) => p.set("more.bin", kilobyte)),
    );
    const named = partsOf(bytes).set("more.bin", kilobyte);
    put("a part that nothing uses", "bundle-damaged", await fitted(named));
    const withManifest = (change: (manifest: { parts: Json[] } & Json) => unknown): Bytes =>
      changed((p) => {
        const manifest = decode(p.get("manifest.json")) as { parts: Json[] } & Json;
        p.set("manifest.json", text(stableJson(change(manifest) ?? manifest)));
      });
    const part = (change: Json): Bytes =>
      withManifest(({ parts, ...rest }) => ({
        ...rest,
        parts: [{ ...parts[0], ...change }, ...parts.slice(1)],
      }));
    put("a wrong hash", "bundle-damaged", part({ sha256: "0".repeat(64) }));
    put("a hash that is none", "bundle-invalid", part({ sha256: "A".repeat(64) }));
    put("a negative size", "bundle-invalid", part({ bytes: -1 }));
    put("a size with a fraction", "bundle-invalid", part({ bytes: 1.5 }));
    put("a size beyond all numbers", "bundle-invalid", part({ bytes: 2 ** 60 }));
    put("a size in words", "bundle-invalid", part({ bytes: "12" }));
    put("a size that is nothing", "bundle-invalid", part({ bytes: null }));
    put("another size", "bundle-damaged", part({ bytes: 7 }));
    put(
      "a field that no version knows",
      "bundle-invalid",
      withManifest((m) => ({ ...m, run: "calc.exe" })),
    );
    put(
      "a part named twice",
      "bundle-damaged",
      withManifest((m) => ({ ...m, parts: [...m.parts, m.parts[0]] })),
    );
    put(
      "parts named in another order",
      "bundle-damaged",
      withManifest((m) => ({ ...m, parts: m.parts.reverse() })),
    );
    put("a part named above its folder", "bundle-damaged", part({ path: "../outside.json" }));
    put(
      "a newer version",
      "bundle-newer",
      withManifest((m) => ({ ...m, version: 3 })),
    );
    put(
      "a newer version of another shape",
      "bundle-newer",
      withManifest(({ format }) => ({ format, version: 99, files: {} })),
    );
    put(
      "version 0",
      "bundle-invalid",
      withManifest((m) => ({ ...m, version: 0 })),
    );
    put(
      "version 1.5",
      "bundle-invalid",
      withManifest((m) => ({ ...m, version: 1.5 })),
    );
    put(
      "a version in words",
      "bundle-invalid",
      withManifest((m) => ({ ...m, version: "2" })),
    );
    put(
      "another format",
      "bundle-invalid",
      withManifest((m) => ({ ...m, format: "geophone-archive" })),
    );
    put(
      "a manifest that is a list",
      "bundle-invalid",
      withManifest(() => []),
    );
  }

  async function addBrokenJson(put: typeof add, bytes: Bytes, withSignature: Bytes): Promise<void> {
    for (const path of [
      "manifest.json",
      "model.json",
      "evaluation.json",
      "lineage.json",
      "reference.json",
      "golden.json",
      "card.json",
      "signature.json",
    ]) {
      const own = path === "signature.json" ? withSignature : bytes;
      const json = new TextDecoder().decode(partsOf(own).get(path));
      const put_ = async (what: string, code: string, content: Bytes): Promise<void> => {
        const parts = partsOf(own).set(path, content);
        put(
          `${path} ${what}`,
          code,
          path === "manifest.json" || path === "signature.json" ? zipParts(parts) : await fitted(parts),
        );
      };
      for (const key of ["__proto__", "constructor", "prototype"])
        await put_(
          `with the key ${key}`,
          "bundle-invalid",
          text(json.replace("{", `{"${key}":{"polluted":true},`)),
        );
      await put_(
        "nested 100 000 deep",
        "bundle-invalid",
        text(`{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`),
      );
      await put_("of 6 MB of empty lists", "bundle-invalid", text(`[${"[],".repeat(2_000_000)}[]]`));
      await put_(
        "that is no UTF-8",
        "bundle-damaged",
        concatenated(text(json.slice(0, -2)), Uint8Array.of(0xc3, 0x28), text(json.slice(-2))),
      );
      await put_(
        "with a byte order mark",
        "bundle-damaged",
        concatenated(Uint8Array.of(0xef, 0xbb, 0xbf), text(json)),
      );
      await put_("with a space", "bundle-damaged", text(`${json} `));
      await put_("with a key twice", "bundle-damaged", text(json.replace("{", `{"a":1,"a":2,`)));
      await put_("that is cut off", "bundle-damaged", text(json.slice(0, -1)));
      await put_("that is empty", "bundle-damaged", new Uint8Array(0));
      await put_("with NaN", "bundle-damaged", text(json.replace("{", `{"a":NaN,`)));
      await put_("that is null", "bundle-invalid", text("null"));
    }
  }

  async function addBrokenTensors(put: typeof add, boosting: Bytes, linear: Bytes): Promise<void> {
    const withModel = async (change: (model: { tensors: Json[] } & Json) => unknown): Promise<Bytes> => {
      const parts = partsOf(boosting);
      const model = decode(parts.get("model.json")) as { tensors: Json[] } & Json;
      return fitted(parts.set("model.json", text(stableJson(change(model)))));
    };
    const tensor = (name: string, change: Json): Promise<Bytes> =>
      withModel((model) => ({
        ...model,
        tensors: model.tensors.map((one) => (one["name"] === name ? { ...one, ...change } : one)),
      }));
    const mean = "scaler.mean";
    put("a tensor larger than its bytes", "bundle-invalid", await tensor(mean, { shape: [1000] }));
    put("a tensor of 2⁵³ values", "bundle-invalid", await tensor(mean, { shape: [Number.MAX_SAFE_INTEGER] }));
    put(
      "a tensor whose size overflows to its bytes",
      "bundle-invalid",
      await tensor(mean, { shape: [2 ** 32, 2 ** 32, 13] }),
    );
    put(
      "a tensor of no values and endless rows",
      "bundle-invalid",
      await tensor("embedding.components", { shape: [2 ** 40, 0] }),
    );
    put("a tensor of negative length", "bundle-invalid", await tensor(mean, { shape: [-13] }));
    put("a tensor of half a length", "bundle-invalid", await tensor(mean, { shape: [6.5, 2] }));
    put("a tensor of no length", "bundle-invalid", await tensor(mean, { shape: [null] }));
    put("a tensor of five dimensions", "bundle-invalid", await tensor(mean, { shape: [13, 1, 1, 1, 1] }));
    put(
      "a tensor of another shape of equal size",
      "bundle-invalid",
      await tensor("embedding.components", { shape: [windowSamples, 4] }),
    );
    put("a tensor of an unknown type", "bundle-invalid", await tensor(mean, { dtype: "float128" }));
    put("a tensor of another type", "bundle-invalid", await tensor(mean, { dtype: "float32", shape: [26] }));
    put(
      "a tensor that is another's bytes",
      "bundle-invalid",
      await tensor(mean, { path: "tensors/scaler.std.float64.bin" }),
    );
    put("a tensor outside", "bundle-invalid", await tensor(mean, { path: "../../etc/passwd" }));
    put("a tensor named __proto__", "bundle-invalid", await tensor(mean, { name: "__proto__" }));
    put(
      "a tensor twice",
      "bundle-invalid",
      await withModel((m) => ({ ...m, tensors: [...m.tensors, m.tensors.at(-1)] })),
    );
    put(
      "2000 tensors",
      "bundle-invalid",
      await withModel((m) => ({ ...m, tensors: Array.from({ length: 2000 }, () => m.tensors[0]) })),
    );
    put("a tensor too few", "bundle-invalid", await withoutTensor(boosting, "scaler.std"));
    const stray = partsOf(boosting);
    const model = decode(stray.get("model.json")) as { tensors: Json[] } & Json;
    const last = { name: "zz", dtype: "uint8", shape: [1024], path: "tensors/zz.uint8.bin" };
    const order = [...stray.keys()];
    const at = order.findIndex((path) => path.startsWith("tensors/golden"));
    put(
      "a tensor that nothing uses",
      "bundle-invalid",
      await fitted(
        new Map([
          ...[...stray]
            .slice(0, at)
            .map(([path, part]): [string, Bytes] =>
              path === "model.json"
                ? [path, text(stableJson({ ...model, tensors: [...model.tensors, last] }))]
                : [path, part],
            ),
          [last.path, kilobyte],
          ...[...stray].slice(at),
        ]),
      ),
    );
    put(
      "a class too many",
      "bundle-invalid",
      await withModel((m) => ({ ...m, classes: ["a", "b", "c", "d"] })),
    );
    put("a class too few", "bundle-invalid", await withModel((m) => ({ ...m, classes: ["a", "b"] })));
    put("a class twice", "bundle-invalid", await withModel((m) => ({ ...m, classes: ["a", "b", "a"] })));
    put(
      "a class named __proto__",
      "bundle-invalid",
      await withModel((m) => ({ ...m, classes: ["a", "b", "__proto__"] })),
    );
    put(
      "a feature too few",
      "bundle-invalid",
      await withModel((m) => ({ ...m, featureColumns: (m["featureColumns"] as string[]).slice(1) })),
    );
    put(
      "a window of 2⁴⁰ samples",
      "bundle-invalid",
      await withModel((m) => ({ ...m, window: { ...(m["window"] as Json), lengthSamples: 2 ** 40 } })),
    );
    put(
      "an input that is no window",
      "bundle-invalid",
      await withModel((m) => ({ ...m, input: { ...(m["input"] as Json), samples: 17 } })),
    );
    put(
      "an input at another interval",
      "bundle-invalid",
      await withModel((m) => ({ ...m, input: { ...(m["input"] as Json), intervalMs: 2 } })),
    );
    put("another family", "bundle-invalid", await withModel((m) => ({ ...m, family: "softmax" })));
    put("a family that is not known", "bundle-invalid", await withModel((m) => ({ ...m, family: "pickle" })));

    const withBytes = async (own: Bytes, name: string, change: (view: DataView) => void): Promise<Bytes> => {
      const parts = partsOf(own);
      const path = [...parts.keys()].find((one) => one.startsWith(`tensors/${name}.`))!;
      const bytes = parts.get(path)!.slice();
      change(new DataView(bytes.buffer));
      return fitted(parts.set(path, bytes));
    };
    put(
      "NaN in a scaler",
      "bundle-invalid",
      await withBytes(boosting, "scaler.mean", (v) => {
        v.setFloat64(0, NaN, true);
      }),
    );
    put(
      "infinity in the embedding",
      "bundle-invalid",
      await withBytes(boosting, "embedding.components", (v) => {
        v.setFloat64(8, Infinity, true);
      }),
    );
    put(
      "a scaler that divides by 0",
      "golden-mismatch",
      await withBytes(boosting, "scaler.std", (v) => {
        v.setFloat64(0, 0, true);
      }),
    );
    put(
      "NaN in a weight",
      "bundle-invalid",
      await withBytes(linear, "classifier.weights", (v) => {
        v.setFloat32(4, NaN, true);
      }),
    );
    put(
      "a changed weight",
      "golden-mismatch",
      await withBytes(linear, "classifier.weights", (v) => {
        v.setFloat32(4, 9, true);
      }),
    );
    put(
      "NaN in a leaf",
      "bundle-invalid",
      await withBytes(boosting, "classifier.node_value", (v) => {
        v.setFloat64(0, NaN, true);
      }),
    );
    put(
      "NaN in a threshold",
      "bundle-invalid",
      await withBytes(boosting, "classifier.node_threshold", (v) => {
        v.setFloat32(0, NaN, true);
      }),
    );
    const left =
      (value: number) =>
      (v: DataView): void => {
        v.setInt32(0, value, true);
      };
    put(
      "a tree that is its own child",
      "bundle-invalid",
      await withBytes(boosting, "classifier.node_left", left(0)),
    );
    put(
      "a tree whose child is above it",
      "bundle-invalid",
      await withBytes(boosting, "classifier.node_left", (v) => {
        v.setInt32(4, 0, true);
        v.setInt32(8, 0, true);
      }),
    );
    put(
      "a tree with a child of another",
      "bundle-invalid",
      await withBytes(boosting, "classifier.node_left", left(100)),
    );
    put(
      "a tree with a child out of range",
      "bundle-invalid",
      await withBytes(boosting, "classifier.node_left", left(0x7fffffff)),
    );
    put(
      "a tree with a negative child",
      "bundle-invalid",
      await withBytes(boosting, "classifier.node_left", left(-5)),
    );
    put(
      "a tree that asks a feature out of range",
      "bundle-invalid",
      await withBytes(boosting, "classifier.node_feature", left(13)),
    );
    put(
      "a tree that starts behind all nodes",
      "bundle-invalid",
      await withBytes(boosting, "classifier.tree_start", (v) => {
        v.setInt32(4, 0x7fffffff, true);
      }),
    );
    put(
      "a tree that starts before the last",
      "bundle-invalid",
      await withBytes(boosting, "classifier.tree_start", (v) => {
        v.setInt32(8, 0, true);
      }),
    );
    put(
      "2³¹ − 1 features",
      "bundle-invalid",
      await withBytes(boosting, "classifier.features", left(0x7fffffff)),
    );
  }

  async function withoutTensor(own: Bytes, name: string): Promise<Bytes> {
    const parts = partsOf(own);
    const model = decode(parts.get("model.json")) as { tensors: Json[] } & Json;
    parts.delete(`tensors/${name}.float64.bin`);
    const tensors = model.tensors.filter((one) => one["name"] !== name);
    return fitted(parts.set("model.json", text(stableJson({ ...model, tensors }))));
  }

  async function addBrokenGolden(put: typeof add, bytes: Bytes): Promise<void> {
    const withGolden = async (
      change: (golden: { startMs: number[]; tensors: Json[] }) => unknown,
    ): Promise<Bytes> => {
      const parts = partsOf(bytes);
      const golden = decode(parts.get("golden.json")) as unknown as { startMs: number[]; tensors: Json[] };
      return fitted(parts.set("golden.json", text(stableJson(change(golden)))));
    };
    const withSamples = async (name: string, change: (view: DataView) => void): Promise<Bytes> => {
      const parts = partsOf(bytes);
      const path = [...parts.keys()].find((one) => one.startsWith(`tensors/golden.${name}.`))!;
      const own = parts.get(path)!.slice();
      change(new DataView(own.buffer));
      return fitted(parts.set(path, own));
    };
    put(
      "another answer to a golden window",
      "golden-mismatch",
      await withSamples("probabilities", (v) => {
        v.setFloat64(0, 0.999, true);
      }),
    );
    put(
      "no number as the answer to a golden window",
      "golden-mismatch",
      await withSamples("probabilities", (v) => {
        v.setFloat64(0, NaN, true);
      }),
    );
    put(
      "another golden window",
      "golden-mismatch",
      await withSamples("samples", (v) => {
        v.setFloat32(0, 1e4, true);
      }),
    );
    put(
      "no number in a golden window",
      "golden-mismatch",
      await withSamples("samples", (v) => {
        v.setFloat32(0, NaN, true);
      }),
    );
    put("no golden windows", "bundle-invalid", await withGolden((golden) => ({ ...golden, startMs: [] })));
    put(
      "fewer golden windows than answers",
      "bundle-invalid",
      await withGolden((golden) => ({ ...golden, startMs: golden.startMs.slice(1) })),
    );
    put(
      "101 golden windows",
      "bundle-invalid",
      await withGolden((golden) => ({ ...golden, startMs: Array.from({ length: 101 }, () => 0) })),
    );
    put(
      "golden windows of another shape",
      "bundle-invalid",
      await withGolden(({ startMs, tensors }) => ({
        startMs,
        tensors: tensors.map((one) => ({ ...one, shape: (one["shape"] as number[]).slice().reverse() })),
      })),
    );
    put(
      "golden windows without samples",
      "bundle-damaged",
      await withGolden(({ startMs, tensors }) => ({ startMs, tensors: tensors.slice(0, 1) })),
    );
  }

  async function addBrokenCards(put: typeof add, bytes: Bytes): Promise<void> {
    const withCard = async (change: (card: ModelCard) => unknown): Promise<Bytes> => {
      const parts = partsOf(bytes);
      const card = decode(parts.get("card.json")) as unknown as ModelCard;
      return fitted(parts.set("card.json", text(stableJson(change(card)))));
    };
    const better = { accuracy: 0.99, macroF1: 0.99, balancedAccuracy: 0.99 };
    put(
      "a card that praises itself",
      "bundle-invalid",
      await withCard((card) => ({ ...card, scores: { ...card.scores, model: better } })),
    );
    put(
      "a card of other classes",
      "bundle-invalid",
      await withCard((card) => ({ ...card, classes: ["gas", "oil"] })),
    );
    put(
      "a card with more to say",
      "bundle-invalid",
      await withCard((card) => ({ ...card, script: "<script>" })),
    );
    const old = partsOf(bytes);
    put(
      "a card in version 1",
      "bundle-invalid",
      zipParts(
        old.set("manifest.json", text(stableJson({ ...decode(old.get("manifest.json")), version: 1 }))),
      ),
    );
  }

  async function addForgedSignatures(put: typeof add, bytes: Bytes, withSignature: Bytes): Promise<void> {
    const [alice, mallory] = [signingKey("alice").key, signingKey("mallory").key];
    const malloryPart = decode(partsOf(await signBundle(bytes, mallory)).get("signature.json"));
    const forged = (change: (signature: Json) => Json): Bytes => {
      const parts = partsOf(withSignature);
      return zipParts(
        parts.set("signature.json", text(stableJson(change(decode(parts.get("signature.json")))))),
      );
    };
    const wrong = "bundle-signature-invalid";
    put(
      "a signature by another key under this one's name",
      wrong,
      forged((s) => ({ ...s, signature: malloryPart["signature"] })),
    );
    put(
      "another key with this one's fingerprint",
      wrong,
      forged((s) => ({ ...malloryPart, keyId: s["keyId"] })),
    );
    put(
      "a signature with one bit changed",
      wrong,
      forged((s) => ({ ...s, signature: flipHex(s["signature"] as string) })),
    );
    put(
      "a signature of zeros",
      wrong,
      forged((s) => ({ ...s, signature: "0".repeat(128) })),
    );
    put(
      "a key of zeros",
      wrong,
      forged((s) => ({ ...s, publicKey: "0".repeat(64) })),
    );
    put(
      "a signature in capitals",
      "bundle-invalid",
      forged((s) => ({ ...s, signature: (s["signature"] as string).toUpperCase() })),
    );
    put(
      "a signature that is too short",
      "bundle-invalid",
      forged((s) => ({ ...s, signature: "00" })),
    );
    put(
      "a signature by no algorithm",
      "bundle-invalid",
      forged((s) => ({ ...s, algorithm: "none" })),
    );
    put(
      "a signature with more to say",
      "bundle-invalid",
      forged((s) => ({ ...s, trusted: true })),
    );
    const other = partsOf(await writeBundle(bundleOf(await smallModel("softmax"), scoreWindows)));
    put(
      "the signature of another bundle",
      wrong,
      zipParts(other.set("signature.json", partsOf(withSignature).get("signature.json")!)),
    );
    const changed = partsOf(withSignature);
    changed.set(
      "lineage.json",
      text(new TextDecoder().decode(changed.get("lineage.json")).replace('"seed":42', '"seed":43')),
    );
    put("a changed lineage under a signature", wrong, await fitted(changed));
    const old = new Map(other);
    put(
      "a signature in version 1",
      "bundle-damaged",
      zipParts(
        old.set("manifest.json", text(stableJson({ ...decode(old.get("manifest.json")), version: 1 }))),
      ),
    );
    const demand = { trustedKeys: [alice.publicKey], requireSignature: true };
    put("unsigned where a signature is required", "bundle-unsigned", bytes, demand);
    put(
      "signed by a stranger where trust is required",
      "bundle-key-untrusted",
      await signBundle(bytes, mallory),
      demand,
    );
    const stripped = partsOf(withSignature);
    stripped.delete("signature.json");
    put("a signature taken off where one is required", "bundle-unsigned", zipParts(stripped), demand);
  }
}

const flipHex = (hex: string): string => (hex.startsWith("0") ? "1" : "0") + hex.slice(1);
