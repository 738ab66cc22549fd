import { expect, it } from "vitest";
import { DrawQueue } from "./draw-queue.ts";

function queue() {
  const frames: (() => void)[] = [];
  const drawn: string[] = [];
  const own = new DrawQueue((frame) => frames.push(frame));
  const draw = (name: string) => () => void drawn.push(name);
  return { own, drawn, draw, frames, frame: () => frames.shift()?.() };
}

it("draws one place a frame, each once with what came last, in the order of asking", () => {
  const { own, drawn, draw, frame, frames } = queue();
  const [a, b] = [{}, {}];
  own.add(a, draw("a1"));
  own.add(b, draw("b"));
  own.add(a, draw("a2"));
  expect(frames).toHaveLength(1);
  frame();
  expect(drawn).toEqual(["a2"]);
  expect([own.has(a), own.has(b)]).toEqual([false, true]);
  frame();
  expect(drawn).toEqual(["a2", "b"]);
  expect(frames).toHaveLength(0);
});

it("draws nothing for a place that is gone, and goes on after a drawing that fails", () => {
  const { own, drawn, draw, frame } = queue();
  const [a, b, c] = [{}, {}, {}];
  own.add(a, draw("a"));
  own.drop(a);
  frame();
  own.add(b, () => {
    throw new Error("no");
  });
  own.add(c, draw("c"));
  expect(frame).toThrow("no");
  frame();
  expect(drawn).toEqual(["c"]);
});
