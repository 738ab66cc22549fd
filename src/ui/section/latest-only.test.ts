import { expect, it } from "vitest";
import { LatestOnly } from "./latest-only.ts";

it("runs what it is given, one after the other, and only the last of what waits", async () => {
  const queue = new LatestOnly();
  const ran: number[] = [];
  const ends: (() => void)[] = [];
  const ask = (n: number): void => {
    queue.run(async () => {
      ran.push(n);
      await new Promise<void>((resolve) => ends.push(resolve));
    });
  };
  const end = async (): Promise<void> => {
    ends.shift()?.();
    await Promise.resolve();
    await Promise.resolve();
  };
  ask(1);
  ask(2);
  ask(3);
  expect(ran).toEqual([1]);
  await end();
  expect(ran).toEqual([1, 3]);
  await end();
  ask(4);
  expect(ran).toEqual([1, 3, 4]);
});
