import { describe, expect, it } from "vitest";
import { rootsOfUnity } from "./roots-of-unity.ts";

describe("rootsOfUnity", () => {
  it.each([1, 2, 3, 7, 8, 64, 462, 1500, 10007])(
    "agrees with the platform's sine and cosine, order %i",
    (order) => {
      const { cos, sin } = rootsOfUnity(order);
      let worst = 0;
      for (let k = 0; k < order; k++) {
        const angle = (2 * Math.PI * k) / order;
        worst = Math.max(worst, Math.abs(cos[k]! - Math.cos(angle)), Math.abs(sin[k]! - Math.sin(angle)));
      }
      // The angle given to Math.cos is itself rounded: up to 2π units of 2⁻⁵³.
      expect(worst).toBeLessThan(1.2e-15);
    },
  );

  it("is exact on the axes and exactly symmetric", () => {
    const { cos, sin } = rootsOfUnity(64);
    expect([cos[0], cos[16], cos[32], cos[48]]).toEqual([1, 0, -1, 0]);
    expect([sin[0], sin[16], sin[32], sin[48]]).toEqual([0, 1, 0, -1]);
    for (let k = 1; k < 64; k++) {
      expect(cos[64 - k]).toBe(cos[k]);
      expect(sin[64 - k]).toBe(0 - sin[k]!);
      expect(cos[k]).toBe(sin[(k + 16) % 64]);
    }
  });
});
