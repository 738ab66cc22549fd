import { Command } from "commander";
import { readWholeFile, writeWholeFile } from "../../../adapters/node/whole-file.ts";
import { readSigningKey, writeKeyPair } from "../../../adapters/node/signing-keys.ts";
import { keyIdOf, readBundle, signBundle, type BundleSignature } from "../../../pipeline/bundle/contract.ts";
import type { ModelCard } from "../../../pipeline/registry/contract.ts";
import { scoreWindows } from "../../../pipeline/serving/contract.ts";
import { exportBundle } from "../../../pipeline/steps/export-bundle.ts";
import { sha256Hex } from "../../../pipeline/workspace/contract.ts";
import { runCommand, withJson } from "../command.ts";
import { formatBytes } from "../format.ts";
import { workspacePorts } from "../node-ports.ts";
import { printResult } from "../output.ts";
import { evaluationLines } from "./evaluation-lines.ts";
import { trustFrom, withTrust, type TrustOptions } from "./trust-options.ts";

const keygenCommand = (): Command =>
  withJson(
    new Command("keygen")
      .description(
        "make a key pair for signing bundles: NAME.key stays with you, NAME.pub is for those who trust you",
      )
      .requiredOption("--out <name>", "where to write NAME.key and NAME.pub; nothing is ever written over"),
  ).action((options: { out: string; json?: boolean }) =>
    runCommand(options.json ?? false, async () => {
      const { keyFile, publicFile, publicKey } = await writeKeyPair(options.out);
      const keyId = await keyIdOf(publicKey);
      printResult(options.json ?? false, { keyFile, publicFile, keyId }, () => [
        `${keyFile}  private key, for you alone`,
        `${publicFile}  public key ${keyId}`,
      ]);
    }),
  );

const signCommand = (): Command =>
  withJson(
    new Command("sign")
      .description("sign a bundle, in place of any signature that it has; it is checked first")
      .argument("<zip>", "a bundle")
      .requiredOption("--key <file>", "a private key, as bundle keygen writes it")
      .option("--out <zip>", "where to write it; default: the bundle itself"),
  ).action((zip: string, options: { key: string; out?: string; json?: boolean }) =>
    runCommand(options.json ?? false, async () => {
      const key = await readSigningKey(options.key);
      const bytes = await readWholeFile(zip);
      await readBundle(bytes, scoreWindows);
      const signed = await signBundle(bytes, key);
      const file = options.out ?? zip;
      await writeWholeFile(file, signed);
      const keyId = await keyIdOf(key.publicKey);
      printResult(options.json ?? false, { file, keyId, sha256: await sha256Hex(signed) }, () => [
        `${file}  signed by key ${keyId}`,
      ]);
    }),
  );

/** @param asked whether trusted keys were named at all */
function signatureLine(signature: BundleSignature, asked: boolean): string {
  if (signature.kind === "unsigned") return "unsigned: nobody vouches for it";
  const trust = signature.trusted
    ? "which is trusted"
    : asked
      ? "which is not among the trusted"
      : "trusted by nobody here: see --trusted";
  return `signed by key ${signature.keyId}, ${trust}`;
}

const exportCommand = (): Command =>
  withJson(
    new Command("export")
      .description("write a model version and all that scoring needs as one zip")
      .requiredOption("--workspace <dir>", "the workspace folder")
      .requiredOption("--model <version>", "a version number, latest, production, staging or an alias")
      .requiredOption("--out <zip>", "where to write it")
      .option("--sign <key>", "sign it with this private key, as bundle keygen writes it"),
  ).action((options: { workspace: string; model: string; out: string; sign?: string; json?: boolean }) =>
    runCommand(options.json ?? false, async (stepPorts) => {
      const key = options.sign === undefined ? undefined : await readSigningKey(options.sign);
      const ports = await workspacePorts(stepPorts, options.workspace, false);
      const exported = await exportBundle(ports, options.model);
      const { version } = exported;
      const bytes = key ? await signBundle(exported.bytes, key) : exported.bytes;
      const sha256 = await sha256Hex(bytes);
      await writeWholeFile(options.out, bytes);
      printResult(
        options.json ?? false,
        { file: options.out, bytes: bytes.length, sha256, modelVersion: version },
        () => [`${options.out}  ${formatBytes(bytes.length)}, model version ${version}, SHA-256 ${sha256}`],
      );
    }),
  );

/** The whole card is in the bundle and in `--json`: here what decides whether to go on. */
const cardLines = ({ intendedUse, limits, ownerLimits }: ModelCard): string[] => [
  `  for: ${intendedUse.text}${intendedUse.by === "owner" ? " (owner)" : ""}`,
  ...(ownerLimits ? [`  limit: ${ownerLimits} (owner)`] : []),
  ...limits.map(({ text }) => `  limit: ${text}`),
];

const checkCommand = (): Command =>
  withJson(
    withTrust(
      new Command("check")
        .description(
          "verify a bundle: every hash, its signature, every tensor, and the golden windows scored anew",
        )
        .argument("<zip>", "a bundle"),
    ),
  ).action((zip: string, options: TrustOptions & { json?: boolean }) =>
    runCommand(options.json ?? false, async () => {
      const trust = await trustFrom(options);
      const bytes = await readWholeFile(zip);
      const bundle = await readBundle(bytes, scoreWindows, trust);
      const { model, lineage, golden, evaluation, card, formatVersion, signature, contentSha256 } = bundle;
      printResult(
        options.json ?? false,
        {
          file: zip,
          valid: true,
          formatVersion,
          sha256: await sha256Hex(bytes),
          contentSha256,
          signature,
          family: model.classifier.family,
          classes: model.classes,
          input: model.input,
          features: model.featureColumns.length,
          goldenWindows: golden.length,
          codeVersion: lineage.codeVersion,
          evaluation,
          ...(card ? { card } : {}),
        },
        () => [
          `${zip} is whole: ${model.classifier.family}, classes ${model.classes.join(", ")}, ${model.featureColumns.length} features; ${golden.length} golden windows reproduced`,
          `  bundle version ${formatVersion}, ${signatureLine(signature, options.trusted !== undefined)}`,
          ...(card ? cardLines(card) : ["  no model card"]),
          ...evaluationLines(evaluation),
        ],
      );
    }),
  );

export const bundleCommand = (): Command =>
  new Command("bundle")
    .description("models as one file for another machine")
    .addCommand(exportCommand())
    .addCommand(checkCommand())
    .addCommand(keygenCommand())
    .addCommand(signCommand());
