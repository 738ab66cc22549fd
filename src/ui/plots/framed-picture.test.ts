import { expect, it } from "vitest";
import { framedPicture } from "./framed-picture.ts";
import { wordsInLines } from "./words-in-lines.ts";

it("breaks words into lines and loses none", () => {
  const text = "features 1a2b · 20 000 of 1 230 000 windows, drawn at random, seed 7";
  const lines = wordsInLines(text, 24);
  expect(lines.join(" ")).toBe(text);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(24);
  expect(wordsInLines("a-word-longer-than-the-line b", 5)).toEqual(["a-word-longer-than-the-line", "b"]);
});

it("puts a chart between its title and what it was made from", () => {
  const look = { ground: "#fff", ink: "#000", dim: "#555", font: '"Inter Variable", sans-serif' };
  const chart = '<svg class="main-svg" width="300" height="200"><path d="M0,0"/></svg>';
  const size = { width: 300, height: 200 };
  const { svg, width, height } = framedPicture(
    chart,
    size,
    { title: "a < b & c", footer: "from here" },
    look,
  );
  expect([width, height]).toEqual([300, 26 + 200 + 13 + 8]);
  expect(svg).toContain(`width="300" height="${height}"`);
  expect(svg).toContain("a &#60; b &#38; c</text>");
  expect(svg).toContain('<svg y="26" class="main-svg" width="300" height="200"><path d="M0,0"/></svg>');
  expect(svg.indexOf("from here")).toBeGreaterThan(svg.indexOf("main-svg"));
  expect(svg).toContain('font-family="&#34;Inter Variable&#34;, sans-serif"');
});
