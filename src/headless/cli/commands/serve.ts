import { availableParallelism } from "node:os";
import path from "node:path";
import { Command } from "commander";
import { InputError } from "../../../pipeline/errors.ts";
import { scorerProgram } from "../../scorer/scorer-program.ts";
import { commaList, oneOf, positiveNumber, runCommand, wholeNumber, withJson } from "../command.ts";
import { codeVersion } from "../node-ports.ts";
import { printResult } from "../output.ts";
import { trustFrom, withTrust, type TrustOptions } from "./trust-options.ts";

interface ServeOptions extends TrustOptions {
  readonly bundle: string;
  readonly host: string;
  readonly port: number;
  readonly keyFile?: string;
  readonly allowedHosts?: readonly string[];
  readonly root?: string;
  readonly scorers?: number;
  readonly maxBodyMib: number;
  readonly maxSegyMib?: number;
  readonly requestsPerMinute?: number;
  readonly proveEveryS: number;
  readonly requestTimeoutS: number;
  readonly drainS: number;
  readonly log: "silent" | "error" | "warn" | "info" | "debug";
  readonly json?: boolean;
}

/** Half of what one server is built to answer (2,000 a second): no key alone leaves the others nothing. */
const requestsPerMinuteOfAKey = 60_000;

export const serveCommand = (): Command =>
  withJson(
    withTrust(
      new Command("serve")
        .description(
          "answer scoring requests over HTTP with a bundle; SIGHUP reads the bundle again, SIGTERM drains",
        )
        .requiredOption("--bundle <zip>", "the bundle to score with")
        .option(
          "--host <address>",
          "where to listen; anything but this machine itself needs --key-file",
          "127.0.0.1",
        )
        .option("--port <number>", "0: any that is free", wholeNumber(0), 8000)
        .option("--key-file <file>", "keys that are answered, as geophone serve-key writes them")
        .option(
          "--allowed-hosts <names>",
          "further names that requests may call this server by, without keys",
          commaList,
        )
        .option("--root <folder>", "where /batch_predict may read and write")
        .option("--scorers <n>", "scoring processes; default: one for each core but one", wholeNumber(1))
        .option("--max-body-mib <n>", "largest body", positiveNumber, 8)
        .option("--max-segy-mib <n>", "largest SEG-Y body; default: as other bodies", positiveNumber)
        .option(
          "--requests-per-minute <n>",
          `of one key, or of one address where there are no keys; 0: no bound (default: ${requestsPerMinuteOfAKey} with keys, none without)`,
          wholeNumber(0),
        )
        .option(
          "--prove-every-s <n>",
          "how often the golden windows are scored again, in every process",
          positiveNumber,
          30,
        )
        .option(
          "--request-timeout-s <n>",
          "a request that takes longer to come is dropped",
          positiveNumber,
          30,
        )
        .option("--drain-s <n>", "after SIGTERM, work that takes longer is given up", positiveNumber, 30)
        .option(
          "--log <level>",
          "silent, error, warn, info or debug",
          oneOf("silent", "error", "warn", "info", "debug"),
          "info",
        ),
    ),
  ).action((options: ServeOptions) =>
    runCommand(options.json ?? false, async (ports) => {
      if (options.port > 65_535)
        throw new InputError("port-invalid", `there is no port ${options.port}`, {
          advice: "Ports end at 65535.",
        });
      // Loaded on demand: no other command needs an HTTP server.
      const [{ runServer }, { KeyRing }] = await Promise.all([
        import("../../server/run-server.ts"),
        import("../../server/keys.ts"),
      ]);
      const {
        host,
        port,
        keyFile,
        allowedHosts = [],
        root,
        maxBodyMib,
        maxSegyMib = maxBodyMib,
        // Without keys all who come through one proxy would share one count.
        requestsPerMinute = keyFile === undefined ? 0 : requestsPerMinuteOfAKey,
      } = options;
      await runServer({
        bundleFile: path.resolve(options.bundle),
        trust: await trustFrom(options),
        scorer: scorerProgram(),
        scorers: options.scorers ?? Math.max(1, availableParallelism() - 1),
        codeVersion,
        maxBodyBytes: Math.round(maxBodyMib * 2 ** 20),
        maxSegyBytes: Math.round(maxSegyMib * 2 ** 20),
        ...(root !== undefined && { root: path.resolve(root) }),
        ...(keyFile !== undefined && { keys: await KeyRing.read(path.resolve(keyFile)) }),
        allowedHosts: [...allowedHosts, host],
        ...(requestsPerMinute > 0 && { requestsPerMinute }),
        proveEveryMs: options.proveEveryS * 1000,
        requestTimeoutMs: options.requestTimeoutS * 1000,
        drainLimitMs: options.drainS * 1000,
        logLevel: options.log,
        now: () => ports.now(),
        host,
        port,
        onReady: ({ models: { current } }, address) => {
          const { model, evaluation } = current.bundle;
          const { macroF1, baselines } = evaluation;
          printResult(
            options.json ?? false,
            {
              address,
              pid: process.pid,
              modelVersion: current.version,
              family: model.classifier.family,
              classes: model.classes,
              input: model.input,
              scores: {
                macroF1,
                timeOnly: baselines.timeOnly.macroF1,
                majority: baselines.majority.macroF1,
                inflated: evaluation.inflated,
              },
            },
            () => [
              `${address}  ${model.classifier.family}, ${model.classes.join(", ")}, bundle ${current.version}`,
              `macro-F1 ${macroF1.toFixed(3)} on its test rows; time only ${baselines.timeOnly.macroF1.toFixed(3)}, majority ${baselines.majority.macroF1.toFixed(3)}${evaluation.inflated ? " (INFLATED: random split)" : ""}`,
              `try it at ${address}/docs; Ctrl-C stops it`,
            ],
          );
        },
      });
    }),
  );

export const serveKeyCommand = (): Command =>
  withJson(
    new Command("serve-key")
      .description("make a key for geophone serve; it is shown once, and its hash is kept")
      .argument("<name>", "whose key it is")
      .requiredOption("--key-file <file>", "where hashes are kept; made where it is missing")
      .option("--admin", "may also load another bundle"),
  ).action((name: string, options: { keyFile: string; admin?: boolean; json?: boolean }) =>
    runCommand(options.json ?? false, async (ports) => {
      const { addKey } = await import("../../server/keys.ts");
      const key = await addKey(path.resolve(options.keyFile), {
        name,
        admin: options.admin ?? false,
        createdAt: ports.now(),
      });
      printResult(options.json ?? false, { name, key }, () => [
        key,
        `the key of ${name}: it is not shown again`,
      ]);
    }),
  );
