import { unitOf } from "../features/contract.ts";
import type { ModelCard } from "./model-card.ts";

const score = (value: number): string => value.toFixed(3);

/** File names and a person's words may hold what Markdown takes for its own. */
const plain = (text: string): string => text.replace(/[\\`*_{}[\]<>#|~]/g, "\\$&").replace(/\r?\n/g, " ");
/** A person's text keeps its paragraphs. */
const paragraphs = (text: string): string =>
  text
    .split(/\r?\n\s*\r?\n/)
    .map((paragraph) => plain(paragraph.trim()))
    .join("\n\n");

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)];
}

const familyNames = { boosting: "Gradient boosting", softmax: "Softmax regression" } as const;

function dataSection(title: string, { files, lines, examples }: ModelCard["training"]): string[] {
  return [
    `## ${title}`,
    "",
    `${examples} windows${lines.length > 0 ? ` of ${lines.map(plain).join(", ")}` : ", drawn at random"}.`,
    "",
    ...table(
      ["file", "SHA-256"],
      files.map(({ fileName, sha256 }) => [plain(fileName), `\`${sha256}\``]),
    ),
    "",
  ];
}

/** A model card for reading and keeping: Markdown with the tables of GitHub. @param title for instance "Model version 3" */
export function renderModelCard(card: ModelCard, title: string): string {
  const { input, scores, parameters } = card;
  const unit = unitOf(input);
  const metric = (name: string, of: "macroF1" | "accuracy" | "balancedAccuracy"): string[] => [
    name,
    score(scores.model[of]),
    score(scores.majority[of]),
    score(scores.timeOnly[of]),
  ];
  return `${[
    `# ${plain(title)}`,
    "",
    `${familyNames[card.family]} over ${card.features} features; classes ${card.classes.map(plain).join(", ")}; ${input.extent === "trace" ? "whole traces" : "windows"} of ${input.samples} samples at ${input.intervalMs} ${unit}.`,
    "",
    "## Intended use",
    "",
    paragraphs(card.intendedUse.text),
    "",
    ...dataSection("Training data", card.training),
    ...dataSection("Test data", card.test),
    card.split === "lines"
      ? `Split by whole lines; training traces within ${card.bufferTraces} bins of a crossing with a test line were left out.`
      : "Random split: test windows are neighbours of training windows.",
    "",
    `Labels (${plain(card.labels.rule)}):`,
    "",
    ...table(
      ["file", "SHA-256"],
      card.labels.files.map(({ fileName, sha256 }) => [plain(fileName), `\`${sha256}\``]),
    ),
    "",
    `## Scores beside chance${card.split === "random" ? " (inflated)" : ""}`,
    "",
    ...table(
      ["", "this model", `always ${plain(scores.majority.className)}`, "window time alone"],
      [
        metric("macro-F1", "macroF1"),
        metric("accuracy", "accuracy"),
        metric("balanced accuracy", "balancedAccuracy"),
      ],
    ),
    "",
    ...table(
      ["class", "precision", "recall", "F1", "tested windows"],
      card.perClass.map(({ name, precision, recall, f1, support }) => [
        plain(name),
        score(precision),
        score(recall),
        score(f1),
        String(support),
      ]),
    ),
    "",
    "## Limits",
    "",
    ...(card.ownerLimits === undefined ? [] : [paragraphs(card.ownerLimits), ""]),
    ...card.limits.map(({ text }) => `- ${plain(text)}`),
    "",
    "## How it was made",
    "",
    `Parameters: ${Object.entries(parameters)
      .map(([name, value]) => `${plain(name)} = ${value}`)
      .join(
        ", ",
      )}. Class weight ${card.classWeight}, seed ${card.seed}, Geophone ${plain(card.codeVersion)}.`,
  ].join("\n")}\n`;
}
