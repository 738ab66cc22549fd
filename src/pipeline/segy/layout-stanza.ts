/**
 * The layout stanza of revision 2 (`((SEG:Layout…))`): XML in extended textual headers that says where the fields of a
 * trace header are. Only the little XML that the standard uses is read: elements, attributes, text.
 */
export interface FieldPlace {
  /** One-based byte within the trace header's first 240. */
  readonly byte: number;
  readonly type: string;
}

export type LayoutStanza =
  | { readonly kind: "fields"; readonly fields: ReadonlyMap<string, FieldPlace> }
  | { readonly kind: "unreadable"; readonly reason: string };

const stanzaStart = /\(\(\s*SEG\s*:\s*Layout[^()]*\)\)/i;

/** @returns undefined where the texts have no such stanza */
export function readLayoutStanza(text: string): LayoutStanza | undefined {
  const start = stanzaStart.exec(text);
  if (!start) return undefined;
  const rest = text.slice(start.index + start[0].length);
  const end = rest.indexOf("((");
  try {
    return { kind: "fields", fields: fieldsOf(end < 0 ? rest : rest.slice(0, end)) };
  } catch (error) {
    if (error instanceof StanzaError) return { kind: "unreadable", reason: error.message };
    throw error;
  }
}

class StanzaError extends Error {}

interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly kind: "open" | "close" | "empty";
}

function parseTag(inside: string): Tag {
  const match = /^(\/?)\s*([A-Za-z_][\w.:-]*)([^]*?)(\/?)$/.exec(inside.trim());
  if (!match) throw new StanzaError(`<${inside.slice(0, 40)}> is no element`);
  const [, closing, name, list, empty] = match;
  const attributes = new Map<string, string>();
  const left = list!.replace(
    /\s+([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g,
    (_, key: string, a?: string, b?: string) => {
      attributes.set(key, a ?? b ?? "");
      return "";
    },
  );
  if (left.trim() !== "") throw new StanzaError(`<${inside.slice(0, 40)}> has attributes that are none`);
  return { name: name!, attributes, kind: closing ? "close" : empty ? "empty" : "open" };
}

function tagsOf(xml: string): Tag[] {
  const tags: Tag[] = [];
  for (let from = xml.indexOf("<"); from >= 0; from = xml.indexOf("<", from)) {
    if (xml.startsWith("<!--", from) || xml.startsWith("<?", from)) {
      const closing = xml.startsWith("<?", from) ? "?>" : "-->";
      const end = xml.indexOf(closing, from);
      if (end < 0) throw new StanzaError("a comment or declaration has no end");
      from = end + closing.length;
      continue;
    }
    const end = xml.indexOf(">", from);
    if (end < 0) throw new StanzaError("an element has no end");
    tags.push(parseTag(xml.slice(from + 1, end)));
    from = end + 1;
  }
  return tags;
}

function placeOf({ attributes }: Tag): readonly [string, FieldPlace] {
  const [name, byte, type] = ["name", "byte", "type"].map((key) => attributes.get(key));
  if (!name || !type || byte === undefined) throw new StanzaError("an entry lacks its name, byte or type");
  if (!/^\d{1,3}$/.test(byte) || Number(byte) < 1 || Number(byte) > 240)
    throw new StanzaError(`entry ${name} is at byte ${byte}, which is none of 1 to 240`);
  return [name, { byte: Number(byte), type }];
}

function fieldsOf(xml: string): Map<string, FieldPlace> {
  const fields = new Map<string, FieldPlace>();
  const open: string[] = [];
  const tags = tagsOf(xml);
  if (tags[0]?.name !== "segy-layout")
    throw new StanzaError(`it begins with <${tags[0]?.name ?? ""}>, not <segy-layout>`);
  for (const tag of tags) {
    if (tag.name === "entry" && tag.kind !== "close") {
      const [name, place] = placeOf(tag);
      if (!open.includes("extension")) fields.set(name, place);
    }
    if (tag.kind === "open") open.push(tag.name);
    else if (tag.kind === "close" && open.pop() !== tag.name)
      throw new StanzaError(`</${tag.name}> closes nothing`);
  }
  if (open.length > 0) throw new StanzaError(`<${open.at(-1)}> is not closed`);
  return fields;
}

const words4 = new Set(["int4", "uint4", "linetrc", "reeltrc", "coor4", "elev4"]);

/** The byte of a field that is a 4-byte whole number within the first 240 bytes, or undefined. */
export function byteOfWord(fields: ReadonlyMap<string, FieldPlace>, name: string): number | undefined {
  const place = fields.get(name);
  return place && words4.has(place.type) && place.byte <= 237 ? place.byte : undefined;
}
