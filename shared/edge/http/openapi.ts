/** The OpenAPI 3.1 document, made from the route table and the schemas. A test holds the running server against it. */
import { z } from 'zod';
import type { Operation } from '#shared/edge/http/operation.ts';
import { v1 } from '#shared/edge/http/v1.ts';
import { Problem, type ProblemCode, problems } from '#shared/schemas/problem.ts';

type Json = Record<string, unknown>;

let document: Json | undefined;

export function openApi(): Json {
  document ??= {
    openapi: '3.1.0',
    info: {
      title: 'Segue',
      version: '1',
      description:
        'Listens in, playlists out. Instants are RFC 3339; ids are opaque. Refusals are problem+json (RFC 9457).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    paths: paths(),
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A user token opens one user, the operator token all' },
      },
      schemas: { Problem: schemaOf(Problem, 'output') },
    },
  };
  return document;
}

function paths(): Json {
  const all: Record<string, Json> = {};
  for (const [id, operation] of Object.entries(v1) as [string, Operation][]) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}');
    all[path] = { ...all[path], [operation.method.toLowerCase()]: described(id, operation) };
  }
  return all;
}

function described(operationId: string, operation: Operation): Json {
  return {
    operationId,
    summary: operation.summary,
    tags: [operation.verb],
    ...(operation.access === 'public' ? { security: [] } : {}),
    parameters: [...parametersOf(operation.params, 'path'), ...parametersOf(operation.query, 'query')],
    ...(operation.body === undefined
      ? {}
      : {
          requestBody: {
            required: operation.bodyOptional !== true,
            content: { 'application/json': { schema: schemaOf(operation.body, 'input') } },
          },
        }),
    responses: { ...successes(operation), ...refusals(operation) },
  };
}

function parametersOf(schema: z.ZodObject | undefined, where: 'path' | 'query'): Json[] {
  if (schema === undefined) return [];
  const { properties = {} } = schemaOf(schema, 'input') as { properties?: Record<string, Json> };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path',
    schema: property,
  }));
}

function successes(operation: Operation): Json {
  return Object.fromEntries(
    Object.entries(operation.answers).map(([status, schema]) => [
      status,
      schema === null
        ? { description: operation.summary }
        : { description: operation.summary, content: contentOf(operation, schema) },
    ]),
  );
}

function contentOf({ formats = ['application/json'] }: Operation, schema: z.ZodType): Json {
  return Object.fromEntries(
    formats.map((format) => [
      format,
      {
        schema:
          format === 'application/json'
            ? schemaOf(schema, 'output')
            : { type: format === 'application/jspf+json' ? 'object' : 'string' },
      },
    ]),
  );
}

/** Which refusals an operation can give follows from what it takes and who may call it. */
function refusals({ access, params, query, body, method, formats, verb }: Operation): Json {
  const codes: ProblemCode[] = ['internal', 'overloaded'];
  if (params !== undefined || query !== undefined || body !== undefined) codes.push('invalid-request');
  if (params !== undefined) codes.push('not-found');
  if (body !== undefined) codes.push('too-large', 'limit-reached');
  if (access !== 'public') codes.push('unauthorized', 'forbidden', 'forgotten', 'too-many-requests');
  if (access === 'public') codes.push('unauthorized', 'too-many-requests');
  if (formats !== undefined) codes.push('not-acceptable');
  if (verb === 'local') codes.push('conflict');
  const described = codes.map((code): [string, Json] => [
    String(problems[code].status),
    {
      description: problems[code].title,
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ]);
  if (method === 'GET') described.push(['304', { description: 'The client has it already' }]);
  return Object.fromEntries(described);
}

/** JSON Schema 2020-12, which OpenAPI 3.1 takes as it is. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
  return rest;
}
