import type { Page } from "playwright-core";

/** What differs from run to run, and what stands in its place in a kept picture. */
const volatile: readonly [pattern: string, replacement: string][] = [
  ["\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d(:[\\d.]+Z)?", "2026-01-01 00:00"],
  ["\\b[0-9a-f]{10,64}\\b", "0123456789"],
  ["0\\.\\d+\\.\\d+\\+\\w+", "0.0.0"],
  ["\\d+\\.\\d s\\b", "0.0 s"],
  ["[\\d.]+ ms, scoring alone", "1.0 ms, scoring alone"],
  ["\\d+ training steps a second", "100 training steps a second"],
  ["The whole site takes [^,]+,", "The whole site takes 50 MB,"],
  ["[\\d.]+ MB of [\\d.]+ MB", "10 MB of 50 MB"],
];

/** The window as a picture, with clocks, hashes and speeds made the same each time. */
export async function stillPicture(page: Page): Promise<Buffer> {
  await page.mouse.move(0, 0);
  await page.evaluate((rules) => {
    const roots: Node[] = [document.body];
    for (const host of document.querySelectorAll("*")) if (host.shadowRoot) roots.push(host.shadowRoot);
    for (const root of roots) {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        let text = node.nodeValue ?? "";
        for (const [pattern, replacement] of rules)
          text = text.replaceAll(new RegExp(pattern, "g"), replacement);
        if (text !== node.nodeValue) node.nodeValue = text;
      }
    }
  }, volatile);
  return page.screenshot({ animations: "disabled", caret: "hide" });
}
