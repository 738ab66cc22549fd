/** A kind of file that labels of one survey go into. */
export type LabelExport =
  /** Intervals: holds all that labels are but sources, colours and words. */
  | { readonly format: "csv" }
  /** A label volume: holds the class of each sample. */
  | { readonly format: "segy" }
  /** `.pts`: a point on every sample of a class. */
  | ({ readonly format: "points"; readonly class: string } & PointOptions)
  /** The upper or lower side of a class. */
  | ({
      readonly format: "horizon";
      readonly class: string;
      readonly side: "top" | "base";
      /** As OpendTect writes them, with names of columns; false: bare rows (XYZ). */
      readonly header?: boolean;
    } & PointOptions);

interface PointOptions {
  readonly columns: "lines" | "coordinates";
  /** Times in seconds. */
  readonly seconds?: boolean;
}

/** What a file of a survey's labels is called: named for the survey, so that an import knows whose they are. */
export function labelFileName(survey: string, as: LabelExport): string {
  switch (as.format) {
    case "csv":
      return `${survey}.labels.csv`;
    case "segy":
      return `${survey}.labels.sgy`;
    case "points":
      return `${survey}.${plain(as.class)}.pts`;
    case "horizon":
      return `${survey}.${plain(as.class)}-${as.side}.${as.header === false ? "xyz" : "dat"}`;
  }
}

/** A class name as a part of a file's name. */
const plain = (name: string): string => name.replace(/[^\p{L}\p{N}_-]+/gu, "-");
