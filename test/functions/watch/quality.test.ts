/** Good days are fed in, then a bad one: the stage that is wrong turns late and says the numbers, and no other does. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchDials } from '#shared/domain/tuning.ts';
import type { Gate, ModelManifest } from '#shared/schemas/model.ts';
import type { RowOf } from '#shared/schemas/tables.ts';
import type { Stage } from '#shared/schemas/verdict.ts';
import { monday, openTestHome, type TestHome } from '#test/support/home.ts';
import { at, landed, listened, listenRow } from '#test/support/warehouse-rows.ts';
import { modelVersion, storeEdition } from '#test/support/wire-edition.ts';

const day = 86_400;
const perDay = 600;

let opened: TestHome;
beforeEach(async () => {
  opened = await openTestHome();
  await opened.home.stores.warehouse.load('items', [itemRow()]);
});
afterEach(() => opened[Symbol.asyncDispose]());

type Listen = RowOf<'listens'>;

/** `count` listens of one day, `ago` days before Monday noon, evenly spread and received at once. */
function listensOf(ago: number, count = perDay, change: (listen: Listen, nth: number) => Partial<Listen> = () => ({})) {
  return Array.from({ length: count }, (_, nth) => {
    const listened_at = at(monday - (ago + 1) * day + Math.floor(((nth + 1) * day) / (count + 1)));
    const listen = listenRow({ user_id: `user ${nth % 9}`, artist_id: 'band', listened_at });
    return { ...listen, ...change(listen, nth) };
  });
}

/** A fortnight of good days, then the last day. */
async function feed(lastDay: readonly Listen[]): Promise<void> {
  const before = Array.from({ length: 14 }, (_, nth) => listensOf(nth + 1)).flat();
  await opened.home.stores.warehouse.load('listens', [...before, ...lastDay]);
}

/** What the watch says, after a training unless there was one at this instant or none is wanted. */
async function stages({ trained = true } = {}): Promise<Map<string, Stage>> {
  const [newest] = await opened.home.stores.registry.manifests(1);
  if (trained && newest?.trainedAt !== opened.time.now) await publish({});
  expect((await opened.call('POST', '/v1/run/watch')).status).toBe(200);
  const { json } = await opened.call('GET', '/v1/status');
  return new Map((json.stages as Stage[]).map((stage) => [stage.stage, stage]));
}

const measured = ['listen volume', 'late listens', 'repeated listens', 'unknown items', 'unmatched artists'];

async function expectLate(stage: string, value: number): Promise<void> {
  const found = await stages();
  expect(found.get(stage)).toMatchObject({ state: 'late', detail: expect.stringMatching(/\d/) });
  expect(found.get(stage)?.value).toBeCloseTo(value, 2);
  for (const other of measured.filter((name) => name !== stage)) expect(found.get(other)?.state, other).toBe('ok');
  const line = opened.lines.find((text) => text.includes('"stage watched"') && text.includes(`"${stage}"`));
  expect(line).toContain('"severity":"ERROR"');
}

