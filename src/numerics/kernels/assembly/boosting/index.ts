export { softmax, logistic, fixedGradients } from "./gradients";
export { groupHistogram, subtractHistogram, sumBins, sumEntries } from "./histogram";
export { beginSplitSearch, searchFeature, foundScore, foundFeature, foundBin } from "./split";
export { partitionRows, gatherEntries, addToScores, listAllRows } from "./rows";
export { binColumn } from "./bins";
