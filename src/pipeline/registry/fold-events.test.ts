import { describe, expect, it } from "vitest";
import { describeVersion, moveToStage, removeAlias, requirePredecessor, rollBack, setAlias } from "./acts.ts";
import type { EventContent } from "./event-log.ts";
import { eventProblems } from "./event-problems.ts";
import { foldEvents, versionStateOf, type RegistryState } from "./fold-events.ts";
import type { GateResult, RegistryEvent, Stage } from "./registry-event.ts";

const numbers = [1, 2, 3, 4];
const subject = (version: number) => ({ version, runId: `run-${version}` });
const passed: GateResult[] = [{ gate: "golden-windows", passed: true, message: "5 golden windows." }];
const failed: GateResult[] = [
  ...passed,
  { gate: "baselines", passed: false, message: "Macro-F1 0.400 is not above." },
  { gate: "owner-note", passed: false, message: "There is no note." },
];

/** A history in the making: each act is decided over what those before it left. */
class History {
  readonly events: RegistryEvent[] = [];
  get state(): RegistryState {
    return foldEvents(numbers, this.events);
  }
  add(act: (state: RegistryState) => EventContent): this {
    const sequence = this.events.length + 1;
    this.events.push({ ...act(this.state), sequence, at: `day ${sequence}`, who: "Ada" });
    return this;
  }
  move(version: number, to: Stage): this {
    return this.add((state) => moveToStage(state, subject(version), { to, gates: passed, note: "better" }));
  }
  back(): this {
    return this.add((state) =>
      rollBack(state, subject(requirePredecessor(state)), { gates: passed, reason: "worse" }),
    );
  }
  get stages(): string {
    return this.state.versions.map(({ stage }) => stage[0]).join("");
  }
}

describe("stages", () => {
  it("begin at None, also where no event tells of a version, and follow the moves", () => {
    const history = new History();
    expect(history.state).toEqual({
      versions: numbers.map((version) => ({ version, stage: "None", aliases: [] })),
      production: undefined,
      predecessor: undefined,
      aliases: [],
    });
    history.move(2, "Staging").move(3, "Staging").move(3, "Archived").move(2, "None").move(4, "Staging");
    expect(history.stages).toBe("NNAS");
  });

  it("have one version in Production at most: another archives it, and says so", () => {
    const history = new History().move(1, "Production").move(2, "Production");
    expect(history.stages).toBe("APNN");
    expect(history.events[1]).toMatchObject({ from: "None", to: "Production", replaced: 1 });
    expect(history.events[0]).not.toHaveProperty("replaced");
    history.move(2, "Staging");
    expect(history.state.production).toBeUndefined();
    expect(history.move(3, "Production").events.at(-1)).not.toHaveProperty("replaced");
  });

  it("refuse a move that changes nothing or has no reason", () => {
    const { state } = new History().move(1, "Archived");
    const move = { to: "Archived", gates: [], note: "again" } as const;
    expect(() => moveToStage(state, subject(1), move)).toThrow("at stage Archived already");
    for (const note of [undefined, "", "  \n"])
      expect(() => moveToStage(state, subject(1), { to: "None", gates: [], note })).toThrow(
        expect.objectContaining({ code: "reason-missing" }),
      );
  });

  it("stay where gates fail, unless a person gives a reason that is kept with what the gates said", () => {
    const { state } = new History();
    const refused = { to: "Production", gates: failed, note: "" } as const;
    for (const override of [undefined, " "])
      expect(() => moveToStage(state, subject(1), { ...refused, override })).toThrow(
        expect.objectContaining({
          code: "gate-refused",
          message:
            "model version 1 → Production is refused by 2 of 3 gates: baselines: Macro-F1 0.400 is not above; owner-note: There is no note",
          advice: expect.stringMatching(/Train on more lines.*Say why.*Or override/) as string,
        }),
      );
    expect(moveToStage(state, subject(1), { ...refused, override: "the client asked" })).toEqual({
      action: "moved",
      version: 1,
      runId: "run-1",
      from: "None",
      to: "Production",
      reason: "the client asked",
      gates: failed,
      overridden: true,
      overrideReason: "the client asked",
    });
    // A reason to override that was not needed is none.
    expect(
      moveToStage(state, subject(1), { to: "Staging", gates: passed, note: "good", override: "anyway" }),
    ).toMatchObject({ overridden: false, reason: "good" });
  });
});

