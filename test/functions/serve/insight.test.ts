/** What is shown to those who look: tokens, listening, models, experiments, the course of stages; and what they mend. */
import { describe, expect, it } from 'vitest';
import { ExperimentConfig } from '#shared/schemas/experiment.ts';
import { heldModel, newestHeldModel } from '#test/support/held-model.ts';
import { hourlyListens, monday, openTestHome } from '#test/support/home.ts';

describe('GET /v1/token', () => {
  it('says whom a token opens, and by which id it is revoked', async () => {
    await using opened = await openTestHome();
    const { call, user } = opened;
    const token = await user('ada');
    const [mine, listed] = [
      await call('GET', '/v1/token', undefined, token),
      await call('GET', '/v1/users/ada/tokens'),
    ];
    expect(mine.json).toEqual({ scope: 'user', userId: 'ada', tokenId: listed.json.tokens[0].tokenId });
    expect((await call('GET', '/v1/token')).json).toEqual({ scope: 'operator', userId: null, tokenId: null });
    expect((await call('GET', '/v1/token', undefined, null)).status).toBe(401);
  });
});

describe('POST /v1/sign-ins/{code}', () => {
  it('lets in once, whoever knows the code, and never with another', async () => {
    await using opened = await openTestHome();
    const { call, home } = opened;
    const path = `/v1/sign-ins/${home.invite()}`;
    const { status, json } = await call('POST', path, undefined, null);
    expect(status).toBe(201);
    expect((await call('GET', '/v1/token', undefined, json.token)).json.scope).toBe('operator');
    const again = await call('POST', path, undefined, null);
    expect([again.status, again.json.detail]).toEqual([401, expect.stringContaining('used already')]);
    expect((await call('POST', '/v1/sign-ins/7d9c1c3a-1f0e-4c1a-9b1d-2f3e4d5c6b7a', undefined, null)).status).toBe(401);
  });

  it('I11 Bounded: of more codes than may be open the oldest is not', async () => {
    await using opened = await openTestHome();
    const { call, home } = opened;
    const codes = Array.from({ length: 17 }, () => home.invite());
    const statuses = [];
    for (const code of [codes[0], codes[1], codes[16]]) {
      statuses.push((await call('POST', `/v1/sign-ins/${code}`, undefined, null)).status);
    }
    expect(statuses).toEqual([401, 201, 201]);
  });
});

describe('GET /v1/users/{userId}/listening', () => {
  it('counts by the hour of the zone, also one of half hours, and by month', async () => {
    await using opened = await openTestHome();
    const { call, user, home } = opened;
    await user('ada', { timeZone: 'Asia/Kolkata' });
    const at = [
      '2026-11-22T18:29:59Z',
      '2026-11-22T18:30:00Z',
      '2026-11-23T05:00:00Z',
      '2026-03-01T05:10:00Z',
      '2019-07-01T00:00:00Z',
    ];
    const listens = at.map((listenedAt, nth) => ({ userId: 'ada', itemId: `i${nth}`, listenedAt }));
    expect((await call('POST', '/v1/listens', { listens })).json.accepted).toBe(5);
    await home.idle();
    await home.verbs.refresh();
    const { json } = await call('GET', '/v1/users/ada/listening');
    expect(json.timeZone).toBe('Asia/Kolkata');
    expect(json.hours).toHaveLength(24);
    // 18:29:59 UTC is 23:59:59 in Kolkata, 18:30 is midnight, 05:00 and 05:10 are 10:30 and 10:40; 2019 is before the year.
    expect(json.hours.filter(({ listens }: any) => listens > 0)).toEqual([
      { hour: 0, listens: 1 },
      { hour: 10, listens: 2 },
      { hour: 23, listens: 1 },
    ]);
    expect(json.months).toEqual([
      { month: '2019-07', listens: 1 },
      { month: '2026-03', listens: 1 },
      { month: '2026-11', listens: 3 },
    ]);
  });
});

describe('GET /v1/users/{userId}/listens', () => {
  it('begins before an instant, and gives a thousand at a time', async () => {
    await using opened = await openTestHome();
    const { call, user, home } = opened;
    await user('ada');
    const items = Array.from({ length: 1_000 }, (_, n) => `i${n}`);
    await call('POST', '/v1/listens', { listens: hourlyListens('ada', items) });
    await home.idle();
    await home.verbs.refresh();
    const all = (await call('GET', '/v1/users/ada/listens?limit=1000')).json;
    expect([all.listens.length, all.nextCursor]).toEqual([1_000, null]);
    const instant = all.listens[399].listenedAt;
    const before = (await call('GET', `/v1/users/ada/listens?limit=2&before=${instant}`)).json;
    expect(before.listens).toEqual(all.listens.slice(400, 402));
    expect((await call('GET', '/v1/users/ada/listens?limit=1001')).status).toBe(400);
  });
});

