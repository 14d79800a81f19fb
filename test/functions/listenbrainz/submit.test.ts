import { describe, expect, it } from 'vitest';
import { createListenBrainzIngest } from '#functions/ingest/listenbrainz/handler.ts';
import { itemIdOf } from '#shared/domain/identity/ids.ts';
import { createHttp, routesOf } from '#shared/edge/http/dispatch.ts';
import { operationsOf } from '#shared/edge/http/operation.ts';
import { dialectOf } from '#shared/edge/listenbrainz/dialect.ts';
import { listenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { Rejection } from '#shared/schemas/problem.ts';
import { monday, operatorToken } from '#test/support/home.ts';
import { everythingIn } from '#test/support/warehouse-rows.ts';
import { openWire, type Wire } from '#test/support/wire.ts';
import { ask, asking } from '#test/support/wire-answers.ts';

const listen = (nth: number, track: object = {}, listened_at: unknown = monday - 60 * (nth + 1)) => ({
  listened_at,
  track_metadata: { artist_name: `Artist ${nth % 7}`, track_name: `Song ${nth}`, ...track },
});
const single = (each: unknown) => ({ listen_type: 'single', payload: [each] });
const batch = (...payload: unknown[]) => ({ listen_type: 'import', payload });
const bad = listen(1, { artist_name: '' });

/** Distinct listens in the affinities of a user. */
async function counted({ test }: Wire, userId: string): Promise<number> {
  await test.home.idle();
  return (await test.home.stores.profiles.read(userId as UserId))?.listens ?? 0;
}

describe('I1 Once: submit-listens', () => {
  it('counts an import of 1,000 listens sent 5 times at once as 1,000, in affinities and warehouse', async () => {
    await using wire = await openWire();
    const headers = await wire.join('ada');
    const body = batch(...Array.from({ length: 1_000 }, (_, nth) => listen(nth, { additional_info: { nth } })));
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => ask(wire, '/1/submit-listens', { headers, body })),
    );
    expect(answers).toEqual(Array(5).fill({ status: 'ok' }));
    expect(await counted(wire, 'ada')).toBe(1_000);
    await wire.settled();
    expect(await everythingIn(wire.test.home.stores.warehouse, 'listens', 'listen_id')).toHaveLength(1_000);
    expect(await ask(wire, '/1/user/ada/listen-count', { headers })).toEqual({ payload: { count: 1_000 } });
    const { payload } = await ask(wire, '/1/user/ada/listens?count=1000', { headers });
    expect(new Set(payload.listens.map(({ listened_at }: { listened_at: number }) => listened_at)).size).toBe(1_000);
  });

  it('takes a listen that came by /1 and comes by /v1 again for the same', async () => {
    await using wire = await openWire();
    const headers = await wire.join('ada');
    await ask(wire, '/1/submit-listens', { headers, body: single(listen(1)) });
    const { listened_at: listenedAt, track_metadata } = listen(1);
    const again = { listenedAt, title: track_metadata.track_name, artistName: track_metadata.artist_name };
    expect((await wire.send('/v1/listens', { headers, body: { listens: [again] } })).status).toBe(200);
    expect(await counted(wire, 'ada')).toBe(1);
  });

  it('never counts what is playing now', async () => {
    await using wire = await openWire();
    const headers = await wire.join('ada');
    const { track_metadata } = listen(1, { additional_info: { duration_ms: 200_000 } });
    await ask(wire, '/1/submit-listens', {
      headers,
      body: { listen_type: 'playing_now', payload: [{ track_metadata }] },
    });
    expect(await counted(wire, 'ada')).toBe(0);
    expect((await ask(wire, '/1/user/ada/playing-now', { headers })).payload.count).toBe(1);
    wire.test.time.now += 200;
    expect((await ask(wire, '/1/user/ada/playing-now', { headers })).payload).toEqual({
      count: 0,
      user_id: 'ada',
      playing_now: true,
      listens: [],
    });
  });
});

