import { execFileSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { decodeBase64 } from "./decode-base64.ts";
import { boostingKernelBase64 } from "./generated/boosting-kernel.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

describe("generated kernels", () => {
  it("are what the AssemblyScript sources compile to", () => {
    const printed = execFileSync("node", [path.join(root, "tools/build-kernels.mjs"), "--check"], {
      encoding: "utf8",
    });
    for (const kernel of ["boosting", "projection", "samples", "sha256", "signals", "trees"])
      expect(printed).toContain(`${kernel}: up to date`);
  });

  it("decode to the bytes that Node decodes", () => {
    expect(decodeBase64(boostingKernelBase64)).toEqual(
      new Uint8Array(Buffer.from(boostingKernelBase64, "base64")),
    );
    for (const text of ["", "QQ==", "QUI=", "QUJD", "+/8="])
      expect([...decodeBase64(text)]).toEqual([...Buffer.from(text, "base64")]);
  });
});
