import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ImportRecord } from '#shared/schemas/import.ts';
import { limits } from '#shared/schemas/limits.ts';
import { zipOf } from '#test/formats/history/zip.ts';
import { monday, openTestHome, operatorToken, type TestHome } from '#test/support/home.ts';

let opened: TestHome;
let token: string;
beforeEach(async () => {
  opened = await openTestHome();
  token = await opened.user('ada');
});
afterEach(() => opened[Symbol.asyncDispose]());

type Sent = { readonly query?: string; readonly token?: string; readonly headers?: Record<string, string> };

async function send(body: string | Uint8Array | ReadableStream, { query = '', headers = {}, ...as }: Sent = {}) {
  const response = await opened.home.fetch(
    new Request(`http://segue.test/v1/users/ada/imports${query}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${as.token ?? token}`, ...headers },
      body: body as string,
      ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
    }),
  );
  const text = await response.text();
  if (response.status !== 200) return { status: response.status, text, records: [], last: undefined };
  const records = text
    .trimEnd()
    .split('\n')
    .map((line) => ImportRecord.parse(JSON.parse(line)));
  return { status: response.status, text, records, last: records.at(-1) };
}

const row = (n: number, title = `Song ${n}`): string => `Ola,${title},${monday - 86_400 - n * 300}\n`;
const csv = (rows: readonly string[]): string => `artist,track,time\n${rows.join('')}`;
const plays = async (): Promise<number> => {
  await opened.settled();
  return (await opened.call('GET', '/v1/users/ada/affinities')).json.listens;
};

