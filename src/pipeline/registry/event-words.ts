import type { RegistryEvent } from "./registry-event.ts";

/** What happened, without who and why: "version 2 Staging → Production, in place of version 1". */
export function happened({ action, version, from, to, alias, replaced }: RegistryEvent): string {
  const displaced = replaced === undefined ? "" : `, in place of version ${replaced}`;
  switch (action) {
    case "registered":
      return `version ${version} registered`;
    case "moved":
      return `version ${version} ${from ?? "?"} → ${to ?? "?"}${displaced}`;
    case "rolled-back":
      return `rolled back to version ${version}${displaced}`;
    case "alias-set":
      return `${alias ?? "?"} is version ${version}${displaced}`;
    case "alias-removed":
      return `${alias ?? "?"} is no longer version ${version}`;
    case "described":
      return `version ${version} described`;
  }
}
