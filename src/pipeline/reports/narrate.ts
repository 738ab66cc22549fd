import type { Finding } from "./contract.ts";
import { count, percent, points, score } from "./number-words.ts";

const many = (value: number, one: string, more = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : more}`;

/** A sentence for a finding: its words are a template's, its numbers the finding's own. */
export function narrate({ code, numbers, names }: Finding): string {
  const n = (name: string): number => numbers[name] ?? 0;
  const word = (name: string): string => names[name] ?? "";
  const gain = n("macroF1") - n("chanceMacroF1");
  switch (code) {
    case "no-model":
      return "No model has been trained yet. Import labels, compute features, and train on some lines while testing on others.";
    case "split-inflated":
      return "The test windows are neighbours of training windows (random split): the scores are inflated and say nothing about new lines. Split by lines for a score to rely on.";
    case "lines-used":
      return `Trained on ${many(n("train"), "line")} (${word("train")}), tested on ${many(n("test"), "line")} held out (${word("test")}).`;
    case "few-tested":
      return `Only ${many(n("count"), "example")} were tested: a change of a few windows moves the score. Test on more traces.`;
    case "buffer-left-out":
      return `${many(n("count"), "training example")} within ${many(n("traces"), "trace")} of a test line were left out, so that the score does not come from the neighbourhood.`;
    case "beside-majority":
      return gain > 0.01
        ? `Macro-F1 is ${score(n("macroF1"))}, ${points(gain)} above always answering with the most frequent class (${score(n("chanceMacroF1"))}); accuracy is ${percent(n("accuracy"))} against ${percent(n("chanceAccuracy"))}.`
        : `The model does no better than always answering with the most frequent class: macro-F1 ${score(n("macroF1"))} against ${score(n("chanceMacroF1"))}. It has learned nothing of use.`;
    case "beside-time-only":
      return gain > 0.01
        ? `A model that knows only the depth of a window reaches macro-F1 ${score(n("chanceMacroF1"))}; what the samples add is ${points(gain)}.`
        : `A model that knows only the depth of a window does as well (macro-F1 ${score(n("chanceMacroF1"))} against ${score(n("macroF1"))}): the samples add nothing yet.`;
    case "class-untested":
      return `No tested window is of class ${word("class")}: nothing is known of how well it is found.`;
    case "class-weak":
      return `Class ${word("class")} is found poorly: F1 ${score(n("f1"))} (precision ${score(n("precision"))}, recall ${score(n("recall"))}) over ${many(n("support"), "window")}. Do not rely on the model for it yet.`;
    case "commonest-confusion":
      return `The commonest mistake is ${word("truth")} taken for ${word("answer")}: ${many(n("count"), "window")}, ${percent(n("share"))} of that class.`;
    case "dead-traces":
      return `${word("file")} holds ${many(n("count"), "dead trace")} of ${count(n("traces"))}.`;
    case "non-finite-traces":
      return `${word("file")} holds NaN or infinity in ${many(n("count"), "trace")} of ${count(n("traces"))}; their windows are not scored.`;
    case "file-warnings":
      return `Reading ${word("file")} gave ${many(n("count"), "warning")}; they are in the table of surveys.`;
    default:
      return code;
  }
}
