import { expect, it } from "vitest";
import { LateWorker } from "./late-worker.ts";

it("starts with the first message, once, and hears what was listened for before", () => {
  const started: EventTarget[] = [];
  const posted: unknown[] = [];
  const late = new LateWorker(() => {
    const worker = Object.assign(new EventTarget(), {
      postMessage: (message: unknown) => posted.push(message),
    });
    started.push(worker);
    return worker as unknown as Worker;
  });
  const heard: string[] = [];
  const early = (): number => heard.push("early");
  const gone = (): number => heard.push("gone");
  late.addEventListener("message", early);
  late.addEventListener("message", gone);
  late.removeEventListener("message", gone);
  expect(started).toHaveLength(0);
  late.postMessage("first");
  late.postMessage("second");
  late.begin();
  expect(started).toHaveLength(1);
  expect(posted).toEqual(["first", "second"]);
  late.addEventListener("message", () => heard.push("late"));
  started[0]!.dispatchEvent(new Event("message"));
  expect(heard).toEqual(["early", "late"]);
});
