import { describe, expect, it } from 'vitest';
import { problemDialect } from '#shared/edge/http/problem-response.ts';
import { dialectOf, listenBrainzDialect } from '#shared/edge/listenbrainz/dialect.ts';
import { ListenRejection } from '#shared/edge/listenbrainz/listen-rejection.ts';
import { Rejection } from '#shared/schemas/problem.ts';

const refuse = async (rejection: Rejection, authorization?: string) => {
  const request = new Request('http://host/1/submit-listens', { headers: authorization ? { authorization } : {} });
  const response = listenBrainzDialect.refuse(rejection, { request, path: '/1/submit-listens' });
  return { status: response.status, headers: response.headers, json: await response.json() };
};

describe('listenBrainzDialect.refuse', () => {
  it.each([
    [undefined, 'You need to provide an Authorization header.'],
    ['0f1e2d3c', 'Provided Authorization header is invalid.'],
    ['Token 0f1e2d3c', 'Invalid authorization token.'],
  ])('says of the header %s: %s', async (authorization, error) => {
    const { status, json } = await refuse(new Rejection('unauthorized', 'whatever'), authorization);
    expect([status, json]).toEqual([401, { code: 401, error }]);
  });

  it.each([
    [new Rejection('invalid-json', 'Unexpected token'), 400, 'Cannot parse JSON document: Unexpected token'],
    [new Rejection('overloaded', 'Queue is full'), 503, 'Cannot submit listens to queue, please try again later.'],
    [new Rejection('internal', 'whatever'), 500, 'Something went wrong. Please try again.'],
    [new Rejection('forgotten', '"ada" was forgotten'), 404, '"ada" was forgotten'],
    [new Rejection('limit-reached', 'Too many blocks'), 400, 'Too many blocks'],
    [
      new Rejection('invalid-request', 'query/count: wrong', { faults: [{ pointer: 'query/count', detail: 'wrong' }] }),
      400,
      'wrong',
    ],
    [
      new Rejection('too-many-requests', 'whatever'),
      429,
      'You have exceeded your rate limit. See the X-RateLimit-* response headers for more information on your current rate limit.',
    ],
  ])('answers %s with %i', async (rejection, code, error) => {
    expect(await refuse(rejection, 'Token x')).toMatchObject({ status: code, json: { code, error } });
  });

  it('says when to come back, under overload', async () => {
    const { headers } = await refuse(new Rejection('overloaded', 'Queue is full', { retryAfterSeconds: 7 }));
    expect(headers.get('retry-after')).toBe('7');
  });

  it('lays the keys of the offending listen beside code and error, which stay what they are', async () => {
    const { json } = await refuse(new ListenRejection('Bad.', { listened_at: 7, error: 'mine', code: 'mine' }));
    expect(json).toEqual({ listened_at: 7, error: 'Bad.', code: 400 });
  });
});

describe('listenBrainzDialect.preflight', () => {
  it('lets browsers call from anywhere, with a token and JSON', () => {
    const { status, headers } = listenBrainzDialect.preflight(['GET', 'POST']);
    expect([status, Object.fromEntries(headers)]).toEqual([
      200,
      expect.objectContaining({
        'access-control-allow-origin': '*',
        'access-control-allow-methods': 'GET, POST, HEAD, OPTIONS',
        'access-control-allow-headers': 'Authorization, Content-Type',
        'access-control-max-age': '21600',
        'access-control-expose-headers': expect.stringContaining('X-RateLimit-Reset-In'),
      }),
    ]);
    expect(listenBrainzDialect.preflight([]).status).toBe(404);
  });
});

it('dialectOf is by path: /1 and what is below it, and nothing that only begins alike', () => {
  for (const path of ['/1', '/1/submit-listens']) expect(dialectOf(path)).toBe(listenBrainzDialect);
  for (const path of ['/v1/listens', '/10', '/', '/apis/web/v1/stats']) expect(dialectOf(path)).toBe(problemDialect);
});
