import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Sha256 } from "./sha256.ts";
import { seededRandom } from "./random.ts";

const nodes = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const hex = (hash: Sha256): string => Buffer.from(hash.digest()).toString("hex");

describe("SHA-256", () => {
  it("is what Node's crypto says, for every length around the block's and for long inputs", () => {
    const random = seededRandom(3, "hash");
    const lengths = [
      ...Array.from({ length: 200 }, (_, length) => length),
      65_535,
      65_536,
      65_537,
      1_000_003,
    ];
    for (const length of lengths) {
      const bytes = Uint8Array.from({ length }, () => Math.floor(random.next() * 256));
      const hash = new Sha256();
      hash.update(bytes);
      expect({ length, hex: hex(hash) }).toEqual({ length, hex: nodes(bytes) });
    }
  });

  it("does not depend on how the bytes are cut, nor on other hashes that go on beside it", () => {
    const random = seededRandom(4, "hash");
    const bytes = Uint8Array.from({ length: 300_000 }, () => Math.floor(random.next() * 256));
    const [own, other] = [new Sha256(), new Sha256()];
    for (let at = 0; at < bytes.length;) {
      const length = Math.floor(random.next() * 1000);
      own.update(bytes.subarray(at, at + length));
      other.update(Uint8Array.of(at & 255));
      at += length;
    }
    expect(hex(own)).toBe(nodes(bytes));
  });
});
