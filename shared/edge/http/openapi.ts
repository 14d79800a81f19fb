/** The OpenAPI 3.1 document, made from the route table and the schemas. A test holds the running server against it. */
import { z } from 'zod';
import { scopesOf } from '#shared/edge/http/authorise.ts';
import { examples, parameterExamples } from '#shared/edge/http/examples.ts';
import { headers, headersOf, subjectOf, tags, webhooks } from '#shared/edge/http/openapi-parts.ts';
import type { Operation } from '#shared/edge/http/operation.ts';
import { v1 } from '#shared/edge/http/v1.ts';
import * as api from '#shared/schemas/api.ts';
import * as destinations from '#shared/schemas/destinations.ts';
import { EditionItem, Reason } from '#shared/schemas/edition.ts';
import { ImportRecord } from '#shared/schemas/import.ts';
import * as insight from '#shared/schemas/insight.ts';
import { ListenInput } from '#shared/schemas/listen.ts';
import { JspfPlaylist } from '#shared/schemas/listenbrainz.ts';
import { ItemCard, ModelManifest } from '#shared/schemas/model.ts';
import { Problem, type ProblemCode, problems } from '#shared/schemas/problem.ts';
import { BlockInput, UserSettings, UserSettingsInput } from '#shared/schemas/user.ts';
import { Stage } from '#shared/schemas/verdict.ts';
import { EditionPublished } from '#shared/schemas/webhooks.ts';

type Json = Record<string, unknown>;

const description = `Listens in, playlists out. Instants are RFC 3339; ids are opaque text, percent-encoded in paths.

Refusals are problem+json (RFC 9457); the last part of a problem's \`type\` is its code. Every answer says in
\`X-RateLimit-Limit\`, \`-Remaining\`, \`-Reset\` and \`-Reset-In\` how many more there may be. What can be read can be asked for
with HEAD too; answers but streams carry an \`ETag\`, and who names it in \`If-None-Match\` is answered 304. Every path takes
OPTIONS; a method it does not take is 405, a path that is not here 404.

The ListenBrainz-compatible interface under \`/1\` is not in this document: it is ListenBrainz's own, described at
https://listenbrainz.readthedocs.io, and has ListenBrainz's own form of errors.`;

/** Schemas with a name stand in the document once. What clients send is named Request or Input, the rest is answered. */
const named: Readonly<Record<string, unknown>> = {
  ...api,
  ...destinations,
  ...insight,
  ...{ BlockInput, EditionItem, EditionPublished, ImportRecord, ItemCard, JspfPlaylist, ListenInput, ModelManifest },
  ...{ Problem, Reason, Stage, UserSettings, UserSettingsInput },
};
type Direction = 'input' | 'output';
const registries = { input: z.registry<{ id: string }>(), output: z.registry<{ id: string }>() };
for (const [id, schema] of Object.entries(named)) {
  if (schema instanceof z.ZodType) registries[/(Request|Input)$/.test(id) ? 'input' : 'output'].add(schema, { id });
}

let document: Json | undefined;

export function openApi(): Json {
  document ??= {
    openapi: '3.1.0',
    info: { title: 'Segue', version: '1', description, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    tags,
    paths: paths(),
    webhooks: webhooks(reference('EditionPublished')),
    components: {
      headers,
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A user token opens one user, the operator token all; of a user it opens everything, or only what "x-token-scopes" of an operation names',
        },
      },
      schemas: { ...componentsOf('input'), ...componentsOf('output') },
    },
  };
  return document;
}

const isOfUsers = ({ access }: Operation): boolean => !['public', 'unchecked', 'operator'].includes(access);

function paths(): Json {
  const all: Record<string, Json> = {};
  for (const [id, operation] of Object.entries(v1) as [string, Operation][]) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}');
    all[path] = { ...all[path], [operation.method.toLowerCase()]: described(id as keyof typeof v1, operation) };
  }
  return all;
}

function described(operationId: keyof typeof v1, operation: Operation): Json {
  const { query, body } = examples[operationId];
  return {
    operationId,
    summary: operation.summary,
    tags: [subjectOf(operation)],
    ...(operation.access === 'public' ? { security: [] } : {}),
    parameters: [
      ...parametersOf(operation.params, 'path', parameterExamples),
      ...parametersOf(operation.query, 'query', query),
    ],
    ...requestBodyOf(operation, body),
    ...(isOfUsers(operation) ? { 'x-token-scopes': ['everything', ...scopesOf(operation)] } : {}),
    responses: { ...successes(operation), ...refusals(operation) },
  };
}

