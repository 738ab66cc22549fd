import type { FastifyInstance } from "fastify";
import type { ServedModel } from "./contract.ts";
import { examplesOf, type RouteExample } from "./examples.ts";

/** As much of an OpenAPI document as examples are put into. */
interface Media {
  example?: unknown;
}
interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  servers?: readonly { readonly url: string }[];
}

/** The server's description of itself, with examples that the model in use answers. Made once for each model. */
export class OpenApiDocument {
  private made: { readonly version: string; readonly document: Document; readonly text: string } | undefined;

  constructor(
    private readonly app: FastifyInstance,
    private readonly codeVersion: string,
  ) {}

  /** As `/openapi.json` gives it. */
  async text(served: ServedModel): Promise<string> {
    return (await this.of(served)).text;
  }

  /** For the page that tries the server out, one folder below it. */
  forPage(): Document | undefined {
    return this.made && { ...this.made.document, servers: [{ url: "../" }] };
  }

  async of(served: ServedModel): Promise<{ readonly text: string }> {
    const { version } = served;
    if (this.made?.version === version) return this.made;
    const document = structuredClone(this.app.swagger()) as unknown as Document;
    for (const [path, example] of Object.entries(await examplesOf(served, this.codeVersion)))
      for (const operation of Object.values(document.paths[path] ?? {})) putInto(operation, example);
    // Wherever this document lies, the server is beside it: behind a prefix too.
    document.servers = [{ url: "./" }];
    this.made = { version, document, text: JSON.stringify(document) };
    return this.made;
  }
}

function putInto({ requestBody, responses }: Operation, { request, answer }: RouteExample): void {
  const body = requestBody?.content["application/json"];
  if (body && request !== undefined) body.example = request;
  for (const [type, value] of Object.entries(answer)) {
    const media = responses["200"]?.content?.[type];
    if (media) media.example = value;
  }
}
