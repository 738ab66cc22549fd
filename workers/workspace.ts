import { expose } from "comlink";
import { workspacePorts } from "../src/adapters/browser/workspace-ports.ts";
import type { OfferedFile } from "../src/adapters/browser/offered-file.ts";
import type { JobRequest } from "../src/services/contract.ts";
import { WorkspaceService } from "../src/services/workspace-service.ts";

expose(new WorkspaceService<OfferedFile>(workspacePorts<JobRequest>()));
