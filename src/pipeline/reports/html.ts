/** Text that may stand in HTML as it is. */
export interface Html {
  readonly html: string;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escapeText = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character]!);

type Value = string | number | Html | readonly Html[];

function render(value: Value): string {
  if (typeof value === "string" || typeof value === "number") return escapeText(String(value));
  return "html" in value ? value.html : value.map(({ html }) => html).join("");
}

/** A template whose values are escaped, whatever they hold; `Html` values stand as they are. */
export function html(texts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { html: texts.map((text, i) => (i === 0 ? text : render(values[i - 1]!) + text)).join("") };
}

/** A table: headings, then rows; numbers to the right by the class of their cell. */
export function table(
  headings: readonly string[],
  rows: readonly (readonly Value[])[],
  textColumns = 1,
): Html {
  const kind = (column: number): string => (column < textColumns ? "text" : "number");
  return html`<table>
    <thead>
      <tr>
        ${headings.map((heading, i) => html`<th scope="col" class="${kind(i)}">${heading}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            ${row.map((value, i) => html`<td class="${kind(i)}">${value}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}
