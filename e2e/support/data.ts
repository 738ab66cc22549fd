import path from "node:path";
import { fileURLToPath } from "node:url";

export const projectRoot = fileURLToPath(new URL("../..", import.meta.url));
/** Folder of the real data (`f3/`, `segy-zoo/`): `GEOPHONE_DATA`, or `../shared/data` beside the project. */
export const dataFolder = process.env["GEOPHONE_DATA"] ?? path.join(projectRoot, "../shared/data");
/** The Python yardstick beside the data. */
export const yardstick = path.join(dataFolder, "../peers/python_pipeline.py");
export const f3 = (file: string): string => path.join(dataFolder, "f3", file);