describe('importHistory', () => {
  it('I12 takes the good rows of a file, names the others by their line, and says what it assumed', async () => {
    const { records } = await send(
      csv([row(1), row(2, ''), row(3), 'Ola,Old,1000000000\n', 'Ola,Zoneless,2026-11-20 10:00\n']),
      {
        query: '?file=history.csv',
      },
    );
    expect(records[0]).toEqual({ type: 'file', file: 'history.csv', format: 'CSV with a header' });
    expect(records.filter(({ type }) => type === 'row')).toEqual([
      {
        type: 'row',
        file: 'history.csv',
        line: 3,
        code: 'unreadable',
        detail: expect.stringContaining('names no title'),
      },
      { type: 'row', file: 'history.csv', line: 5, code: 'too-old', detail: expect.stringContaining('2002-10-01') },
    ]);
    const counts = { read: 5, accepted: 3, rejected: 1, unreadable: 1, omitted: 0, restored: 0 };
    const remarks = [expect.stringMatching(/^1: times without a zone were read as UTC/)];
    expect(records.slice(-3)).toEqual([
      { type: 'progress', ...counts },
      { type: 'read', file: 'history.csv', ...counts, remarks },
      { type: 'result', ...counts },
    ]);
    expect(await plays()).toBe(3);
  });

  it('I1 Once: sent again, whole or from where it broke off, a file adds nothing', async () => {
    const rows = Array.from({ length: 2_500 }, (_, n) => row(n));
    expect((await send(csv(rows))).last).toMatchObject({ accepted: 2_500 });
    expect((await send(csv(rows))).last).toMatchObject({ accepted: 2_500 });
    const { last } = await send(csv(rows), { query: '?after=2400' });
    expect(last).toMatchObject({ type: 'result', read: 2_500, accepted: 100 });
    expect(await plays()).toBe(2_500);
  });

  it('opens archives, packed bodies and streams, and keeps to what it was told of zone and dates', async () => {
    const zip = zipOf({ 'a/notes.txt': 'milk, bread', 'a/history.csv': csv([row(1)]) });
    const { records } = await send(zip, { query: '?file=export.zip' });
    expect(records.slice(0, 2)).toEqual([
      { type: 'file', file: 'export.zip/a/notes.txt', refusal: expect.any(String) },
      { type: 'file', file: 'export.zip/a/history.csv', format: 'CSV with a header' },
    ]);
    expect((await send(gzipSync(csv([row(2)])), { headers: { 'content-encoding': 'gzip' } })).last).toMatchObject({
      accepted: 1,
    });
    const stream = ReadableStream.from([csv([row(3)])].map((text) => new TextEncoder().encode(text)));
    expect((await send(stream)).last).toMatchObject({ accepted: 1 });
    await send(csv(['Ola,Zoned,05/11/2026 10:00\n']), { query: '?zone=Europe/Berlin&dates=day-first' });
    await opened.settled();
    const listens = (await opened.call('GET', '/v1/users/ada/listens')).json.listens;
    expect(listens.map(({ title, listenedAt }: any) => [title, listenedAt]).at(-1)).toEqual([
      'Zoned',
      '2026-11-05T09:00:00Z',
    ]);
  });

  it.each([
    ['a file of no known format', 400, 'milk, bread', 'no known format'],
    ['an empty file', 400, '', 'It is empty'],
    ['a zip that is cut off', 400, zipOf({ 'a.csv': csv([row(1)]) }).subarray(0, 60), 'cannot be read'],
    ['a file over the limit', 413, new Uint8Array(limits.importBytesMax + 1), `${limits.importBytesMax} bytes`],
  ])('I12 %s is %i before anything is taken', async (_what, status, body, words) => {
    const answer = await send(body as string);
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(words as string)]);
    // The place is free again.
    expect((await send(csv([row(1)]))).status).toBe(200);
  });

  it('I9 Mine only: a file of somebody else by name is the own user’s; of several users, the first one’s', async () => {
    const lines = [`ada2,Ola,Kelp,${monday - 900}`, `eve,Ola,Reef,${monday - 800}`].join('\n');
    const { last, records } = await send(`user,artist,track,time\n${lines}\n`);
    expect(last).toMatchObject({ accepted: 1, unreadable: 1 });
    expect(records.find(({ type }) => type === 'row')).toMatchObject({
      line: 3,
      detail: expect.stringContaining('"eve"'),
    });
    expect((await opened.call('GET', '/v1/users/eve')).status).toBe(404);
  });

  it('I10 Forgotten: nothing of a file is kept for who is forgotten', async () => {
    await opened.call('DELETE', '/v1/users/ada');
    const { last } = await send(csv([row(1)]), { token: operatorToken });
    expect(last).toMatchObject({ accepted: 0, rejected: 1 });
  });

  it('I11 Bounded: one import of a user at a time, and what is small and unpacks for ever ends', async () => {
    let release: (() => void) | undefined;
    const slow = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        controller.enqueue(new TextEncoder().encode(csv([row(1)])));
        controller.close();
      },
    });
    const first = send(slow);
    await expect.poll(() => release).toBeDefined();
    expect((await send(csv([row(2)]))).status).toBe(409);
    release?.();
    expect((await first).last).toMatchObject({ accepted: 1 });
  });

  it('follows the shows of an OPML file once, and offers their episodes though none was played', async () => {
    const opml = '<opml version="2.0"><body><outline text="Salt Road" xmlUrl="https://p/feed"/></body></opml>';
    for (const file of ['shows.opml', 'again.opml']) {
      const { last } = await send(opml, { query: `?file=${file}` });
      expect(last).toMatchObject({ type: 'result', read: 1, restored: 1, accepted: 0 });
    }
    const { settings } = (await opened.call('GET', '/v1/users/ada')).json;
    expect(settings.follows).toEqual([{ name: 'Salt Road', feed: 'https://p/feed' }]);
    const episode = {
      itemId: 'e1',
      kind: 'episode',
      title: 'Ice',
      artistName: 'Salt Road',
      artistId: 'https://p/feed',
    };
    const items = [{ ...episode, publishedAt: new Date((monday - 86_400) * 1000).toISOString() }];
    expect((await opened.call('PUT', '/v1/items', { items })).status).toBe(200);
    await opened.settled();
    const { shelves } = (await opened.call('GET', '/v1/users/ada/home')).json;
    const shown = shelves.flatMap((shelf: any) => shelf.items.map(({ item }: any) => [shelf.shelf, item.title]));
    expect(shown).toEqual([['episodes', 'Ice']]);
    expect((await opened.call('PUT', '/v1/users/ada', { follows: [] })).status).toBe(200);
    expect((await opened.call('GET', '/v1/users/ada')).json.settings.follows).toEqual([]);
  });
});
