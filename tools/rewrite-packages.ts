import type { Plugin } from "vite";

/** A change to one file of a package, so narrow that it can be read whole: `pattern` (global) becomes `replacement`. */
export interface Rewrite {
  /** Path behind `node_modules/`. */
  readonly file: string;
  readonly pattern: RegExp;
  readonly replacement: string;
  /** How often the pattern is in the file of the pinned version; another count stops the build. */
  readonly times: number;
}

/**
 * A Vite plugin that rewrites files of packages while they are built (in `worker.plugins` too, where workers use them),
 * and while the development server bundles them beforehand.
 */
export function rewritePackages(name: string, rewrites: readonly Rewrite[]): Plugin {
  const transform = (code: string, id: string): { code: string; map: null } | undefined => {
    const path = id.split("?")[0]!.replaceAll("\\", "/");
    const here = rewrites.filter(({ file }) => path.endsWith(`/node_modules/${file}`));
    if (here.length === 0) return undefined;
    let rewritten = code;
    for (const { file, pattern, replacement, times } of here) {
      const found = rewritten.match(pattern)?.length ?? 0;
      if (found !== times) throw new Error(`${name}: ${pattern} is ${found}, not ${times} times in ${file}`);
      rewritten = rewritten.replace(pattern, replacement);
    }
    return { code: rewritten, map: null };
  };
  return {
    name,
    enforce: "pre",
    transform,
    config: () => ({ optimizeDeps: { rolldownOptions: { plugins: [{ name, transform }] } } }),
  };
}
