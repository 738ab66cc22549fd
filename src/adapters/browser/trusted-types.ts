// The policy of the app's own addresses. The header allows one policy, "app": this is where it is made, once.
// It blesses script addresses, and HTML for one use alone: parsing into a document that is never shown and runs nothing.

interface Rules {
  createScriptURL(url: string): string;
  createHTML(html: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: Rules): Rules;
}
declare global {
  /** Missing in browsers without Trusted Types; there the checked address itself is used. */
  var trustedTypes: PolicyFactory | undefined;
}

function sameOriginAddress(url: string): string {
  const address = new URL(url, globalThis.location.href);
  if (address.origin !== globalThis.location.origin)
    throw new TypeError(`Scripts come from ${globalThis.location.origin} alone, not from ${address.href}.`);
  return address.href;
}

const rules: Rules = { createScriptURL: sameOriginAddress, createHTML: (html) => html };
const policy: Rules = globalThis.trustedTypes?.createPolicy("app", rules) ?? rules;

/**
 * The address of a worker, checked and blessed for `new Worker` and `serviceWorker.register`.
 * A TrustedScriptURL, typed as the string that those functions are declared to take.
 * @throws TypeError for another origin
 */
export const trustedScriptUrl = (url: string): string => policy.createScriptURL(url);

/** HTML for `parseInert` alone: typed as the string that DOMParser is declared to take. Nothing else may put HTML anywhere. */
export const htmlToParse = (html: string): string => policy.createHTML(html);
