import { expose } from "comlink";
import { probeBackends } from "../src/adapters/tfjs/browser-backends.ts";

expose({ probe: probeBackends });
