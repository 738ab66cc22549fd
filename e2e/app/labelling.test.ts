import { readFile } from "node:fs/promises";
import { expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { describeWithBrowser, launchBrowser, openApp, serveApp } from "../support/app.ts";
import { geophoneJson, temporaryFolder } from "../support/cli.ts";
import { inFolder, must } from "./command-line.ts";
import { GeophoneApp } from "./geophone-app.ts";

interface Row {
  readonly inline: number;
  readonly crossline: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly name: string;
}

/** Intervals as the command writes them. */
async function rowsOf(file: string): Promise<Row[]> {
  const [head, ...lines] = (await readFile(file, "utf8")).trim().split(/\r?\n/);
  expect(head).toBe("inline,crossline,start_ms,end_ms,class");
  return lines.map((line) => {
    const [inline, crossline, startMs, endMs, name] = line.split(",");
    return {
      inline: Number(inline),
      crossline: Number(crossline),
      startMs: Number(startMs),
      endMs: Number(endMs),
      name: name!,
    };
  });
}

describeWithBrowser("labels drawn on a section", () => {
  it("are drawn, taken back, kept over a reload, saved as a version, exported and read back the same", async () => {
    const at = inFolder(await temporaryFolder());
    const served = await serveApp();
    onTestFinished(() => served.close());
    const browser = await launchBrowser({ gpu: "none" });
    onTestFinished(() => browser.close());
    const watched = await openApp(browser.context, served.url);
    const { page } = watched;
    const app = new GeophoneApp(page);
    await app.openDemo();
    const canvas = page.locator(".section-page .section-canvas[aria-busy=false]");
    await canvas.waitFor();
    await app.button("Label").click();
    await page.getByLabel("Label set to begin from").selectOption("");
    await app.button("Begin").click();
    const edits = (done: number): Promise<void> =>
      page.locator(`.label-strip [data-edits="${done}"][aria-busy=false]`).waitFor();
    await edits(0);

    /** A place of the section, in shares of the canvas, as the mouse has it and as the readout names it. */
    const place = async (across: number, down: number) => {
      const box = (await canvas.boundingBox())!;
      const [x, y] = [box.x + across * box.width, box.y + down * box.height];
      await page.mouse.move(x, y);
      const tip = page.locator(".section-tip");
      await tip.waitFor();
      const words = await page.locator(".readout-strip").innerText();
      const number = (name: string): number => {
        const found = new RegExp(`${name}\\s+([\\d.]+)`, "i").exec(words.replaceAll("\u2009", ""));
        if (!found) throw new Error(`no ${name} in "${words}"`);
        return Number(found[1]);
      };
      return { x, y, inline: number("inline"), crossline: number("crossline"), ms: number("TWT") };
    };
    type Place = Awaited<ReturnType<typeof place>>;
    const dragFrom = async (from: Place, to: Place): Promise<void> => {
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
      await page.mouse.move(to.x, to.y, { steps: 4 });
      await page.mouse.up();
    };
    /** Red minus blue of what is drawn: nothing for grey amplitudes, the class's share of it for labels. */
    const tint = ({ x, y }: Place): Promise<number> =>
      page.evaluate(
        ([px, py]) => {
          const drawn = document.querySelector<HTMLCanvasElement>(".section-page .section-canvas > canvas")!;
          const { left, top, width } = drawn.getBoundingClientRect();
          const ratio = drawn.width / width;
          const { data } = drawn
            .getContext("2d")!
            .getImageData((px - left) * ratio, (py - top) * ratio, 1, 1);
          return data[0]! - data[2]!;
        },
        [x, y] as const,
      );

    // A rectangle of the second class, orange (230, 159, 0) at an opacity of 0.45.
    const [a, b] = [await place(0.3, 0.3), await place(0.5, 0.5)];
    const inside = await place(0.4, 0.4);
    await page.keyboard.press("r");
    await page.keyboard.press("2");
    await dragFrom(a, b);
    await edits(1);
    await expect.poll(() => tint(inside)).toBeGreaterThan(0.45 * 230 - 6);
    expect(await tint(inside)).toBeLessThan(0.45 * 230 + 6);
    // A stroke of another class over it, an erased piece, a polygon and a pick beside it.
    await page.keyboard.press("b");
    await page.keyboard.press("3");
    await dragFrom(await place(0.25, 0.45), await place(0.55, 0.45));
    await edits(2);
    await page.keyboard.press("r");
    await page.keyboard.press("e");
    await dragFrom(await place(0.44, 0.25), await place(0.47, 0.6));
    await edits(3);
    await page.keyboard.press("o");
    await page.keyboard.press("2");
    for (const [across, down] of [
      [0.65, 0.3],
      [0.8, 0.35],
      [0.7, 0.5],
    ] as const) {
      const { x, y } = await place(across, down);
      await page.mouse.click(x, y);
    }
    await page.keyboard.press("Enter");
    await edits(4);
    await page.keyboard.press("k");
    await page.keyboard.press("1");
    const [c, d] = [await place(0.3, 0.7), await place(0.6, 0.8)];
    await page.mouse.click(c.x, c.y);
    await page.mouse.dblclick(d.x, d.y);
    await edits(5);

    // All of it can be taken back and done again, over a reload too.
    for (let done = 4; done >= 0; done--) {
      await page.keyboard.press("Control+z");
      await edits(done);
    }
    await expect.poll(() => tint(inside)).toBe(0);
    for (let done = 1; done <= 4; done++) {
      await page.keyboard.press("Control+y");
      await edits(done);
    }
    await page.reload();
    await app.settled();
    await canvas.waitFor();
    await app.button("Label").click();
    await edits(4);
    await app.button("Redo").click();
    await edits(5);
    await expect.poll(() => tint(inside)).toBeGreaterThan(0.45 * 230 - 6);

    // A class gets another name; then it is a version, with who and what for.
    await app.button("Classes …").click();
    const name = page.getByLabel("Name of class 2");
    await name.fill("salt");
    await name.press("Enter");
    await page.getByRole("radio", { name: /^salt/ }).waitFor();
    await page.getByLabel("Author of the labels").fill("Ada");
    await page.getByLabel("Note of the labels").fill("first look");
    await app.button("Save as a version").click();
    await page.locator(".label-strip").waitFor({ state: "detached" });
    await app.go("Storage");
    await app.save(() => app.button("Save an archive").click(), at("app.geophone.zip"));
    await watched.expectClean();

    // By the command: what was drawn is where it was drawn.
    const here = ["--workspace", at("workspace")];
    await must(["workspace", "import", at("app.geophone.zip"), ...here]);
    const sets = await geophoneJson(
      z.array(z.object({ id: z.string(), author: z.string().optional(), note: z.string().optional() })),
      ["labels", "list", ...here],
    );
    expect(sets.at(-1)).toMatchObject({ author: "Ada", note: "first look" });
    await must(["labels", "export", ...here, "--survey", "demo", "--out", at("demo.labels.csv")]);
    const rows = await rowsOf(at("demo.labels.csv"));
    expect(new Set(rows.map(({ inline }) => inline))).toEqual(new Set([a.inline]));
    const salt = rows.filter((row) => row.name === "salt" && row.crossline < b.crossline + 5);
    const across = salt.map(({ crossline }) => crossline);
    // A trace counts whose middle lies inside: at an edge that is the trace under the pointer, or the one beside it.
    expect(Math.min(...across) - a.crossline).toBeOneOf([0, 1]);
    expect(Math.max(...across) - b.crossline).toBeOneOf([0, -1]);
    for (const start of salt.map(({ startMs }) => startMs).filter((ms) => ms < a.ms + 9))
      expect(start - a.ms).toBeOneOf([0, 4]);
    expect(new Set(across).size).toBeLessThan(b.crossline - a.crossline - 2);
    // The brush went over the rectangle: there its class holds, and nothing overlaps.
    expect(rows.some((row) => row.name === "boundary")).toBe(true);
    for (const [i, row] of rows.entries())
      if (i > 0 && rows[i - 1]!.crossline === row.crossline)
        expect(row.startMs).toBeGreaterThanOrEqual(rows[i - 1]!.endMs);
    // A pick of ± 12 ms covers six or seven samples of 4 ms on each trace from its first to its last point.
    const picked = rows.filter((row) => row.name === "normal");
    for (const { startMs, endMs } of picked) expect(endMs - startMs).toBeOneOf([24, 28]);
    expect(picked.length - (d.crossline - c.crossline + 1)).toBeOneOf([0, -1, -2]);

    // Exported and read back, nothing is another.
    await must(["labels", "import", at("demo.labels.csv"), ...here]);
    const difference = await geophoneJson(z.object({ traces: z.number(), changes: z.array(z.unknown()) }), [
      "labels",
      "diff",
      sets.at(-1)!.id,
      "latest",
      ...here,
    ]);
    expect(difference).toEqual({ traces: 0, changes: [] });
  });
});
