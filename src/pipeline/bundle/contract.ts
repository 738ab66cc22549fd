import type { Embedding, WindowDefinition } from "../features/contract.ts";
import type { Evaluation } from "../evaluation/contract.ts";
import type { Classifier } from "../models/contract.ts";
import type { Lineage, ModelCard, ModelInput } from "../registry/contract.ts";

/** Distribution of one feature over the training rows: what drift is measured against. */
export interface ReferenceStatistics {
  readonly feature: string;
  readonly count: number;
  readonly mean: number;
  readonly std: number;
  readonly min: number;
  readonly max: number;
  /** 21 quantiles: 0, 5 … 100 %. */
  readonly quantiles: readonly number[];
}

/** A window with its known answer; a reader that cannot reproduce it must not score. */
export interface GoldenWindow {
  readonly samples: Float32Array;
  readonly startMs: number;
  /** `[classes]` */
  readonly probabilities: Float64Array;
}

/** Everything between raw samples and probabilities, fitted on training rows. */
export interface ScoringModel {
  readonly window: WindowDefinition;
  readonly input: ModelInput;
  readonly classes: readonly string[];
  /** Columns of the example matrix: the eight, the embedding's, window time. */
  readonly featureColumns: readonly string[];
  readonly embedding: Embedding;
  /** Standardisation of the example matrix, `[features]`. */
  readonly featureMean: Float64Array;
  readonly featureStd: Float64Array;
  readonly classifier: Classifier;
}

/** All that another machine needs to score and to judge the score. */
export interface Bundle {
  readonly model: ScoringModel;
  readonly evaluation: Evaluation;
  readonly lineage: Lineage;
  readonly reference: readonly ReferenceStatistics[];
  /** Class shares of the training rows, `[classes]`. */
  readonly classShares: readonly number[];
  readonly golden: readonly GoldenWindow[];
  /** What a person has to know before using it; bundles of a registered version have one. */
  readonly card?: ModelCard | undefined;
}

/** An Ed25519 public key: its 32 raw bytes as 64 lower-case hexadecimal digits. */
export type PublicKey = string;

/** What a house signs with; the private key stays there. */
export interface SigningKey {
  readonly publicKey: PublicKey;
  /** Ed25519 (RFC 8032), 64 bytes. */
  sign(message: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
}

/** Whose signature a bundle bears. */
export interface SignedBy {
  readonly publicKey: PublicKey;
  /** SHA-256 of the raw key: what people compare. */
  readonly keyId: string;
}

/** Who vouches for a bundle. A signature that does not fit is no state: the bundle is refused. */
export type BundleSignature =
  | { readonly kind: "unsigned" }
  /** `trusted`: the key is among those that the reader named. */
  | ({ readonly kind: "signed"; readonly trusted: boolean } & SignedBy);

export interface ReadBundleOptions {
  readonly trustedKeys?: readonly PublicKey[];
  /** Refuse what none of the trusted keys signed. */
  readonly requireSignature?: boolean;
}

/** A bundle as it was read: what it holds, and what the reader found out about it. */
export interface ReadBundle extends Bundle {
  /** Of the file; older ones were migrated while they were read. */
  readonly formatVersion: number;
  readonly signature: BundleSignature;
  /** SHA-256 of what scores and what it was made from: the same with and without card and signature. */
  readonly contentSha256: string;
}

export { writeBundle } from "./write-bundle.ts";
export { signBundle } from "./sign-bundle.ts";
export { keyIdOf } from "./signature.ts";
export { largestBundleFileBytes } from "./zip-parts.ts";
export { readBundle } from "./read-bundle.ts";
export { scoreGolden, unreproduced } from "./golden.ts";
export { readScoringModel, writeScoringModel } from "./stored-model.ts";
