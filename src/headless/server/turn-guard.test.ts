import { expect, it } from "vitest";
import { TurnGuard } from "./turn-guard.ts";

/** A guard, and how many of some requests it admits that take so long each; `share` is how much of that is work. */
function guarded(): (requests: number, msEach: number, share?: number) => number {
  const clock = { passed: 0, worked: 0 };
  const guard = new TurnGuard(40, { passed: () => clock.passed, worked: () => clock.worked });
  return (requests, msEach, share = 1) => {
    let admitted = 0;
    for (let i = 0; i < requests; i++) {
      if (guard.admits()) admitted++;
      clock.passed += msEach;
      clock.worked += msEach * share;
    }
    return admitted;
  };
}
const nextTurn = (): Promise<void> => new Promise(setImmediate);

it("works off what came in one turn for a while, and starts anew with the next turn", async () => {
  const admit = guarded();
  expect(admit(1000, 0.5)).toBe(80);
  expect(admit(1, 0)).toBe(0);
  await nextTurn();
  // A slow one does not turn away the few that came with it.
  expect(admit(10, 100)).toBe(10);
  await nextTurn();
  expect(admit(100, 100)).toBe(32);
});

it("takes no stall for a flood, and a flood beside other work for one", async () => {
  const admit = guarded();
  // Somebody else has the core for 200 ms, at the first request.
  expect(admit(1, 200, 0) + admit(63, 0.25)).toBe(64);
  await nextTurn();
  // Somebody else has it for three quarters of the time: half of the budget is worked, which takes 80 ms.
  expect(admit(1000, 0.5, 0.25)).toBe(160);
});