describe("a rollback", () => {
  it("brings back what was displaced, twice goes further back, and refuses where there is none", () => {
    const history = new History().move(1, "Production").move(2, "Production").move(3, "Production");
    expect(history.state.predecessor).toBe(2);
    expect(history.back().stages).toBe("APAN");
    expect(history.events.at(-1)).toMatchObject({
      action: "rolled-back",
      version: 2,
      from: "Archived",
      to: "Production",
      replaced: 3,
      reason: "worse",
    });
    expect(history.back().stages).toBe("PAAN");
    expect(() => history.back()).toThrow(
      expect.objectContaining({
        code: "no-predecessor",
        message: expect.stringContaining("model version 1 displaced no other") as string,
      }),
    );
    // From there on as ever.
    expect(history.move(4, "Production").back().stages).toBe("PAAA");
  });

  it("follows the history where a version came twice, and where Production was emptied by hand", () => {
    const history = new History().move(1, "Production").move(2, "Production").move(1, "Production");
    expect(history.back().state.production).toBe(2);
    expect(history.back().state.production).toBe(1);
    const emptied = new History().move(1, "Production").move(2, "Production").move(2, "Archived");
    expect(emptied.back().stages).toBe("PANN");
    expect(emptied.events.at(-1)).not.toHaveProperty("replaced");
    expect(() => new History().back()).toThrow("no version was in Production");
  });

  it("needs a reason, golden windows, and a Production that is still the one that was looked at", () => {
    const { state } = new History().move(1, "Production").move(2, "Production");
    expect(() => rollBack(state, subject(1), { gates: passed, reason: " " })).toThrow("needs a reason");
    expect(() => rollBack(state, subject(1), { gates: failed, reason: "worse" })).toThrow(
      expect.objectContaining({ code: "gate-refused" }),
    );
    expect(() => rollBack(state, subject(3), { gates: passed, reason: "worse" })).toThrow(
      expect.objectContaining({ code: "registry-changed" }),
    );
  });
});

describe("aliases and texts", () => {
  it("point at one version each, wander, and go", () => {
    const history = new History()
      .add((state) => setAlias(state, subject(1), "champion"))
      .add((state) => setAlias(state, subject(1), "a-2"))
      .add((state) => setAlias(state, subject(2), "champion", "won"));
    expect(history.events[2]).toMatchObject({ action: "alias-set", replaced: 1, reason: "won" });
    expect(history.state.aliases).toEqual([
      { alias: "a-2", version: 1 },
      { alias: "champion", version: 2 },
    ]);
    expect(versionStateOf(history.state, 2).aliases).toEqual(["champion"]);
    expect(() => setAlias(history.state, subject(2), "champion")).toThrow("already");
    expect(() => removeAlias(history.state, subject(1), "champion")).toThrow("meanwhile");
    history.add((state) => removeAlias(state, subject(2), "champion"));
    expect(history.state.aliases).toEqual([{ alias: "a-2", version: 1 }]);
    expect(() => removeAlias(history.state, subject(2), "champion")).toThrow(
      expect.objectContaining({ code: "alias-unknown", advice: "There are a-2." }),
    );
  });

  it("have names that mean nothing else", () => {
    const { state } = new History();
    for (const name of ["Champion", "1", "-a", "", "a b", "latest", "production", "none", "v2", "__proto__"])
      expect(() => setAlias(state, subject(1), name)).toThrow(
        expect.objectContaining({ code: "alias-invalid" }),
      );
    expect(setAlias(state, subject(1), "v2-candidate").alias).toBe("v2-candidate");
  });

  it("keep each text until it is given anew or taken away", () => {
    const history = new History()
      .add(() => describeVersion(subject(1), { intendedUse: " Salt. ", limits: "Not here." }))
      .add(() => describeVersion(subject(1), { limits: "" }));
    expect(versionStateOf(history.state, 1)).toMatchObject({ intendedUse: "Salt." });
    expect(versionStateOf(history.state, 1).limits).toBeUndefined();
    expect(() => describeVersion(subject(1), {})).toThrow("nothing to describe");
  });
});

describe("a history that is looked over", () => {
  const versions = numbers.map((version) => ({
    ...subject(version),
    version,
    stage: "None" as const,
    registeredAt: "",
  }));
  const history = new History()
    .move(1, "Production")
    .move(2, "Production")
    .add((state) => setAlias(state, subject(1), "champion"))
    .add((state) => setAlias(state, subject(2), "champion"))
    .back()
    .move(3, "Staging");
  const codesOf = (events: readonly RegistryEvent[], known = versions): string[] =>
    eventProblems(known, events).map(({ code, path }) => `${code} ${path.slice(-6, -5)}`);

  it("has nothing wrong where nothing was touched", () => {
    expect(codesOf(history.events)).toEqual([]);
  });

  it("tells each gap, each version that is not there, each contradiction", () => {
    const without = (gone: number): RegistryEvent[] =>
      history.events.filter(({ sequence }) => sequence !== gone);
    expect(codesOf(without(3))).toEqual(["event-missing 3", "event-inconsistent 4"]);
    // The second displaced a version that no event put there; the return has nothing to return to.
    expect(codesOf(without(1))).toEqual([
      "event-missing 1",
      "event-inconsistent 2",
      "event-inconsistent 5",
      "event-inconsistent 5",
    ]);
    expect(codesOf(history.events, versions.slice(0, 2))).toEqual(["event-unknown-version 6"]);
    const changed = (sequence: number, change: Partial<RegistryEvent>): RegistryEvent[] =>
      history.events.map((event) => (event.sequence === sequence ? { ...event, ...change } : event));
    expect(codesOf(changed(6, { runId: "another" }))).toEqual(["event-other-run 6"]);
    expect(codesOf(changed(6, { from: "Archived" }))).toEqual(["event-inconsistent 6"]);
    expect(codesOf(changed(4, { replaced: 3 }))).toEqual(["event-inconsistent 4"]);
  });
});