function requestBodyOf({ body, bodyOptional, file }: Operation, example: unknown): Json {
  if (file !== undefined) {
    const content = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' }, example } };
    return { requestBody: { description: file, required: true, content } };
  }
  if (body === undefined) return {};
  const content = { 'application/json': { schema: schemaOf(body, 'input'), example } };
  return { requestBody: { required: bodyOptional !== true, content } };
}

function parametersOf(
  schema: z.ZodObject | undefined,
  where: 'path' | 'query',
  values: Readonly<Record<string, unknown>> = {},
): Json[] {
  if (schema === undefined) return [];
  const { properties = {} } = schemaOf(schema, 'input') as { properties?: Record<string, Json> };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path',
    schema: property,
    ...(name in values ? { example: values[name] } : {}),
  }));
}

function successes(operation: Operation): Json {
  return Object.fromEntries(
    Object.entries(operation.answers).map(([status, schema]) => [
      status,
      schema === null
        ? { description: operation.summary, headers: headersOf(operation, Number(status)) }
        : {
            description: operation.summary,
            headers: headersOf(operation, Number(status)),
            content: contentOf(operation, schema),
          },
    ]),
  );
}

function contentOf({ formats = ['application/json'], file }: Operation, schema: z.ZodType): Json {
  const shapes: Json = {
    'application/json': schemaOf(schema, 'output'),
    'application/jspf+json': reference('JspfPlaylist'),
    // A stream of lines: each of an import's is such a record.
    'application/x-ndjson': { type: 'string', ...(file && { contentSchema: reference('ImportRecord') }) },
  };
  return Object.fromEntries(formats.map((format) => [format, { schema: shapes[format] ?? { type: 'string' } }]));
}

/** Which refusals an operation can give follows from what it takes and who may call it. */
function refusals(operation: Operation): Json {
  const byStatus = Map.groupBy(codesOf(operation), (code) => String(problems[code].status));
  const described = [...byStatus].map(([status, codes]): [string, Json] => [
    status,
    {
      description: codes.map((code) => `${problems[code].title} (\`${code}\`)`).join('. '),
      headers: headersOf(operation, Number(status)),
      content: { 'application/problem+json': { schema: reference('Problem') } },
    },
  ]);
  if (operation.method === 'GET')
    described.push(['304', { description: 'The client has it already', headers: headersOf(operation, 304) }]);
  return Object.fromEntries(described);
}

function codesOf({ access, params, query, body, file, formats, verb, path }: Operation): ProblemCode[] {
  const codes: ProblemCode[] = ['unauthorized', 'internal', 'overloaded', 'not-ready'];
  if (params !== undefined || query !== undefined || body !== undefined) codes.push('invalid-request');
  if (params !== undefined) codes.push('not-found');
  if (body !== undefined) codes.push('invalid-json', 'too-large', 'limit-reached');
  if (file !== undefined) codes.push('too-large', 'conflict');
  if (access !== 'public') codes.push('forbidden', 'forgotten');
  // Wrong tokens are told to slow down everywhere.
  codes.push('too-many-requests');
  if (formats !== undefined) codes.push('not-acceptable');
  if (verb === 'local' || conflicting.test(path)) codes.push('conflict');
  return codes;
}

/** What is there may be in another state than such a request takes for granted. */
const conflicting = /^\/v1\/models\/|\/release$/;

/** JSON Schema 2020-12, which OpenAPI 3.1 takes as it is; a reference where the schema has a name. */
function schemaOf(schema: z.ZodType, io: Direction): Json {
  const name = registries[io].get(schema)?.id;
  return name === undefined ? bare(z.toJSONSchema(schema, { io, unrepresentable: 'any' })) : reference(name);
}

function componentsOf(io: Direction): Json {
  const uri = (id: string): string => reference(id).$ref;
  const { schemas } = z.toJSONSchema(registries[io], { io, uri, unrepresentable: 'any' });
  const named = Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(named.map(([name, schema]) => [name, bare(schema)]));
}

function bare({ $schema: _dialect, $id: _id, ...schema }: Json): Json {
  return schema;
}

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });
