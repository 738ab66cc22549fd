import { Socket } from "node:net";
import { serveScorer } from "../../adapters/node/scoring/serve-scorer.ts";

// Ctrl-C in a terminal goes to every process of it; the one that started this one decides, and closes the pipe.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => undefined);

await serveScorer(new Socket({ fd: 3, readable: true, writable: true }));
process.exit();
