import { expect, it } from "vitest";
import {
  decodeProfile,
  encodeProfile,
  profileKind,
  suggestProfile,
  type ReadingProfile,
} from "./reading-profile.ts";
import { memorySource, MemorySink } from "./segy/memory-file.fixture.ts";
import { exportArchive, importArchive, openWorkspace } from "./workspace/contract.ts";
import { memoryStorage } from "./workspace/memory-storage.fixture.ts";

const now = (): string => "2026-01-02T00:00:00.000Z";
const profile: ReadingProfile = {
  name: "north, 1987",
  reading: { lineBytes: { inline: 9, crossline: 21 }, coordinateScalar: -100, formatCode: 1 },
  signature: { head: "0fa0 01ce 0005 0100", lines: "9 21" },
  createdAt: "2026-01-01T00:00:00.000Z",
};

it("goes with a workspace's archive, and as a file of its own", async () => {
  const here = memoryStorage();
  await (await openWorkspace(here, { create: true, now })).putRecord(profileKind, profile);
  const sink = new MemorySink();
  await exportArchive(here, sink, { codeVersion: "test" });
  const there = memoryStorage();
  await importArchive(there, memorySource("a.zip", sink.bytes()));
  const workspace = await openWorkspace(there, { create: false, now });
  expect(await workspace.listRecords(profileKind)).toEqual([profile]);
  expect(decodeProfile(encodeProfile(profile), "p.json")).toEqual(profile);
  const other = new TextEncoder().encode('{"format":"geophone-profile","version":1,"profile":{"name":"x"}}');
  expect(() => decodeProfile(other, "p.json")).toThrow(/p\.json is no profile/);
});

it("is suggested for files written alike: the newest, and never by the head alone where the lines are elsewhere", () => {
  const newer = { ...profile, name: "newer", createdAt: now() };
  const unsigned: ReadingProfile = { name: "by hand", reading: profile.reading, createdAt: now() };
  const all = [profile, newer, unsigned];
  const { head } = profile.signature!;
  expect(suggestProfile(all, { head, lines: "9 21" })?.name).toBe("newer");
  // A file that could not be opened shows its head only.
  expect(suggestProfile(all, { head })?.name).toBe("newer");
  expect(suggestProfile(all, { head, lines: "standard" })).toBeUndefined();
  expect(suggestProfile(all, { head: "07d0 01ce 0005 0100", lines: "9 21" })).toBeUndefined();
  expect(suggestProfile([unsigned], { head })).toBeUndefined();
});
