import { z } from "zod";

/**
 * What OpenAPI 3.1.0 (sections 4.8.1 to 4.8.30) allows and asks of a document with paths, bodies and security schemes, and no more
 * than this server has use for: a field that is not named here, or one that is missing, is a fault.
 */
const text = z.string().min(1);
const jsonSchema = z.union([z.boolean(), z.record(z.string(), z.unknown())]);

const mediaType = z
  .strictObject({
    schema: jsonSchema.optional(),
    example: z.unknown().optional(),
    examples: z.record(text, z.unknown()).optional(),
  })
  .refine(({ example, examples }) => example === undefined || examples === undefined, "example or examples");
// A key is a media type or a range of them.
const content = z.record(z.string().regex(/^[\w.+*-]+\/[\w.+*-]+$/), mediaType);

const header = z.strictObject({
  description: text.optional(),
  required: z.boolean().optional(),
  schema: jsonSchema,
});
const response = z.strictObject({
  description: z.string(),
  headers: z.record(text, header).optional(),
  content: content.optional(),
});
const parameter = z
  .strictObject({
    name: text,
    in: z.enum(["query", "header", "path", "cookie"]),
    description: text.optional(),
    required: z.boolean().optional(),
    schema: jsonSchema,
    example: z.unknown().optional(),
  })
  .refine((one) => one.in !== "path" || one.required, "a path parameter is required");
const securityRequirement = z.record(text, z.array(text));

const operation = z.strictObject({
  operationId: text,
  summary: text,
  description: text.optional(),
  parameters: z.array(parameter).optional(),
  requestBody: z
    .strictObject({
      description: text.optional(),
      content: content.refine((one) => Object.keys(one).length > 0),
      required: z.boolean().optional(),
    })
    .optional(),
  responses: z
    .record(z.string().regex(/^([1-5](\d\d|XX)|default)$/), response)
    .refine((one) => Object.keys(one).length > 0, "at least one response"),
  security: z.array(securityRequirement).optional(),
});

export const openApi31 = z
  .strictObject({
    openapi: z.string().regex(/^3\.1\.\d+$/),
    info: z.strictObject({ title: text, version: text, description: text.optional() }),
    servers: z.array(z.strictObject({ url: text })).optional(),
    paths: z.record(
      z.string().startsWith("/"),
      z.strictObject({ get: operation.optional(), post: operation.optional() }),
    ),
    components: z
      .strictObject({
        schemas: z.record(z.string().regex(/^[\w.-]+$/), jsonSchema).optional(),
        securitySchemes: z
          .record(
            z.string().regex(/^[\w.-]+$/),
            z.strictObject({ type: z.literal("http"), scheme: z.literal("bearer") }),
          )
          .optional(),
      })
      .optional(),
    security: z.array(securityRequirement).optional(),
  })
  .superRefine((document, context) => {
    const fault = (message: string): void => {
      context.addIssue({ code: "custom", message });
    };
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    if (new Set(operations.map(({ operationId }) => operationId)).size !== operations.length)
      fault("operationId is to be unique");
    const schemes = document.components?.securitySchemes ?? {};
    for (const requirement of [document, ...operations].flatMap(({ security = [] }) => security))
      for (const name of Object.keys(requirement))
        if (!(name in schemes)) fault(`there is no security scheme ${name}`);
  });
