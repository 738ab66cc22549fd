import { expect, it } from "vitest";
import { expectParity } from "../../engines/parity.ts";
import { describeWithBrowser } from "../../support/app.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { describeWithData } from "../../support/peers.ts";

describeWithData("one answer everywhere", () => {
  describeWithBrowser("(in Chromium too)", () => {
    it("to ten thousand windows of F3, whichever way they come in", async () => {
      expect(await expectParity(await temporaryFolder(), 286)).toBe(10_010);
    });
  });
});
