interface Policy {
  createScriptURL(url: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy;
}

let policy: Policy | undefined;

/** A module worker under the app's policy: its address is one that Vite made for this build. */
export function trustedWorker(address: string): Worker {
  policy ??= (globalThis as unknown as { trustedTypes: PolicyFactory }).trustedTypes.createPolicy("app", {
    createScriptURL: (url) => url,
  });
  return new Worker(policy.createScriptURL(address), { type: "module" });
}
