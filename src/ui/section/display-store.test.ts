import { afterEach, expect, it, vi } from "vitest";

/** A browser's store, as it was left. */
function withStored(text: string | undefined): Map<string, string> {
  const kept = new Map(text === undefined ? [] : [["geophone-display", text]]);
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  });
  vi.resetModules();
  return kept;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

it("keeps the settings of each survey for the next visit, and resets one alone", async () => {
  const kept = withStored(undefined);
  const first = await import("./display-store.ts");
  expect(first.displayOf("a")).toEqual(first.usualDisplay);
  first.setDisplay("a", { palette: "blue-orange", bounds: { low: -3, high: 3 } });
  first.setChain("a", { agcMs: 400 });
  first.setChain("a", { gainDb: 6 });
  first.setDisplay("b", { mode: "wiggle" });
  first.toggleStrip();

  withStored(kept.get("geophone-display"));
  const next = await import("./display-store.ts");
  expect(next.displayOf("a")).toMatchObject({
    palette: "blue-orange",
    bounds: { low: -3, high: 3 },
    chain: { agcMs: 400, gainDb: 6 },
  });
  next.resetDisplay("a");
  expect(next.displayOf("a")).toEqual(next.usualDisplay);
  expect(next.amplitudesOf(next.displayOf("a"))).toEqual({
    chain: {},
    clip: { percent: 98, isSymmetric: true },
  });
  expect(next.displayOf("b").mode).toBe("wiggle");
  next.forgetDisplays();
  expect(next.displayOf("b")).toEqual(next.usualDisplay);
});

it("leaves out what it cannot read, and names that objects have of their own", async () => {
  withStored(`{"isOpen":"no","bySurvey":{"a":{"mode":"oil"},"b":7}}`);
  const odd = await import("./display-store.ts");
  expect(odd.displayOf("a")).toEqual(odd.usualDisplay);
  expect(odd.displayOf("constructor")).toEqual(odd.usualDisplay);
  withStored("{");
  expect((await import("./display-store.ts")).displayOf("a")).toEqual(odd.usualDisplay);
});
