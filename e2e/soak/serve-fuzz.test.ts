import { randomInt } from "node:crypto";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { describeWithData } from "../support/peers.ts";
import { startScoringServer } from "../support/serve.ts";
import { fuzzServer } from "./fuzz-server.ts";
import { scaled, servingMaterial, type ServingMaterial } from "./serving.ts";

const bodies = scaled(100_000, 500);
const seed = Number(process.env["GEOPHONE_SEED"] ?? randomInt(1_000_000));

describeWithData("bodies made from the served OpenAPI document", () => {
  let material: ServingMaterial;
  beforeAll(async () => {
    material = await servingMaterial();
  });
  afterAll(() => material.remove());

  it(`${bodies} of them are answered, or refused with a code`, async () => {
    const { bundle, folder } = material;
    const server = await startScoringServer({ bundle, args: ["--root", folder] });
    onTestFinished(() => void server.process.kill("SIGKILL"));
    const { answered, codes, byKind } = await fuzzServer(server, bodies, seed);
    console.log(`GEOPHONE_SEED=${seed}: ${JSON.stringify(byKind)}`);
    console.log([...codes].map(([code, count]) => `${code} ${count}`).join(", "));
    expect(answered).toBe(bodies);
    expect(server.process.exitCode, server.log().slice(-2000)).toBeNull();
    await server.close();
  });
});
