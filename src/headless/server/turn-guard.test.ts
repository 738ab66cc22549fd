import { expect, it } from "vitest";
import { TurnGuard } from "./turn-guard.ts";

it("works off what came in one turn for a while, and starts anew with the next turn", async () => {
  let now = 0;
  const guard = new TurnGuard(40, () => now);
  const admit = (requests: number, msEach: number): number => {
    let admitted = 0;
    for (let i = 0; i < requests; i++, now += msEach) if (guard.admits()) admitted++;
    return admitted;
  };
  expect(admit(1000, 0.5)).toBe(80);
  expect(admit(1, 0)).toBe(0);
  await new Promise(setImmediate);
  // A slow one does not turn away the few that came with it.
  expect(admit(10, 100)).toBe(10);
  await new Promise(setImmediate);
  expect(admit(100, 100)).toBe(32);
});
