import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { msidOf } from '#shared/domain/identity/ids.ts';
import { monday, operatorToken } from '#test/support/home.ts';
import { openWire, type Wire } from '#test/support/wire.ts';
import { ask, asking } from '#test/support/wire-answers.ts';

const day = 86_400;
/** Sixty listens, two days apart: half of them in documents, half in the warehouse. */
const instants = Array.from({ length: 60 }, (_, nth) => monday - 2 * day * (nth + 1));

describe('GET /1/user/{userName}/listens', () => {
  let wire: Wire;
  let call: ReturnType<typeof asking>;
  const read = async (query: string): Promise<number[]> => {
    const { payload } = await call(`/1/user/ada/listens${query}`);
    expect(payload.count).toBe(payload.listens.length);
    return payload.listens.map(({ listened_at }: { listened_at: number }) => listened_at);
  };

  beforeAll(async () => {
    wire = await openWire();
    call = asking(wire, await wire.join('ada'));
    const payload = instants.map((listened_at, nth) => ({
      listened_at,
      track_metadata: { artist_name: 'Ada', track_name: `Song ${nth}` },
    }));
    await call('/1/submit-listens', { body: { listen_type: 'import', payload } });
    await wire.settled();
  });
  afterAll(() => wire[Symbol.asyncDispose]());

  it('gives the newest 25, or as many as asked for', async () => {
    expect(await read('')).toEqual(instants.slice(0, 25));
    expect(await read('?count=3')).toEqual(instants.slice(0, 3));
    expect(await read('?count=0')).toEqual([]);
    expect(await read('?count=99999')).toEqual(instants);
  });

  it('bounds are exclusive, and pages by max_ts meet every listen once', async () => {
    const seen: number[] = [];
    for (let query = '?count=7'; ; query = `?count=7&max_ts=${seen.at(-1)}`) {
      const page = await read(query);
      if (page.length === 0) break;
      seen.push(...page);
    }
    expect(seen).toEqual(instants);
    const [newest = 0, second = 0, third = 0] = instants;
    expect(await read(`?min_ts=${third}&max_ts=${newest}`)).toEqual([second]);
  });

  it('min_ts alone gives the listens that follow it, so that a client can page forward', async () => {
    const oldest = instants.at(-1) as number;
    expect(await read(`?count=2&min_ts=${oldest}`)).toEqual([instants.at(-3), instants.at(-2)]);
    const seen: number[] = [];
    for (let after = oldest - 1; ; after = seen[0] as number) {
      const page = await read(`?count=11&min_ts=${after}`);
      if (page.length === 0) break;
      seen.unshift(...page);
    }
    expect(seen).toEqual(instants);
    expect(await read(`?count=0&min_ts=${oldest}`)).toEqual([]);
  });

  it('says when the first and the last listen were, on every page', async () => {
    for (const query of ['', '?count=2', `?max_ts=${instants[3]}`, `?min_ts=${instants[3]}`, '?count=1000']) {
      const { payload } = await call(`/1/user/ada/listens${query}`);
      expect([payload.latest_listen_ts, payload.oldest_listen_ts], query).toEqual([instants[0], instants.at(-1)]);
    }
  });

  it.each([
    ['?count=x', "'count' should be a non-negative integer"],
    ['?min_ts=-1', "'min_ts' should be a non-negative integer"],
    ['?min_ts=5&max_ts=5', 'max_ts should be greater than min_ts'],
  ])('refuses %s', async (query, error) => {
    expect(await call(`/1/user/ada/listens${query}`, { status: 400 })).toEqual({ code: 400, error });
  });

  it('gives nothing of a user without listens, and 404 for one who is not there or was forgotten', async () => {
    const headers = await wire.join('new user/ß');
    const { payload } = await ask(wire, '/1/user/new%20user%2F%C3%9F/listens', { headers });
    const nothing = { count: 0, listens: [], latest_listen_ts: 0, oldest_listen_ts: 0 };
    expect(payload).toEqual({ ...nothing, user_id: 'new user/ß' });
    expect(await ask(wire, '/1/user/nobody/listens', { status: 404 })).toEqual({
      code: 404,
      error: 'Cannot find user: nobody',
    });
    await wire.join('gone');
    await wire.test.call('DELETE', '/v1/users/gone');
    await ask(wire, '/1/user/gone/listens', { status: 404 });
  });

  it('names an item of /v1 from the catalogue, and says what is known of it under names that clients read', async () => {
    const headers = await wire.join('bob');
    const items = [{ itemId: 'song 1', title: 'Catalogued', artistName: 'Operator' }];
    await wire.test.call('PUT', '/v1/items', { items });
    const listens = [
      { itemId: 'song 1', listenedAt: monday - 60 },
      { itemId: 'song 2', listenedAt: monday - 120, durationMs: 200_000, tags: ['Jazz'] },
    ];
    await wire.send('/v1/listens', { headers, body: { listens } });
    await wire.settled();
    const { payload } = await ask(wire, '/1/user/bob/listens', { headers });
    expect(payload.listens.map(({ track_metadata }: { track_metadata: object }) => track_metadata)).toEqual([
      { artist_name: 'Operator', track_name: 'Catalogued', additional_info: { recording_msid: msidOf('song 1') } },
      {
        artist_name: '[unknown]',
        track_name: 'song 2',
        additional_info: { recording_msid: msidOf('song 2'), duration_ms: 200_000, tags: ['jazz'] },
      },
    ]);
  });
});

