import { expect, it } from "vitest";
import { describeWithBrowser } from "../support/app.ts";
import { temporaryFolder } from "../support/cli.ts";
import { describeWithData } from "../support/peers.ts";
import { expectParity } from "./parity.ts";

describeWithData("one answer everywhere", () => {
  describeWithBrowser("(in Chromium too)", () => {
    it("to a thousand windows of F3, whichever way they come in; ten thousand are a heavy test", async () => {
      expect(await expectParity(await temporaryFolder(), 29)).toBe(1015);
    });
  });
});
