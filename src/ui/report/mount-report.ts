import { parseInert } from "../shared/parse-inert.ts";

/** What a report is made of; anything else in it is dropped. */
const elements = new Set(
  (
    "main header section h1 h2 h3 p div span b small ul li table thead tbody tr th td figure figcaption code br " +
    "svg g line rect circle text tspan path image title polyline"
  ).split(" "),
);
const attributes = new Set(
  (
    "class scope x y x1 x2 y1 y2 cx cy r width height viewBox transform d points text-anchor dominant-baseline " +
    "preserveAspectRatio role aria-label colspan"
  ).split(" "),
);
const picture = /^data:image\/png;base64,[A-Za-z0-9+/=]+$/;

function copyInto(target: Node, source: Element, document: Document): void {
  for (const node of source.childNodes) {
    if (node instanceof Text) target.appendChild(document.createTextNode(node.data));
    if (!(node instanceof Element) || !elements.has(node.localName)) continue;
    const copy = document.createElementNS(node.namespaceURI, node.localName);
    for (const { name, value } of node.attributes) {
      if (attributes.has(name)) copy.setAttribute(name, value);
      if (name === "href" && node.localName === "image" && picture.test(value))
        copy.setAttribute(name, value);
      if (name === "data-style" && (copy instanceof HTMLElement || copy instanceof SVGElement))
        copy.style.cssText = value;
    }
    copyInto(copy, node, document);
    target.appendChild(copy);
  }
}

/**
 * Shows a report inside the page, in a shadow tree with the report's own style: known elements and attributes are copied one
 * by one, nothing is run. The report's colours follow the app's theme.
 */
export function mountReport(host: HTMLElement, html: string): void {
  // The page's policy blocks style elements and attributes, in parsing too; styles set from script are not blocked.
  const style = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? "";
  const parsed = parseInert(html.replace(/<style>.*?<\/style>/s, "").replaceAll(' style="', ' data-style="'));
  const shadow = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    style
      .replaceAll(":root", ":host")
      .replaceAll("body {", ".body {")
      .replace(
        "@media (prefers-color-scheme: dark) { :host {",
        "@media screen { :host-context([data-theme=dark]) {",
      ),
  );
  shadow.adoptedStyleSheets = [sheet];
  const body = document.createElement("div");
  body.className = "body";
  copyInto(body, parsed.body, document);
  shadow.replaceChildren(body);
}
