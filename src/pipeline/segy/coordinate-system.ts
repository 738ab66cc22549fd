/** A coordinate reference system as the texts name it. */
export interface NamedCoordinateSystem {
  readonly value: string;
  readonly because: string;
  /** What names another one. */
  readonly against?: string;
}

const datums =
  /\b(NAD ?27|NAD ?83|WGS ?84|WGS ?72|ED ?50|ETRS ?89|GDA ?94|GDA ?2020|NZGD ?2000|OSGB ?36|SAD ?69|SIRGAS ?2000|AGD ?66|AGD ?84|PULKOVO ?1942|TOKYO|AMERSFOORT|DHDN)\b/;
const zone = /\bUTM[ -]*(?:ZONE)?[ :#-]*(\d{1,2}) ?([NS])?\b/;
const epsg = /\bEPSG(?: CODE)?[ :=#]*(\d{4,5})\b/;
/** "CRS: ED50 / UTM zone 31N": what is named up to the end of the line, or a comma. */
const named =
  /\b(?:CRS|COORDINATE (?:REFERENCE )?SYSTEM|MAP PROJECTION|PROJECTION)(?: NAME)? ?[:=] ?([^,;]*[A-Z0-9][^,;]*)/i;
/** Revision 2's stanza of the P1/11 format: number, EPSG code and name of a system. */
const p111 = /HC,1,3,0,[^,]*,[^,]*, *(\d*) *, *([^,]{2,60}?) *,/g;

/** The P1/11 stanza's; a projected system, whose name has a solidus, before the geographic one under it. */
function inStanza(extended: string): string | undefined {
  const found = [...extended.matchAll(p111)].map(([, code, name]) =>
    code ? `${name!} (EPSG:${code})` : name!,
  );
  return found.find((name) => name.includes("/")) ?? found[0];
}

/**
 * Looks for a coordinate reference system in words: nothing is computed from it.
 * @param lines without their numbers @param extended the extended textual headers as one string
 */
export function coordinateSystemIn(
  lines: readonly string[],
  extended: string,
): NamedCoordinateSystem | undefined {
  const stanza = inStanza(extended);
  if (stanza) return { value: stanza, because: `the file's P1/11 stanza names ${stanza}` };
  const from = (line: string): string => `the text header says "${line}"`;
  const coded = lines.flatMap((line) => {
    const code = epsg.exec(line.toUpperCase())?.[1];
    return code ? [{ line, code }] : [];
  });
  const other = coded.find(({ code }) => code !== coded[0]?.code);
  const against = other ? { against: from(other.line) } : {};
  const name = lines.flatMap((line) => {
    const words = named
      .exec(line)?.[1]
      ?.replace(/\(?\bEPSG(?: CODE)?[ :=#]*\d{4,5}\)?/i, "")
      .trim();
    return words ? [{ line, words }] : [];
  })[0];
  const first = coded[0];
  if (name)
    return {
      value: first ? `${name.words} (EPSG:${first.code})` : name.words,
      because: from(name.line),
      ...against,
    };
  const datum = lines.flatMap((line) => {
    const word = datums.exec(line.toUpperCase())?.[1];
    return word ? [{ line, word: word.replace(" ", "") }] : [];
  })[0];
  const grid = lines.flatMap((line) => {
    const [, number, half] = zone.exec(line.toUpperCase()) ?? [];
    return number ? [{ line, word: `UTM zone ${number}${half ?? ""}` }] : [];
  })[0];
  const parts = [datum?.word, grid?.word].filter((part) => part !== undefined).join(" / ");
  const line = first?.line ?? grid?.line ?? datum?.line;
  if (line === undefined) return undefined;
  const code = first ? `EPSG:${first.code}` : "";
  return {
    value: parts && code ? `${parts} (${code})` : parts || code,
    because: from(line),
    ...against,
  };
}