describe('GET /1/validate-token', () => {
  it('is 200 for any token, in the header or the URL, and 400 for none', async () => {
    await using wire = await openWire();
    const headers = await wire.join('ada');
    const token = headers.authorization.split(' ')[1];
    const valid = { code: 200, message: 'Token valid.', valid: true, user_name: 'ada' };
    const invalid = { code: 200, message: 'Token invalid.', valid: false };
    expect(await ask(wire, '/1/validate-token', { headers })).toEqual(valid);
    expect(await ask(wire, `/1/validate-token?token=${token}`)).toEqual(valid);
    expect(await ask(wire, '/1/validate-token', { headers: { authorization: `token ${token}` } })).toEqual(valid);
    expect(await ask(wire, '/1/validate-token', { headers: { authorization: 'Token nothing' } })).toEqual(invalid);
    expect(await ask(wire, '/1/validate-token?token=nothing')).toEqual(invalid);
    expect(await ask(wire, `/1/validate-token?token=${operatorToken}`)).toMatchObject({ valid: false });
    expect(await ask(wire, '/1/validate-token', { status: 400 })).toEqual({
      code: 400,
      error: 'You need to provide an Authorization token.',
    });
  });
});

describe('/1/latest-import', () => {
  it('starts at 0 and only moves forward', async () => {
    await using wire = await openWire();
    const call = asking(wire, await wire.join('ada'));
    expect(await call('/1/latest-import')).toEqual({ musicbrainz_id: 'ada', latest_import: 0 });
    for (const ts of [100, '200', 150]) await call('/1/latest-import', { body: { ts } });
    expect(await call('/1/latest-import?user_name=ada')).toEqual({ musicbrainz_id: 'ada', latest_import: 200 });
  });
});

describe('/1/playing-now/delete', () => {
  it('stops what is playing', async () => {
    await using wire = await openWire();
    const call = asking(wire, await wire.join('ada'));
    const track_metadata = { artist_name: 'Ada', track_name: 'Song' };
    await call('/1/submit-listens', { body: { listen_type: 'playing_now', payload: [{ track_metadata }] } });
    const playing = (await call('/1/user/ada/playing-now')).payload;
    expect([playing.count, playing.listens[0].track_metadata.track_name]).toEqual([1, 'Song']);
    await call('/1/playing-now/delete', { method: 'POST' });
    expect((await call('/1/user/ada/playing-now')).payload.count).toBe(0);
  });
});

describe('listens that share a second', () => {
  it('pages by time in either direction meet each of sixty listens of one second once', async () => {
    await using wire = await openWire();
    const headers = await wire.join('ada');
    const call = asking(wire, headers);
    const second = monday - 3_600;
    const track = (nth: number) => ({ artist_name: 'Ada', track_name: `Song ${nth}` });
    const payload = Array.from({ length: 100 }, (_, nth) => ({
      listened_at: nth < 60 ? second : second + (nth % 2 === 0 ? nth : -nth),
      track_metadata: track(nth),
    }));
    await call('/1/submit-listens', { body: { listen_type: 'import', payload } });
    await wire.settled();
    const all = payload.map(({ track_metadata: { track_name } }) => track_name).sort();
    const read = async (query: string): Promise<{ listened_at: number; track_metadata: { track_name: string } }[]> =>
      (await call(`/1/user/ada/listens${query}`)).payload.listens;
    const names = (listens: Awaited<ReturnType<typeof read>>) => listens.map(({ track_metadata: t }) => t.track_name);

    const back: string[] = [];
    for (let query = '?count=25'; ; ) {
      const page = await read(query);
      if (page.length === 0) break;
      back.push(...names(page));
      query = `?count=25&max_ts=${page.at(-1)?.listened_at}`;
    }
    expect(back.sort()).toEqual(all);

    const forward: string[] = [];
    for (let after = second - 1_000; ; ) {
      const page = await read(`?count=25&min_ts=${after}`);
      if (page.length === 0) break;
      forward.push(...names(page));
      after = page[0]?.listened_at as number;
    }
    expect(forward.sort()).toEqual(all);
  });
});

describe('names of listeners', () => {
  it('mean the same in any case: to the own token, to the operator and to everybody', async () => {
    await using wire = await openWire();
    const headers = await wire.join('Ada');
    const body = {
      listen_type: 'single',
      payload: [{ listened_at: monday - 900, track_metadata: { artist_name: 'A', track_name: 'B' } }],
    };
    await asking(wire, headers)('/1/submit-listens', { body });
    await wire.settled();
    for (const sent of [headers, { authorization: `Token ${operatorToken}` }, {}]) {
      for (const name of ['Ada', 'ada', 'ADA']) {
        const { payload } = (await (await wire.send(`/1/user/${name}/listens`, { headers: sent })).json()) as any;
        expect([name, payload.user_id, payload.count]).toEqual([name, 'Ada', 1]);
      }
    }
    await using closed = await openWire({ publicReads: false });
    const stranger = await closed.join('bob');
    await closed.join('Ada');
    expect((await closed.send('/1/user/ADA/listens', { headers: stranger })).status).toBe(403);
  });
});
