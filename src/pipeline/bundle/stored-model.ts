import { z } from "zod";
import { InputError } from "../errors.ts";
import type { Artefact } from "../registry/contract.ts";
import { stableJson, type Workspace } from "../workspace/contract.ts";
import type { ScoringModel } from "./contract.ts";
import {
  modelHead,
  modelHeadSchema,
  scoringModelFromTensors,
  scoringModelToTensors,
} from "./scoring-model-tensors.ts";
import { dataTypes, describeTensors, tensorBytes, tensorFromBytes } from "./tensor-parts.ts";

const storedSchema = modelHeadSchema.extend({
  tensors: z.array(
    z.object({ name: z.string(), path: z.string(), dtype: z.enum(dataTypes), shape: z.array(z.number()) }),
  ),
});

/**
 * Keeps a model's artefacts in a workspace: `model.json` and one file a tensor. The description comes last.
 * @returns the files that it wrote, with their hashes
 */
export async function writeScoringModel(
  workspace: Workspace,
  folder: string,
  model: ScoringModel,
): Promise<Artefact[]> {
  const tensors = scoringModelToTensors(model);
  const described = describeTensors(tensors, `${folder}/`);
  const written: Artefact[] = [];
  for (const { name, path } of described)
    written.push({ path, sha256: await workspace.putFile(path, tensorBytes(tensors[name]!)) });
  const stored: z.infer<typeof storedSchema> = {
    ...modelHead(model),
    tensors: described.map((tensor) => ({ ...tensor, shape: [...tensor.shape] })),
  };
  const path = `${folder}/model.json`;
  written.push({
    path,
    sha256: await workspace.putFile(path, new TextEncoder().encode(`${stableJson(stored)}\n`)),
  });
  return written;
}

/** @throws InputError `artefacts-damaged`, `bundle-invalid` */
export async function readScoringModel(workspace: Workspace, folder: string): Promise<ScoringModel> {
  const damaged = (path: string, cause?: unknown): InputError =>
    new InputError("artefacts-damaged", `${path} is missing or damaged`, {
      place: { file: path },
      cause,
      advice: "Train the model again.",
    });
  const path = `${folder}/model.json`;
  const bytes = await workspace.getFile(path);
  if (!bytes) throw damaged(path);
  let stored;
  try {
    stored = storedSchema.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch (error) {
    throw damaged(path, error);
  }
  const tensors = [];
  for (const description of stored.tensors) {
    const part = await workspace.getFile(description.path);
    if (!part) throw damaged(description.path);
    tensors.push([description.name, tensorFromBytes(description, part)] as const);
  }
  return scoringModelFromTensors(stored, Object.fromEntries(tensors));
}