describe('GET /v1/users/{userId}/affinities', () => {
  it('of shows alone: podcasts, and no artists', async () => {
    await using opened = await openTestHome();
    const { call, user, home } = opened;
    await user('ada');
    const [track, episode] = hourlyListens('ada', ['a', 'b']);
    await call('POST', '/v1/listens', { listens: [track, { ...episode, kind: 'episode' }] });
    await home.idle();
    const named = async (of: string) =>
      (await call('GET', `/v1/users/ada/affinities?of=${of}`)).json.affinities.map(({ id }: any) => id);
    expect(await named('show')).toEqual(['artist of b']);
    expect((await named('artist')).sort()).toEqual(['artist of a', 'artist of b']);
  });
});

describe('GET /v1/models, /v1/experiments, /v1/status/course', () => {
  it('models: newest first, and which of them readers follow', async () => {
    await using opened = await openTestHome();
    const { call, home } = opened;
    await home.stores.registry.record(heldModel);
    await home.stores.registry.record(newestHeldModel);
    const { json } = await call('GET', '/v1/models');
    expect(json.models.map(({ modelVersion }: any) => modelVersion)).toEqual([
      newestHeldModel.modelVersion,
      heldModel.modelVersion,
    ]);
    expect(json.modelVersion).toBeNull();
  });

  it('experiments: as they are configured', async () => {
    const experiments = ExperimentConfig.parse({
      holdback: 0.1,
      experiments: [{ name: 'calm', variants: [{ name: 'a', share: 0.5 }] }],
    });
    await using opened = await openTestHome(monday, { experiments });
    expect((await opened.call('GET', '/v1/experiments')).json).toEqual(experiments);
  });

  it('course: one point in a quarter of an hour, a day of them, however often it is watched', async () => {
    await using opened = await openTestHome();
    const { call, home } = opened;
    for (let minute = 0; minute < 26 * 60; minute += 5) await home.run('watch', monday + minute * 60);
    const { json } = await call('GET', '/v1/status/course');
    const lateness = json.stages.find(({ stage }: any) => stage === 'editions lateness');
    expect(lateness.points).toHaveLength(96);
    expect(lateness.points.at(-1)).toEqual({ at: '2026-11-24T13:45:00Z', value: 0 });
    expect(Date.parse(lateness.points[1].at) - Date.parse(lateness.points[0].at)).toBe(900_000);
  });
});

describe('GET /v1/dead-letters, POST /v1/dead-letters/replay', () => {
  it('lists what failed for good with its reason, and delivers it again', async () => {
    await using opened = await openTestHome();
    const { call, user, home } = opened;
    await user('ada');
    const { database, queue } = home.stores;
    const buried = (body: string) =>
      database
        .prepare(
          `INSERT INTO dead_letters (subscription, topic, ordering_key, attempts, failed_at, reason, body, attributes)
           VALUES ('learn', 'listens', 'ada', 5, ?, 'it was too much', ?, '{}')`,
        )
        .run(monday * 1_000, body);
    const message = { type: 'retracted', batchId: 'b', userId: 'ada', receivedAt: monday, listens: [] };
    buried(JSON.stringify(message));
    buried(JSON.stringify({ ...message, batchId: 'c'.repeat(10_000) }));
    const { json } = await call('GET', '/v1/dead-letters?limit=1');
    expect(json).toMatchObject({
      deadLetters: [{ consumer: 'learn', attempts: 5, failedAt: '2026-11-23T12:00:00Z', reason: 'it was too much' }],
      more: true,
    });
    const [{ deadLetterId }] = json.deadLetters;
    const replay = (body?: object) => call('POST', '/v1/dead-letters/replay', body);
    expect((await replay({ deadLetterIds: [deadLetterId, '999'] })).json).toEqual({ replayed: [deadLetterId] });
    const rest = (await call('GET', '/v1/dead-letters')).json;
    expect([rest.deadLetters.length, rest.deadLetters[0].body.length, rest.more]).toEqual([1, 4_000, false]);
    expect((await replay()).json.replayed).toHaveLength(1);
    expect(queue.deadLetterCounts()).toEqual({});
  });
});
