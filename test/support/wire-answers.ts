/** Holds answers of the wire against the schema its route table promises. */
import { expect } from 'vitest';
import type { Operation } from '#shared/edge/http/operation.ts';
import { listenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import type { Sent, Wire } from '#test/support/wire.ts';

type Headers = Readonly<Record<string, string>>;

const whole = expect.stringMatching(/^\d+$/);
const onEveryAnswer = {
  'access-control-allow-origin': '*',
  'x-ratelimit-limit': whole,
  'x-ratelimit-remaining': whole,
  'x-ratelimit-reset': whole,
  'x-ratelimit-reset-in': whole,
};

/** Calls an operation, expects `status` and the shape of its answer, and resolves with the JSON. */
export async function ask(wire: Wire, path: string, sent: Sent & { readonly status?: number } = {}): Promise<any> {
  const { status = 200, ...rest } = sent;
  const response = await wire.send(path, rest);
  const text = await response.text();
  expect([response.status, text]).toEqual([status, expect.anything()]);
  expect(Object.fromEntries(response.headers)).toMatchObject(onEveryAnswer);
  if (text === '') return undefined;
  const json: unknown = JSON.parse(text);
  if (status === 200) {
    const method = rest.method ?? (rest.body === undefined ? 'GET' : 'POST');
    expect(answerOf(method, path).safeParse(json).error, text).toBeUndefined();
  } else expect(json).toMatchObject({ code: status, error: expect.any(String) });
  return json;
}

/** The same for one user, with their token. */
export function asking(wire: Wire, headers: Headers) {
  return (path: string, sent: Sent & { readonly status?: number } = {}) => ask(wire, path, { headers, ...sent });
}

function answerOf(method: string, path: string) {
  const parts = path.replace(/\?.*/, '').split('/');
  const fits = (operation: Operation): boolean => {
    const wanted = operation.path.split('/');
    return (
      operation.method === method &&
      wanted.length === parts.length &&
      wanted.every((part, nth) => part.startsWith(':') || part === parts[nth])
    );
  };
  const found = Object.values<Operation>(listenBrainz).find(fits);
  const schema = found?.answers[200];
  if (schema === undefined || schema === null) throw new Error(`No operation answers ${method} ${path}`);
  return schema;
}
