import { htmlToParse } from "../../adapters/browser/trusted-types.ts";

/**
 * HTML as a document that has no window: no script of it runs, nothing of it is fetched. Whoever shows something of it
 * copies it, element by element.
 */
export const parseInert = (html: string): Document =>
  new DOMParser().parseFromString(htmlToParse(html), "text/html");
