import { readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { geophone, geophoneFailure, geophoneJson, temporaryFolder } from "../support/cli.ts";
import { demoSurvey } from "../support/demo-survey.ts";

const keySchema = z.object({ keyFile: z.string(), publicFile: z.string(), keyId: z.string().length(64) });
const signatureSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("unsigned") }),
  z.strictObject({
    kind: z.literal("signed"),
    publicKey: z.string(),
    keyId: z.string(),
    trusted: z.boolean(),
  }),
]);
const checkSchema = z.looseObject({
  formatVersion: z.number(),
  contentSha256: z.string(),
  sha256: z.string(),
  signature: signatureSchema,
});

async function must(args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await geophone(args);
  if (exitCode !== 0) throw new Error(`geophone ${args.join(" ")}: ${stderr}`);
  return stdout;
}

describe("a signed bundle on the command line", () => {
  it("is signed with a key of its own, checked against trusted ones, and refused where trust is missing", async () => {
    const folder = await temporaryFolder();
    const at = (name: string): string => path.join(folder, name);
    const { survey, labels } = await demoSurvey();
    await must([
      ...["run", survey, "--labels", labels],
      ...["--workspace", at("ws"), "--every", "8", "--set", "iterations=5"],
    ]);

    const alice = await geophoneJson(keySchema, ["bundle", "keygen", "--out", at("alice")]);
    const mallory = await geophoneJson(keySchema, ["bundle", "keygen", "--out", at("mallory")]);
    expect((await stat(alice.keyFile)).mode & 0o777).toBe(0o600);
    const secret = await readFile(alice.keyFile, "utf8");
    expect(secret).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    expect(await geophoneFailure(["bundle", "keygen", "--out", at("alice")])).toMatchObject({
      exitCode: 2,
      code: "key-exists",
    });
    expect(await readFile(alice.keyFile, "utf8")).toBe(secret);

    const bundle = at("ws/bundle.zip");
    const unsigned = await geophoneJson(checkSchema, ["bundle", "check", bundle]);
    expect(unsigned).toMatchObject({ formatVersion: 2, signature: { kind: "unsigned" } });
    await must(["bundle", "sign", bundle, "--key", alice.keyFile, "--out", at("signed.zip")]);
    await must([
      ...["bundle", "export", "--workspace", at("ws"), "--model", "latest"],
      ...["--out", at("exported.zip"), "--sign", alice.keyFile],
    ]);
    const signedBytes = await readFile(at("signed.zip"));
    expect(signedBytes.equals(await readFile(at("exported.zip")))).toBe(true);

    const checked = await geophoneJson(checkSchema, [
      ...["bundle", "check", at("signed.zip"), "--trusted", alice.publicFile, mallory.publicFile],
    ]);
    expect(checked).toMatchObject({ signature: { kind: "signed", keyId: alice.keyId, trusted: true } });
    expect(checked.contentSha256).toBe(unsigned.contentSha256);
    expect(await must(["bundle", "check", at("signed.zip"), "--trusted", mallory.publicFile])).toContain(
      `signed by key ${alice.keyId}, which is not among the trusted`,
    );

    const predict = (zip: string, ...trust: string[]): string[] => [
      ...["predict", survey, "--bundle", zip, "--out", at("out.csv"), ...trust],
    ];
    const demand = ["--require-signature", "--trusted"];
    const refused = async (args: readonly string[]): Promise<string> => (await geophoneFailure(args)).code;
    expect(await refused(predict(bundle, ...demand, alice.publicFile))).toBe("bundle-unsigned");
    expect(await refused(predict(at("signed.zip"), ...demand, mallory.publicFile))).toBe(
      "bundle-key-untrusted",
    );
    expect(await refused(predict(at("signed.zip"), "--require-signature"))).toBe("trusted-missing");
    expect(await refused(predict(at("signed.zip"), ...demand, alice.keyFile))).toBe("key-invalid");
    expect(await refused(["bundle", "sign", bundle, "--key", alice.publicFile])).toBe("key-invalid");
    await expect(stat(at("out.csv"))).rejects.toThrow("ENOENT");
    await must(predict(at("signed.zip"), ...demand, alice.publicFile));
    expect((await stat(at("out.csv"))).size).toBeGreaterThan(1000);

    const changed = signedBytes;
    const signature = changed.lastIndexOf('"signature":"') + '"signature":"'.length;
    changed[signature] = changed[signature] === 0x30 ? 0x31 : 0x30;
    await writeFile(at("changed.zip"), changed);
    expect(await refused(["bundle", "check", at("changed.zip")])).toBe("bundle-damaged");
  });
});
