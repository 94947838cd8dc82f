import { z } from 'zod';
import type { JsonObject } from '../shared/model/json.ts';
import { answerSchemas } from '../shared/report/answer-schema.ts';
import { requestSchema } from '../shared/scope/request.ts';

/** The description of manual-repair, made from the schemas that check its requests. */
export function openApi(): JsonObject {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Underpin manual repair',
      version: 'v1',
      description: 'Ask for a plan, read it, and have exactly that plan applied by its hash.',
    },
    security: [{ identityToken: [] }],
    paths: { '/': { post: repairOperation() } },
    components: {
      schemas: { Request: schemaOf(requestSchema), ...mapped(answerSchemas, schemaOf) },
      securitySchemes: {
        identityToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'A Google identity token whose audience is this function, of an account that may ask.',
        },
      },
    },
  };
}

function repairOperation(): JsonObject {
  return {
    operationId: 'repair',
    summary: 'Plan a repair, or apply a plan',
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Request' } } },
    },
    responses: {
      200: answer('The plan, or what came of the one that was applied', ['Plan', 'Outcomes']),
      400: answer('A field of the request is wrong', ['Problem']),
      401: answer('No identity token, or one that is not valid here', ['Problem']),
      403: answer('The account may not ask, or nothing may be applied here', ['Problem']),
      404: answer('Nothing is declared under that name', ['Problem']),
      405: answer('Only POST is served', ['Problem']),
      409: answer('Not applied: the live state moved since the plan was made, or the plan is too old', ['Moved']),
      413: answer('The body is over 256 KiB', ['Problem']),
      415: answer('The body is not JSON', ['Problem']),
      503: {
        ...answer('Not now: another run is at work, or something needed cannot be read', ['Problem']),
        headers: { 'Retry-After': { schema: { type: 'integer' }, description: 'Seconds.' } },
      },
    },
  };
}

function answer(description: string, schemas: (keyof typeof answerSchemas)[]): JsonObject {
  const references = schemas.map((name) => ({ $ref: `#/components/schemas/${name}` }));
  const [first] = references;
  const schema = references.length === 1 && first ? first : { oneOf: references };
  const asText = { schema: { type: 'string' } };
  return { description, content: { 'application/json': { schema }, 'text/plain': asText, 'text/html': asText } };
}

function schemaOf(schema: z.ZodType): JsonObject {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' });
  return rest as JsonObject;
}

function mapped<T, U>(from: Record<string, T>, change: (one: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(from).map(([name, one]) => [name, change(one)]));
}
