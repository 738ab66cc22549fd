// The policy of the app's own addresses. The header allows one policy, "app": this is where it is made, once.
// It can bless script addresses and nothing else: no HTML and no script text gets into the page from a string.

interface ScriptUrlPolicy {
  createScriptURL(url: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptUrlPolicy;
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

const rules = { createScriptURL: sameOriginAddress };
const policy: ScriptUrlPolicy = globalThis.trustedTypes?.createPolicy("app", rules) ?? rules;

/**
 * The address of a worker, checked and blessed for `new Worker` and `serviceWorker.register`.
 * A TrustedScriptURL, typed as the string that those functions are declared to take.
 * @throws TypeError for another origin
 */
export const trustedScriptUrl = (url: string): string => policy.createScriptURL(url);
