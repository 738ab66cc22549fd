import type { Command } from "commander";
import { readTrustedKeys } from "../../../adapters/node/signing-keys.ts";
import type { ReadBundleOptions } from "../../../pipeline/bundle/contract.ts";
import { InputError } from "../../../pipeline/errors.ts";

export interface TrustOptions {
  readonly trusted?: readonly string[];
  readonly requireSignature?: boolean;
}

/** Whose bundles a command takes. */
export const withTrust = (command: Command): Command =>
  command
    .option("--trusted <pub...>", "public keys to trust, as geophone bundle keygen writes them")
    .option("--require-signature", "refuse a bundle that none of the trusted keys signed");

/** @throws InputError `trusted-missing`, `key-invalid`, `file-missing` */
export async function trustFrom({
  trusted = [],
  requireSignature = false,
}: TrustOptions): Promise<ReadBundleOptions> {
  if (requireSignature && trusted.length === 0)
    throw new InputError("trusted-missing", "--require-signature needs to know whose signature", {
      advice: "Name public keys with --trusted.",
    });
  return { trustedKeys: await readTrustedKeys(trusted), requireSignature };
}
