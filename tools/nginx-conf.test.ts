import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { z } from "zod";

const conf = readFileSync("nginx.conf", "utf8").replaceAll(/^\s*#.*$/gm, "");
const wanted = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync("tools/security-headers.json", "utf8")));

/** Directives by the blocks that they stand in, such as `http server location / add_header …`. */
function directives(): string[] {
  const found: string[] = [];
  const blocks: string[] = [];
  for (const [token] of conf.matchAll(/[{}]|(?:"[^"]*"|[^{};"])+;?/g)) {
    const text = token.trim().replaceAll(/\s+/g, " ");
    if (token === "}") blocks.pop();
    else if (token === "{") blocks.push(found.pop()?.split("\0").at(-1) ?? "");
    else if (text !== "") found.push([...blocks, text].join("\0"));
  }
  return found;
}

/** The policy of the app's own answers, and of the page that tries a scoring server out. */
function policies(): Readonly<Record<string, string>> {
  const mapped = directives().flatMap((line) => {
    const pair = /^http\0map \$uri \$policy\0(?:"([^"]*)"|(\S+)) "(.*)";$/.exec(line);
    return pair ? [[pair[1] ?? pair[2] ?? "", pair[3] ?? ""] as const] : [];
  });
  return Object.fromEntries(mapped);
}

it("sends exactly the headers that development and preview send, whatever the status", () => {
  const policy = policies()["default"];
  const sent = directives()
    .filter((line) => line.startsWith("http\0server\0add_header "))
    .map((line) => line.replace("$policy", `"${policy ?? ""}"`))
    .map((line) => /^http\0server\0add_header (\S+) "(.*)" always;$/.exec(line)?.slice(1))
    .filter((pair) => pair !== undefined);
  expect(Object.fromEntries(sent)).toEqual(wanted);
  expect(sent).toHaveLength(Object.keys(wanted).length);
});

it("has another policy for the scoring server's page alone, and one that is no wider but for what the page needs", () => {
  const { default: app = "", ...others } = policies();
  expect(Object.keys(others)).toEqual(["~^/api/docs(/|$)"]);
  const [page = ""] = Object.values(others);
  const directivesOf = (policy: string): string[] => policy.split("; ");
  expect(directivesOf(page).filter((one) => !directivesOf(app).includes(one))).toEqual([
    // The app's may compile WebAssembly and read its own blobs; this one may not.
    "script-src 'self'",
    // The one style that the page puts in.
    "style-src 'self' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='",
    "img-src 'self' data:",
  ]);
});

it("has no add_header in a location, where it would drop all the others", () => {
  const lines = directives();
  expect(lines.filter((line) => line.includes("\0location "))).not.toHaveLength(0);
  expect(lines.filter((line) => /\0location .*add_header/.test(line))).toEqual([]);
});

it("needs no rights: a port above 1024 and no user of its own", () => {
  const lines = directives().map((line) => line.split("\0").at(-1) ?? "");
  expect(lines).toContain("listen 8080;");
  expect(lines.filter((line) => line.startsWith("user "))).toEqual([]);
});
