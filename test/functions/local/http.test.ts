import { describe, expect, it } from 'vitest';
import { hourlyListens, monday, openTestHome } from '#test/support/home.ts';

describe('/v1', () => {
  it('listens go in, are learned, and can be asked for', async () => {
    await using opened = await openTestHome();
    const { call, home, user } = opened;
    const ada = await user('ada');
    const listens = hourlyListens('ada', ['a', 'b', 'a', 'c', 'a']);
    const answer = await call('POST', '/v1/listens', { listens }, ada);
    expect(answer).toMatchObject({ status: 200, json: { accepted: 5, rejected: [] } });
    await home.idle();
    const { json } = await call('GET', '/v1/users/ada/affinities?of=item', undefined, ada);
    expect(json.affinities.map(({ id, plays }: any) => [id, plays])).toEqual([
      ['a', 3],
      ['c', 1],
      ['b', 1],
    ]);
    expect(json).toMatchObject({ listens: 5, rebuilding: false, tooLowByAtMost: null, modelVersion: null });
    expect(json.asOf).toBe(new Date((monday - 3_600) * 1000).toISOString().replace('.000', ''));
    const artists = await call('GET', '/v1/users/ada/affinities', undefined, ada);
    expect(artists.json.affinities[0]).toMatchObject({ id: 'artist of a', name: 'Artist of a', plays: 3 });
  });

  it('I1 Once: the same listens sent again, together or alone, by id or derived, count once', async () => {
    await using opened = await openTestHome();
    const { call, home, user } = opened;
    await user('ada');
    const listens = hourlyListens('ada', ['a', 'b', 'c']);
    await Promise.all([1, 2, 3, 4, 5].map(() => call('POST', '/v1/listens', { listens })));
    for (const listen of listens) await call('POST', '/v1/listens', { listens: [listen] });
    await home.idle();
    const { json } = await call('GET', '/v1/users/ada/affinities?of=item');
    expect(json.listens).toBe(3);
    expect(json.affinities.map(({ plays }: any) => plays)).toEqual([1, 1, 1]);
  });

  it('I2 Order is nothing: a history sent newest first, far beyond the window, ends in the same affinities', async () => {
    await using opened = await openTestHome();
    const { call } = opened;
    const items = Array.from({ length: 1_200 }, (_, n) => `item ${n % 37}`);
    const forward = hourlyListens('forward', items);
    const backward = hourlyListens('backward', items).toReversed();
    for (let start = 0; start < 1_200; start += 100) {
      await call('POST', '/v1/listens', { listens: forward.slice(start, start + 100) });
      await call('POST', '/v1/listens', { listens: backward.slice(start, start + 100) });
    }
    // A rebuild that meets a change is put off.
    await opened.settled();
    opened.time.now += 3_600;
    await opened.settled();
    const [right, rebuilt] = await Promise.all(
      ['forward', 'backward'].map(
        async (user) => (await call('GET', `/v1/users/${user}/affinities?of=item&limit=100`)).json,
      ),
    );
    expect(rebuilt).toMatchObject({ listens: 1_200, rebuilding: false });
    expect(right.listens).toBe(1_200);
    expect(rebuilt.affinities).toHaveLength(37);
    const byId = new Map<string, any>(right.affinities.map((each: any) => [each.id, each]));
    for (const { id, affinity, recent, plays } of rebuilt.affinities) {
      expect(plays).toBe(byId.get(id).plays);
      expect(Math.abs(affinity / byId.get(id).affinity - 1)).toBeLessThan(1e-9);
      expect(Math.abs(recent / byId.get(id).recent - 1)).toBeLessThan(1e-9);
    }
  });

  it('I12 Said: good listens of a bad batch are kept, each bad one is named and quarantined', async () => {
    await using opened = await openTestHome();
    const { call, home, user } = opened;
    const ada = await user('ada');
    const good = hourlyListens('ada', ['a'])[0] as object;
    const bad: [unknown, string][] = [
      [{ ...good, listenedAt: monday + 7_200 }, 'in-the-future'],
      [{ ...good, listenedAt: '1999-01-01T00:00:00Z' }, 'too-old'],
      [{ ...good, listenedAt: 'yesterday' }, 'invalid-listen'],
      [{ ...good, itemId: 'bell\u0007' }, 'invalid-listen'],
      [{ ...good, itemId: '' }, 'invalid-listen'],
      [{ ...good, userId: 'eve' }, 'other-user'],
      [{ listenedAt: monday - 60 }, 'invalid-listen'],
      ['not a listen', 'invalid-listen'],
      [null, 'invalid-listen'],
    ];
    const { status, json } = await call(
      'POST',
      '/v1/listens',
      { listens: [good, ...bad.map(([value]) => value)] },
      ada,
    );
    expect(status).toBe(200);
    expect(json.accepted).toBe(1);
    expect(json.rejected.map(({ index, code }: any) => [index, code])).toEqual(
      bad.map(([, code], nth) => [nth + 1, code]),
    );
    for (const { detail } of json.rejected) expect(detail).toMatch(/".*"|the listen/);
    await home.idle();
    const quarantine = await call('GET', '/v1/users/ada/quarantine?limit=100', undefined, ada);
    expect(quarantine.json.quarantined).toHaveLength(bad.length);
    expect((await call('GET', '/v1/users/ada/affinities', undefined, ada)).json.listens).toBe(1);
  });

  it('I12 Said: a wrong field beside a good listen is dropped and named, and the listen is kept', async () => {
    await using opened = await openTestHome();
    const ada = await opened.user('ada');
    const good = hourlyListens('ada', ['a', 'b'])[0] as object;
    const listens = [
      { ...good, durationMs: 'long' },
      { ...good, listenedAt: monday - 9_000, surprise: true },
    ];
    const { json } = await opened.call('POST', '/v1/listens', { listens }, ada);
    expect(json).toMatchObject({ accepted: 2, rejected: [] });
    expect(json.dropped).toEqual([
      { index: 0, fields: ['durationMs'] },
      { index: 1, fields: ['surprise'] },
    ]);
  });

  it.each([
    ['invalid JSON', '{"listens": [', 400, 'invalid-json'],
    ['no JSON at all', 'hello', 400, 'invalid-json'],
    ['an empty body', '', 400, 'invalid-json'],
    ['an array', '[]', 400, 'invalid-request'],
    ['no listens', { listens: [] }, 400, 'invalid-request'],
    ['1,001 listens', { listens: Array.from({ length: 1_001 }, () => ({})) }, 400, 'invalid-request'],
    ['a foreign key', { listens: [{}], more: 1 }, 400, 'invalid-request'],
    ['deep nesting', `{"listens":${'['.repeat(5_000)}${']'.repeat(5_000)}}`, 400, 'invalid-json'],
    ['more than the limit', `{"listens":["${'x'.repeat(10_300_000)}"]}`, 413, 'too-large'],
  ])('I12 Said: %s is refused with a problem that names it', async (_what, body, status, code) => {
    await using opened = await openTestHome();
    const answer = await opened.call('POST', '/v1/listens', body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.json).toMatchObject({ type: `urn:segue:problem:${code}`, status, instance: '/v1/listens' });
    expect(answer.json.detail.length).toBeGreaterThan(10);
  });

  it.each([
    ['GET', '/v1/users/nobody', 404, 'not-found'],
    ['GET', '/v1/users/nobody/affinities', 404, 'not-found'],
    ['GET', '/v1/users/nobody/recommendations', 404, 'not-found'],
    ['GET', '/v1/users/nobody/playlists', 404, 'not-found'],
    ['GET', '/v1/users/nobody/playlists/weekly-jams', 404, 'not-found'],
    ['GET', '/v1/users/nobody/playlists/monthly-jams', 400, 'invalid-request'],
    ['GET', '/v1/playlists/00000000-0000-4000-8000-000000000000', 404, 'not-found'],
    ['GET', '/v1/playlists/no-uuid', 400, 'invalid-request'],
    ['GET', '/v1/items/unheard-of/similar', 404, 'not-found'],
    ['GET', '/v1/users/ada/affinities?of=mood', 400, 'invalid-request'],
    ['GET', '/v1/users/ada/affinities?limit=1000', 400, 'invalid-request'],
    ['GET', '/v1/users/%E0%A4%A/affinities', 404, 'not-found'],
    ['GET', '/v2/anything', 404, 'not-found'],
    ['GET', '/apis/web/v1/stats', 404, 'not-found'],
    ['PATCH', '/v1/listens', 405, 'method-not-allowed'],
    ['DELETE', '/v1/status', 405, 'method-not-allowed'],
  ])('I12 Said: %s %s is %i %s', async (method, path, status, code) => {
    await using opened = await openTestHome();
    await opened.user('ada');
    const answer = await opened.call(method, path);
    expect(answer.status).toBe(status);
    expect(answer.json.type).toBe(`urn:segue:problem:${code}`);
  });

  it.each(['a/b', '...', '__proto__', 'constructor', '🎧', "'; DROP TABLE users; --", 'a%b', 'x'.repeat(256)])(
    'ids are opaque: user, item and artist "%s" work like any other',
    async (id) => {
      await using opened = await openTestHome();
      const { call, home, user } = opened;
      const token = await user(id);
      const listen = { itemId: id, artistId: id, title: 'T', listenedAt: monday - 60, tags: ['__proto__'] };
      expect((await call('POST', '/v1/listens', { listens: [listen] }, token)).json.accepted).toBe(1);
      await home.idle();
      const path = `/v1/users/${encodeURIComponent(id)}/affinities`;
      for (const of of ['item', 'artist']) {
        const { json } = await call('GET', `${path}?of=${of}`, undefined, token);
        expect(json.affinities.map((each: any) => each.id)).toEqual([id]);
      }
      expect((await call('GET', `${path}?of=tag`, undefined, token)).json.affinities[0].id).toBe('__proto__');
    },
  );

  it('reads carry an ETag and answer 304 to who has it; HEAD has no body; OPTIONS says what is allowed', async () => {
    await using opened = await openTestHome();
    const { home, user } = opened;
    const ada = await user('ada');
    const get = (headers: Record<string, string>, method = 'GET') =>
      home.fetch(
        new Request('http://segue.test/v1/users/ada', {
          method,
          headers: { authorization: `token ${ada}`, ...headers },
        }),
      );
    const first = await get({});
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^".+"$/);
    expect((await get({ 'if-none-match': etag })).status).toBe(304);
    expect((await get({ 'if-none-match': '"other"' })).status).toBe(200);
    const head = await get({}, 'HEAD');
    expect([head.status, await head.text(), head.headers.get('etag')]).toEqual([200, '', etag]);
    const options = await get({}, 'OPTIONS');
    expect(options.headers.get('access-control-allow-methods')?.split(', ').sort()).toEqual([
      'DELETE',
      'GET',
      'HEAD',
      'OPTIONS',
      'PUT',
    ]);
    expect(options.headers.get('access-control-allow-origin')).toBe('*');
  });
});
