import { describe, expect, it } from "vitest";
import type { SectionView } from "../../services/section-contract.ts";
import { LayerKeeper } from "./layer-keeper.ts";
import type { AmplitudeBitmap, OverlayBitmap } from "./sections-client.ts";

const sectionOf = (key: string): SectionView => ({ key }) as SectionView;

function pictures() {
  const closed: string[] = [];
  const picture = (name: string): OverlayBitmap & AmplitudeBitmap => ({
    bitmap: { close: () => void closed.push(name) } as ImageBitmap,
    width: 1,
    height: 1,
    rowStride: 1,
    legend: [],
    covered: 1,
    range: { low: -1, high: 1 },
  });
  return { closed, picture };
}

describe("the keeper of a section's pictures", () => {
  const [a, b] = [sectionOf("a"), sectionOf("b")];

  it("shows no closed picture after a section went and came again", () => {
    const { closed, picture } = pictures();
    const keeper = new LayerKeeper();
    keeper.setAmplitude(a, picture("first"));
    keeper.drawn(keeper.layer());
    keeper.clear();
    expect(keeper.layer()).toBeUndefined();
    expect(closed).toEqual([]);
    keeper.drawn(keeper.layer());
    expect(closed).toEqual(["first"]);
    const second = picture("second");
    keeper.setAmplitude(a, second);
    keeper.drawn(keeper.layer());
    expect(keeper.layer()).toEqual({ section: a, amplitude: second });
    expect(closed).toEqual(["first"]);
  });

  it("keeps the last whole layer open until the next section's amplitudes are there", () => {
    const { closed, picture } = pictures();
    const keeper = new LayerKeeper();
    keeper.setAmplitude(a, picture("a"));
    keeper.setOverlay("a", picture("over a"));
    keeper.drawn(keeper.layer());
    // The overlay of the next section is often the quicker one.
    const over = picture("over b");
    keeper.setOverlay("b", over);
    keeper.drawn(keeper.layer());
    expect(keeper.layer()?.section).toBe(a);
    expect(closed).toEqual([]);
    keeper.setAmplitude(b, picture("b"));
    expect(keeper.layer()).toMatchObject({ section: b, overlay: over });
    keeper.drawn(keeper.layer());
    expect(closed.toSorted()).toEqual(["a", "over a"]);
  });

  it("keeps the overlay when the amplitudes are painted in other colours, and the other way round", () => {
    const { closed, picture } = pictures();
    const keeper = new LayerKeeper();
    const over = picture("over");
    keeper.setAmplitude(a, picture("grey"));
    keeper.setOverlay("a", over);
    keeper.setAmplitude(a, picture("red"));
    expect(keeper.layer()?.overlay).toBe(over);
    keeper.drawn(keeper.layer());
    expect(closed).toEqual(["grey"]);
    keeper.dropOverlay();
    keeper.drawn(keeper.layer());
    expect(closed).toEqual(["grey", "over"]);
    expect(keeper.layer()).not.toHaveProperty("overlay");
  });

  it("closes nothing that is still drawn when a newer layer waits, and overlays that nobody saw at once", () => {
    const { closed, picture } = pictures();
    const keeper = new LayerKeeper();
    keeper.setAmplitude(a, picture("1"));
    const drawn = keeper.layer();
    keeper.setAmplitude(a, picture("2"));
    keeper.drawn(drawn);
    expect(closed).toEqual([]);
    keeper.drawn(keeper.layer());
    expect(closed).toEqual(["1"]);
    keeper.setOverlay("b", picture("early"));
    keeper.clear();
    expect(closed).toEqual(["1", "early"]);
  });

  it("tells who listens", () => {
    const { picture } = pictures();
    const keeper = new LayerKeeper();
    let told = 0;
    const stop = keeper.listen(() => told++);
    keeper.setAmplitude(a, picture("a"));
    keeper.clear();
    keeper.clear();
    stop();
    keeper.setAmplitude(a, picture("a"));
    expect(told).toBe(2);
  });
});