describe('watch', () => {
  it('finds a good day good', async () => {
    await feed(listensOf(0));
    const found = await stages();
    for (const stage of measured) expect(found.get(stage), stage).toMatchObject({ state: 'ok', value: 0 });
  });

  it('notices a day that brings a third of the usual listens', async () => {
    await feed(listensOf(0, perDay / 3));
    await expectLate('listen volume', 2 / 3);
  });

  it('notices listens that come late', async () => {
    const late = (listen: Listen, nth: number) =>
      nth % 3 === 0 ? {} : { received_at: at(listen.listened_at.getTime() / 1_000 + watchDials.lateSeconds + 1) };
    await feed(listensOf(0, perDay, late));
    await expectLate('late listens', 2 / 3);
  });

  it('notices listens that repeat each other', async () => {
    const day = listensOf(0, perDay * 0.95);
    await feed([...day, ...day.slice(0, 30).map((listen) => ({ ...listen, listen_id: `${listen.listen_id} again` }))]);
    await expectLate('repeated listens', 0.05);
  });

  it('notices items of which nobody knows more than the id', async () => {
    await feed(listensOf(0, perDay, (_, nth) => (nth % 4 === 0 ? { item_id: 'nameless' } : {})));
    await expectLate('unknown items', 1 / 4);
  });

  it('notices listens without an artist, unless they were so when the model was trained', async () => {
    await feed(listensOf(0, perDay, (_, nth) => (nth % 2 === 0 ? { artist_id: null } : {})));
    await expectLate('unmatched artists', 1 / 2);
    opened.time.now += 1;
    await publish({ quality: { 'share without artist': 0.4 } });
    expect((await stages()).get('unmatched artists')).toMatchObject({ state: 'ok', objective: 0.6000000000000001 });
  });

  it('overlooks a few odd listens, and does not speak of the volume of a quiet home', async () => {
    const odd = listensOf(0, 15, () => ({ item_id: 'nameless', artist_id: null, received_at: at(monday) }));
    await opened.home.stores.warehouse.load('listens', odd);
    const found = await stages();
    expect(measured.map((stage) => found.get(stage)?.state)).toEqual(['unknown', 'ok', 'ok', 'ok', 'ok']);
  });

  it('notices editions that repeat too much', async () => {
    await opened.user('ada');
    expect((await stages()).get('edition repeats')).toMatchObject({ state: 'unknown', value: null });
    const playlistId = '7d9c1c3a-1f0e-5c1a-9b1d-2f3e4d5c6b7a';
    await storeEdition(opened, { playlistId, dueAt: monday - day, repeats: 1 });
    opened.time.now += 1;
    expect((await stages()).get('edition repeats')).toMatchObject({ state: 'late', value: 0.5 });
  });

  it('notices a model whose favourites are new, and one that is never published', async () => {
    const popularity: Gate = { gate: 'popularity', passed: false, value: 30, limit: 'at least 50', detail: '' };
    await publish({ state: 'held', gates: [popularity] });
    const found = await stages();
    expect(found.get('model drift')).toMatchObject({ state: 'late', value: 70 });
    expect(found.get('publication age')).toMatchObject({ state: 'ok', value: 0 });
    await publish({ state: 'trained', gates: [{ ...popularity, value: 90 }] });
    opened.time.now += watchDials.publicationSecondsMax + 1;
    const later = await stages({ trained: false });
    expect(later.get('model drift')).toMatchObject({ state: 'ok', value: 10 });
    expect(later.get('publication age')).toMatchObject({ state: 'late', value: watchDials.publicationSecondsMax + 1 });
  });

  it('I11 Bounded: asks the warehouse once a training, as of its instant, and says until the next what it knew', async () => {
    await feed(listensOf(0));
    expect((await stages({ trained: false })).get('listen volume')).toBeUndefined();
    expect((await stages()).get('listen volume')).toMatchObject({ state: 'ok', value: 0 });
    // Nothing more lands before the next training, as in the cloud, whose listens are counted by it.
    opened.time.now += 23 * 3_600;
    expect((await stages({ trained: false })).get('listen volume')).toMatchObject({ state: 'ok', value: 0 });
    opened.time.now = monday + day;
    expect((await stages()).get('listen volume')).toMatchObject({ state: 'late', value: 1 });
  });

  it('keeps watching everything else while the warehouse does not answer, and says so after a day and a half', async () => {
    const { warehouse } = opened.home.stores;
    await stages();
    const pages = Reflect.get(warehouse, 'pages');
    Reflect.set(warehouse, 'pages', () => {
      throw new Error('quota');
    });
    opened.time.now += watchDials.qualitySecondsMax + 1;
    const found = await stages();
    Reflect.set(warehouse, 'pages', pages);
    expect(found.get('quality age')).toMatchObject({ state: 'late', value: watchDials.qualitySecondsMax + 1 });
    expect(found.get('learn queue age')?.state).toBe('ok');
    expect(opened.lines.some((line) => line.includes('quality not measured') && line.includes('quota'))).toBe(true);
    expect((await stages({ trained: false })).get('quality age')).toMatchObject({ state: 'ok', value: 0 });
  });

  it('measures what the warehouse made of messages, too', async () => {
    const listen = { id: 'x', itemId: 'nameless', listenedAt: monday - 60 };
    await opened.home.stores.warehouse.load('listen_messages', [
      landed('m', listened('ada', monday, [listen]), monday),
    ]);
    await opened.home.verbs.refresh();
    expect((await stages()).get('unknown items')?.detail).toBe(
      '1 of 1 listens of the last day are of an item without a title',
    );
  });
});

async function publish(told: Partial<ModelManifest>): Promise<void> {
  const { registry } = opened.home.stores;
  await registry.record({
    modelVersion,
    trainedAt: opened.time.now,
    watermark: monday,
    configDigest: '',
    codeVersion: 'test',
    ranker: 'kernel',
    counts: { listens: 1, users: 1, items: 1, neighbours: 0, candidates: 0, lists: 0 },
    quality: {},
    gates: [],
    state: 'published',
    shards: 1,
    ...told,
  });
  await registry.point(() => ({ modelVersion, publishedAt: monday, watermark: monday, previous: [] }));
}

function itemRow(): RowOf<'items'> {
  const unknown = { release_name: null, release_id: null, release_group_id: null, duration_ms: null, url: null };
  return {
    item_id: 'song',
    kind: 'track',
    title: 'Song',
    artist_id: 'band',
    artist_name: 'Band',
    ...unknown,
    recording_id: null,
    song_id: null,
    addresses: '[]',
    artist_addresses: '[]',
    published_at: null,
    serial: null,
    explicit: null,
    tags: '[]',
    source: 'operator',
    received_at: at(1),
    message_id: '1',
  };
}
