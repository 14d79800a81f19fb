/**
 * The document at `/openapi.json` against a validator of OpenAPI, and the embedded home against the document. The
 * requests are the same in every run; SEGUE_FUZZ_SEED makes others, SEGUE_FUZZ_RUNS more.
 */
import { Validator } from '@seriousme/openapi-schema-validator';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApi } from '#shared/edge/http/openapi.ts';
import { v1 } from '#shared/edge/http/v1.ts';
import { type Described, type Document, readDocument } from '#test/edge/http/openapi/document.ts';
import { type LivedIn, openLivedIn } from '#test/edge/http/openapi/lived-in.ts';
import { type Asked, type Caller, requestsOf } from '#test/edge/http/openapi/requests.ts';
import { operatorToken } from '#test/support/home.ts';

const seed = Number(process.env.SEGUE_FUZZ_SEED ?? 20_261_123);
const runs = Number(process.env.SEGUE_FUZZ_RUNS ?? 40);

describe('openApi', () => {
  it('is valid OpenAPI 3.1 by a validator that knows nothing of us, and says that /1 is not in it', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(openApi()));
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
    expect(validator.version).toBe('3.1');
    expect((openApi().info as { description: string }).description).toContain('under `/1` is not in this document');
  });

  it('describes every operation under a name of its own', () => {
    const ids = readDocument(openApi()).operations.map(({ id }) => id);
    expect(ids.sort()).toEqual(Object.keys(v1).sort());
  });

  it('is valid no longer when a reference leads nowhere', async () => {
    const broken = JSON.parse(JSON.stringify(openApi()).replaceAll('schemas/Problem"', 'schemas/Gone"'));
    expect((await new Validator().validate(broken)).valid).toBe(false);
  });
});

describe('I12 Said: the home answers as its document says', () => {
  let home: LivedIn;
  let document: Document;
  const counts = new Map<string, number>();
  const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);

  beforeAll(async () => {
    home = await openLivedIn();
    document = readDocument((await home.call('GET', '/openapi.json', undefined, null)).json);
  });
  afterAll(async () => {
    await home[Symbol.asyncDispose]();
    const said = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, times]) => `${what} ${times}`);
    console.log(`openapi fuzz, seed ${seed}: ${said.join(', ')}`);
  });

  it.each(readDocument(openApi()).operations.map(({ id }) => id))('I12 %s', async (id) => {
    const operation = document.operations.find((each) => each.id === id) as Described;
    // Who asks to be forgotten is: others must not lose their home to chance.
    const leaves = id === 'deleteUser' || id === 'deleteListens';
    const known = leaves ? { ...home.known, userId: home.known.leavingUserId as string[] } : home.known;
    await fc.assert(
      fc.asyncProperty(requestsOf(operation, { document, known }), async (asked) => judge(operation, asked)),
      // Training takes a second: fewer of those.
      { seed, numRuns: id === 'postRun' || id === 'postBackup' ? Math.ceil(runs / 4) : runs },
    );
  });

  it('I12 more than a thousand requests were made, of every kind, and a third of them were granted', () => {
    const { requests = 0, granted = 0, wrong = 0 } = Object.fromEntries(counts);
    expect(requests).toBeGreaterThanOrEqual(1_000);
    expect(granted).toBeGreaterThan(requests / 3);
    expect(wrong).toBeGreaterThan(requests / 10);
  });

  async function judge(operation: Described, asked: Asked): Promise<void> {
    const response = await send(asked);
    const text = await response.text();
    const { status } = response;
    count('requests');
    count(`by ${asked.caller}`);
    count(`${status}`);
    if (asked.wrong !== undefined) count('wrong');
    if (status < 400) count('granted');

    expect(status, text).toBeLessThan(500);
    const promised = operation.responses[status];
    expect(promised, `${status} is not in the document: ${text.slice(0, 500)}`).toBeDefined();
    const content = promised?.content;
    if (content === undefined) {
      expect(text).toBe('');
      return;
    }
    const type = response.headers.get('content-type') ?? '';
    expect(Object.keys(content)).toContain(type);
    const body = /[/+]json$/.test(type) ? JSON.parse(text) : text;
    expect(document.faults((content[type] as { schema: object }).schema, body), text.slice(0, 500)).toBeUndefined();
    if (asked.wrong !== undefined) expectRefusal(status, body, asked.wrong);
  }

  /** What the document forbids is refused: as a whole, or by element where a batch is judged one by one. */
  function expectRefusal(status: number, body: any, wrong: string): void {
    const refused = status >= 400 || (body.rejected?.length ?? 0) > 0;
    expect(refused, `granted in spite of ${wrong}`).toBe(true);
  }

  function send({ caller, method, path, headers, body }: Asked): Promise<Response> {
    const tokens: Record<Caller, string | undefined> = {
      operator: operatorToken,
      user: home.userToken,
      nobody: undefined,
      stranger: 'not a token',
    };
    const token = tokens[caller];
    return home.home.fetch(
      new Request(`http://segue.test${path}`, {
        method,
        headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
        ...(body === undefined ? {} : { body }),
      }),
    );
  }
});