describe('delete-listen', () => {
  it('takes the listen out of affinities, warehouse and what is read back, for good', async () => {
    await using wire = await openWire();
    const headers = await wire.join('ada');
    const call = asking(wire, headers);
    // One of them older than documents remember, so that it is found in the warehouse.
    const old = listen(9, {}, monday - 90 * 86_400);
    await call('/1/submit-listens', { body: batch(listen(1), listen(2), old) });
    await wire.settled();
    for (const { listened_at, track_metadata } of [listen(1), old]) {
      const recording_msid = itemIdOf(track_metadata.artist_name, track_metadata.track_name);
      await call('/1/delete-listen', { body: { listened_at, recording_msid } });
    }
    await wire.settled();
    await call('/1/submit-listens', { body: batch(listen(1), old) });
    await wire.settled();
    expect(await counted(wire, 'ada')).toBe(1);
    const { stores } = wire.test.home;
    const profile = await stores.profiles.read('ada' as UserId);
    expect(profile?.items.map(([id]) => id)).toEqual([itemIdOf('Artist 2', 'Song 2')]);
    expect((await everythingIn(stores.warehouse, 'listens', 'listen_id')).map(({ item_id }) => item_id)).toEqual([
      itemIdOf('Artist 2', 'Song 2'),
    ]);
    expect((await call('/1/user/ada/listens')).payload.count).toBe(1);
  });

  it('finds a listen of /v1 that has an id of its own and an item that is no UUID', async () => {
    await using wire = await openWire();
    const headers = await wire.join('ada');
    const call = asking(wire, headers);
    const sent = { id: 'mine', itemId: 'song 1', listenedAt: monday - 60 };
    await wire.send('/v1/listens', { headers, body: { listens: [sent, { ...sent, id: 'other', itemId: 'song 2' }] } });
    await wire.settled();
    const [first] = (await call('/1/user/ada/listens')).payload.listens;
    const { listened_at, recording_msid, track_metadata } = first;
    await call('/1/delete-listen', { body: { listened_at, recording_msid } });
    await wire.settled();
    const left = (await call('/1/user/ada/listens')).payload.listens;
    expect(left.map((each: typeof first) => each.track_metadata.track_name)).toEqual(
      ['song 1', 'song 2'].filter((name) => name !== track_metadata.track_name),
    );
  });

  it('refuses what is no MSID', async () => {
    await using wire = await openWire();
    const call = asking(wire, await wire.join('ada'));
    const body = { listened_at: monday, recording_msid: 'x' };
    expect((await call('/1/delete-listen', { body, status: 400 })).error).toBe('x: Recording MSID format invalid.');
  });
});

describe('a bad listen', () => {
  it('does not keep the good ones of its batch out, and is read back with its verdict', async () => {
    await using wire = await openWire();
    const headers = await wire.join('ada');
    const answer = await ask(wire, '/1/submit-listens', { headers, body: batch(listen(0), bad, listen(2)) });
    const detail = 'field track_metadata.artist_name is empty.';
    expect(answer).toEqual({ status: 'ok', accepted: 2, rejected: [{ index: 1, code: 'invalid-listen', detail }] });
    expect(await counted(wire, 'ada')).toBe(2);
    const kept = await (await wire.send('/v1/users/ada/quarantine', { headers })).json();
    expect(kept).toMatchObject({ quarantined: [{ index: 1, detail, sent: JSON.stringify(bad) }] });
  });

  it('is refused with its keys beside the error when there is no good one, and quarantined once', async () => {
    await using wire = await openWire();
    const headers = await wire.join('ada');
    for (let time = 0; time < 2; time++) {
      expect(await ask(wire, '/1/submit-listens', { headers, body: single(bad), status: 400 })).toEqual({
        code: 400,
        error: 'field track_metadata.artist_name is empty.',
        ...bad,
      });
    }
    const kept = await (await wire.send('/v1/users/ada/quarantine', { headers })).json();
    expect((kept as { quarantined: unknown[] }).quarantined).toHaveLength(1);
  });

  it('has its whole batch refused where the deployment is strict', async () => {
    await using wire = await openWire({ strictListenBrainz: true });
    const headers = await wire.join('ada');
    await ask(wire, '/1/submit-listens', { headers, body: batch(listen(0), bad), status: 400 });
    expect(await counted(wire, 'ada')).toBe(0);
    await ask(wire, '/1/submit-listens', { headers, body: batch(listen(0)) });
    expect(await counted(wire, 'ada')).toBe(1);
  });
});

