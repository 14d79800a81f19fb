/** Parts of the OpenAPI document that are the same wherever they stand: subjects, headers of answers, webhooks. */
import type { Operation } from '#shared/edge/http/operation.ts';

type Json = Record<string, unknown>;

/** Subjects in the order in which a newcomer meets them, each with the paths that belong to it. */
const subjects = [
  { name: 'Listening', of: /\/(listens|imports|quarantine|listening)\b/, description: 'Listens in, and read back' },
  { name: 'Playlists', of: /\/(playlists|mixes|radio)\b/, description: 'Editions, and lists made when asked for' },
  { name: 'Discovery', of: /\/(recommendations|home|similar|affinities)\b/, description: 'What to play now, and why' },
  {
    name: 'Wishes',
    of: /\/(feedback|blocks)\b/,
    description: 'Love, hate, never again: in force from the next request on',
  },
  { name: 'Catalogue', of: /\/(items|artists|search)\b/, description: 'Items and artists, and how they are found' },
  {
    name: 'Players',
    of: /\/(libraries|deliveries)\b/,
    description: 'Media servers: what they hold, what was delivered',
  },
  { name: 'Users', of: /\/(users|token|sign-ins|receipts)\b/, description: 'Users, their tokens, export and erasure' },
  { name: 'Operation', of: /./, description: 'How it is, and what an operator does about it' },
] as const;

export const tags = subjects.map(({ name, description }) => ({ name, description }));

export const subjectOf = ({ path }: Operation): string => subjects.find(({ of }) => of.test(path))?.name ?? '';

const header = (description: string, type: 'string' | 'integer') => ({ description, schema: { type } });

export const headers = {
  ETag: header('Of the answer: named in `If-None-Match`, the same again is a 304', 'string'),
  'Cache-Control': header('For how many seconds the client itself may keep it', 'string'),
  Location: header('Where to read how far it is', 'string'),
  'Retry-After': header('Seconds to wait before the same is sent again', 'integer'),
  'X-RateLimit-Limit': header('Requests that may be made in one window', 'integer'),
  'X-RateLimit-Remaining': header('Requests left of it', 'integer'),
  'X-RateLimit-Reset': header('When it begins anew, Unix seconds', 'integer'),
  'X-RateLimit-Reset-In': header('Seconds until then', 'integer'),
} as const;

type HeaderName = keyof typeof headers;

const limited: readonly HeaderName[] = [
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'X-RateLimit-Reset-In',
];

/** Headers of an answer with this status. */
export function headersOf({ method, formats = [], receipts }: Operation, status: number): Json {
  const streams = formats.includes('application/x-ndjson');
  const kept = method === 'GET' && (status === 304 || (status === 200 && !streams));
  const names: readonly HeaderName[] = [
    ...(kept ? (['ETag', 'Cache-Control'] as const) : []),
    ...(status === 202 && receipts ? (['Location'] as const) : []),
    ...(status === 429 || status === 503 ? (['Retry-After'] as const) : []),
    ...limited,
  ];
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** `shape`: of the body. */
export const webhooks = (shape: Json): Json => ({
  editionPublished: {
    post: {
      operationId: 'editionPublished',
      summary: "An edition was published: sent to the user's `webhookUrl`",
      description:
        'Signed as https://www.standardwebhooks.com says, with the key of the user. Any 2xx takes it; else it is sent again, later and later.',
      tags: ['Playlists'],
      security: [],
      parameters: [
        {
          ...inHeader('webhook-id', 'The same event has the same id'),
          example: 'edition-3e7c0d2e-54f6-5a0b-8a3e-0b6f5f0f9a61',
        },
        { ...inHeader('webhook-timestamp', 'Unix seconds at which it was sent'), example: '1795400000' },
        {
          ...inHeader('webhook-signature', 'v1, and HMAC-SHA256 of id, timestamp and body'),
          example: 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
        },
      ],
      requestBody: { required: true, content: { 'application/json': { schema: shape } } },
      responses: { '2XX': { description: 'Taken' }, '4XX': { description: 'Not taken: sent again later' } },
    },
  },
});

const inHeader = (name: string, description: string): Json => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
});