describe('submit-listens is read', () => {
  it.each([
    ['without a Content-Type', {}],
    ['as text/plain', { 'content-type': 'text/plain;charset=UTF-8' }],
    ['as JSON', { 'content-type': 'application/json' }],
    ['as a form', { 'content-type': 'application/x-www-form-urlencoded' }],
  ])('%s', async (_, type) => {
    await using wire = await openWire();
    const headers = { ...(await wire.join('ada')), ...type };
    expect(await ask(wire, '/1/submit-listens', { headers, body: single(listen(1)) })).toEqual({ status: 'ok' });
  });

  it.each(['//1/submit-listens', '/1/submit-listens/', '/1//submit-listens'])('at %s', async (path) => {
    await using wire = await openWire();
    const headers = await wire.join('ada');
    expect((await wire.send(path, { headers, body: single(listen(1)) })).status).toBe(200);
  });

  it('with the MSID of the listen where it is asked for', async () => {
    await using wire = await openWire();
    const call = asking(wire, await wire.join('ada'));
    const path = '/1/submit-listens?return_msid=true';
    const status = 'ok';
    expect(await call(path, { body: single(listen(1)) })).toEqual({
      status,
      recording_msid: itemIdOf('Artist 1', 'Song 1'),
    });
    const recording_mbid = '0F1E2D3C-4B5A-4678-8ABC-DEF012345678';
    const known = listen(2, { additional_info: { recording_mbid } });
    expect(await call(path, { body: single(known) })).toEqual({
      status,
      recording_msid: itemIdOf('Artist 2', 'Song 2'),
    });
    expect(await call(path, { body: batch(listen(3)) })).toEqual({ status });
  });
});

describe('I9 Mine only: a write', () => {
  it.each([
    [{}, 401, 'You need to provide an Authorization header.'],
    [{ authorization: 'Token' }, 401, 'Provided Authorization header is invalid.'],
    [{ authorization: 'Token 00000000-0000-4000-8000-000000000000' }, 401, 'Invalid authorization token.'],
    [
      { authorization: `Token ${operatorToken}` },
      403,
      'The operator token opens no listener of its own; make a user token with POST /v1/users/{userId}/tokens',
    ],
  ])('with the headers %j is %i', async (headers, status, error) => {
    await using wire = await openWire();
    for (const path of ['/1/submit-listens', '/1/latest-import']) {
      const body = path.endsWith('listens') ? single(listen(1)) : { ts: 1 };
      expect(await ask(wire, path, { headers, body, status })).toEqual({ code: status, error });
    }
  });

  it('to a path that is not there is 404, also below the paths that are', async () => {
    await using wire = await openWire();
    const headers = await wire.join('ada');
    for (const path of ['/1', '/1/', '/1/submit-listen', '/1/submit-listens/x', '/1/user/ada', '/apis/web/v1/stats']) {
      expect((await wire.send(path, { headers })).status, path).toBe(404);
    }
    const { code } = await ask(wire, '/1/user/ada/nothing', { headers, status: 404 });
    expect(code).toBe(404);
  });
});

describe('under overload', () => {
  it('submit-listens is 503 with the time to wait and the four headers, never 429, and nothing is lost', async () => {
    await using wire = await openWire();
    const headers = await wire.join('ada');
    const { stores } = wire.test.home;
    const clock = () => wire.test.time.now;
    const history = { page: async () => [] };
    const publish = async () => {
      throw new Rejection('overloaded', 'The queue is full', { retryAfterSeconds: 5 });
    };
    const http = createHttp({
      routes: routesOf(
        operationsOf(listenBrainz, 'ingest'),
        createListenBrainzIngest({ ...stores, history, topics: { publish }, log: () => {} }),
      ),
      authenticate: async () => ({ scope: 'user', userId: 'ada' as UserId, tokenId: 'a' }),
      dialectOf,
      clock,
      log: () => {},
    });
    const body = JSON.stringify(single(listen(1)));
    for (let time = 0; time < 3; time++) {
      const response = await http(new Request('http://host/1/submit-listens', { method: 'POST', headers, body }));
      expect([response.status, await response.json()]).toEqual([
        503,
        { code: 503, error: 'Cannot submit listens to queue, please try again later.' },
      ]);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'retry-after': '5',
        'x-ratelimit-limit': expect.stringMatching(/^\d+$/),
        'x-ratelimit-remaining': expect.stringMatching(/^\d+$/),
        'x-ratelimit-reset': expect.stringMatching(/^\d+$/),
        'x-ratelimit-reset-in': expect.stringMatching(/^\d+$/),
      });
    }
  });
});
