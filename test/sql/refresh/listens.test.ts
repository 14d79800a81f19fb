import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';
import { engagementWeight } from '#shared/domain/listens/engagement.ts';
import type { ListensMessage } from '#shared/schemas/message.ts';
import { cloudOverlapSeconds, refreshCatalogue, refreshListens } from '#shared/sql/refresh/refresh.ts';
import {
  ask,
  at,
  catalogued,
  everythingIn,
  landed,
  listened,
  type MessageRow,
  retracted,
  type Told,
} from '#test/support/warehouse-rows.ts';

const warehouse = await openWarehouse({ path: ':memory:' });
afterAll(() => warehouse.close());

const emptied = [
  'listen_messages',
  'arrived_listens',
  'listens',
  'retractions',
  'item_words',
  'echoes',
  'items',
  'item_tags',
] as const;
async function empty(): Promise<void> {
  for (const table of emptied) await warehouse.load(table, [], 'replace');
}
beforeEach(empty);

const refresh = (overlapSeconds = cloudOverlapSeconds) => refreshListens(warehouse, { overlapSeconds });
const rows = () => everythingIn(warehouse, 'listens', 'user_id, listen_id');
const song = (id: string, more: Partial<Told> = {}): Told => ({
  id,
  itemId: `song ${id}`,
  listenedAt: 1_600_000_000,
  ...more,
});

describe('listens.sql', () => {
  it('flattens a message into one row a listen, as it was accepted', async () => {
    const listen = song('a', {
      itemId: 'song',
      songId: 'its song' as never,
      artistId: 'band',
      playedMs: 90_000,
      durationMs: 180_000,
      title: 'Ünïcode "quoted" \\ 🎧',
      info: { nested: { list: [1, 2.5, null, true] } },
    });
    await warehouse.load('listen_messages', [landed('m1', listened('ada', 1_600_000_100, [listen]), 1_600_000_101)]);
    await refresh();
    const [row, ...more] = await rows();
    expect(more).toEqual([]);
    expect({ ...row, listen: JSON.parse(row?.listen ?? '') }).toEqual({
      listen_id: 'a',
      user_id: 'ada',
      item_id: 'song',
      song_id: 'its song',
      kind: 'track',
      artist_id: 'band',
      listened_at: at(1_600_000_000),
      played_ms: 90_000,
      duration_ms: 180_000,
      weight: 0.5,
      separation: 45,
      batch_id: 'batch of ada at 1600000100: a',
      received_at: at(1_600_000_100),
      message_id: 'm1',
      landed_at: at(1_600_000_101),
      listen: { userId: 'ada', kind: 'track', ...listen },
    });
  });

  it('I1 A client id belongs to its user: two users may use the same', async () => {
    await warehouse.load('listen_messages', [
      landed('m1', listened('ada', 10, [song('1')])),
      landed('m2', listened('bob', 11, [song('1')])),
      landed('m3', retracted('bob', 12, ['1'])),
    ]);
    await refresh();
    expect((await rows()).map(({ user_id }) => user_id)).toEqual(['ada']);
  });

  it('I1 A resend that lands long after the window of the last run is still the same listen', async () => {
    await warehouse.load('listen_messages', [landed('m1', listened('ada', 1_000, [song('a')]))]);
    await refresh(0);
    const resend = listened('ada', 90_000_000, [song('a'), song('b')]);
    await warehouse.load('listen_messages', [landed('m2', resend)]);
    await refresh(0);
    expect((await rows()).map(({ listen_id, message_id }) => [listen_id, message_id])).toEqual([
      ['a', 'm1'],
      ['b', 'm2'],
    ]);
  });

  it('I1 A listen that was taken back before it was told is never counted', async () => {
    await warehouse.load('listen_messages', [landed('m1', retracted('ada', 1_000, ['a']))]);
    await refresh(0);
    await warehouse.load('listen_messages', [landed('m2', listened('ada', 90_000_000, [song('a')]))]);
    await refresh(0);
    expect(await rows()).toEqual([]);
  });

  it('I3 weighs every listen as engagementWeight does', async () => {
    const milliseconds = fc.option(
      fc.oneof(fc.nat(400_000), fc.nat(3_600_000), fc.constantFrom(0, 30_000, 30_001, 105_000, 240_000)),
      {
        nil: undefined,
      },
    );
    const played = fc.array(fc.record({ playedMs: milliseconds, durationMs: milliseconds }), { minLength: 400 });
    for (const listens of fc.sample(played, { numRuns: 1, seed: 20_261_123 })) {
      const told = listens.map((listen, index) => song(`l${index}`, defined(listen)));
      await warehouse.load('listen_messages', [landed('m1', listened('ada', 10, told))]);
      await refresh();
      const weights = new Map((await rows()).map(({ listen_id, weight }) => [listen_id, weight]));
      listens.forEach((listen, index) => {
        expect(weights.get(`l${index}`), JSON.stringify(listen)).toBeCloseTo(engagementWeight(listen), 12);
      });
    }
  });

  it('I2 Order is nothing: however messages are cut, ordered and repeated, `listens` is the same', async () => {
    await fc.assert(
      fc.asyncProperty(
        history,
        fc.array(fc.nat(3), { maxLength: 3 }),
        fc.infiniteStream(fc.nat()),
        async (messages, cuts, luck) => {
          const deliveries = deliver(messages, luck);
          await empty();
          for (const part of cutInto(deliveries, cuts)) {
            await warehouse.load('listen_messages', part);
            await refresh();
          }
          expect(await kept()).toEqual(expected(messages));
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('echoes.sql', () => {
  const begun = 1_600_000_000;
  const play = (id: string, second: number, more: Partial<Told> = {}): Told =>
    song(id, { itemId: 'song', listenedAt: begun + second, durationMs: 200_000, ...more });
  const counted = async () => (await rows()).map(({ listen_id }) => listen_id);
  const tell = async (...messages: ListensMessage[]) => {
    for (const message of messages) {
      await warehouse.load('listen_messages', [landed(`m${nth++}`, message)]);
      await refresh();
    }
  };
  let nth = 0;

  it('I13 One song: a play told by a scrobbler, by a player and by an export counts once, a song on repeat every time', async () => {
    await tell(
      listened('ada', 10, [play('scrobbled', 0), play('again', 200), play('and again', 300)]),
      listened('ada', 20, [play('by the player', 1, { durationMs: undefined as never, playedMs: 199_500 })]),
      listened('ada', 30, [
        play('exported', 2, { durationMs: undefined as never, itemId: 'other', songId: 'song' as never }),
      ]),
      listened('ada', 40, [play('another song', 2, { itemId: 'other' })]),
      listened('bob', 40, [play('of another', 2)]),
    );
    expect(await counted()).toEqual(['again', 'and again', 'another song', 'scrobbled', 'of another']);
  });

  it('I13 One song: a skip does not swallow the play behind it, and what was taken back takes its echoes along', async () => {
    const skip = play('skip', 0, { playedMs: 5_000 });
    await tell(listened('ada', 10, [skip, play('played', 6, { playedMs: 200_000 })]));
    expect(await counted()).toEqual(['played', 'skip']);
    await tell(retracted('ada', 20, ['played']), listened('ada', 30, [play('import', 5), play('later', 210)]));
    expect(await counted()).toEqual(['later', 'skip']);
  });

  it('I2 Order is nothing: what counts is a function of the set of what was told and taken back', async () => {
    await fc.assert(
      fc.asyncProperty(
        tellings,
        fc.infiniteStream(fc.nat()),
        fc.array(fc.nat(3), { maxLength: 3 }),
        async (told, luck, cuts) => {
          const messages = told.map(({ id, gone, ...more }, index) =>
            gone
              ? retracted('ada', 1_000 + index, [id])
              : listened('ada', 1_000 + index, [song(id, more as Partial<Told>)]),
          );
          const shuffled = messages
            .map((message, index) => [luck.next().value ?? 0, landed(`m${index}`, message)] as const)
            .sort(([a], [b]) => a - b);
          await empty();
          for (const part of cutInto(
            shuffled.map(([, row]) => row),
            cuts,
          )) {
            await warehouse.load('listen_messages', part);
            await refresh();
          }
          expect(await counted()).toEqual(playsIn(told));
        },
      ),
      { numRuns: 40 },
    );
  });

  /** Up to twelve listens of two songs within ten minutes, each told once, some taken back. */
  const tellings = fc.uniqueArray(
    fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'),
      gone: fc.constantFrom(false, false, false, false, true),
      itemId: fc.constantFrom('song', 'song', 'other'),
      listenedAt: fc.integer({ min: begun, max: begun + 600 }),
      playedMs: fc.constantFrom(undefined, undefined, 4_000, 200_000),
      durationMs: fc.constantFrom(undefined, 200_000),
    }),
    { selector: ({ id, gone }) => `${id} ${gone}`, maxLength: 14 },
  );
  type Telling = typeof tellings extends fc.Arbitrary<readonly (infer T)[]> ? T : never;

  /** The rule in words, over all pairs. */
  function playsIn(all: readonly Telling[]): string[] {
    const gone = new Set(all.filter((one) => one.gone).map(({ id }) => id));
    const told = all.filter((one) => !one.gone);
    const length = ({ playedMs, durationMs }: Telling): number =>
      (playedMs ?? durationMs ?? Number.POSITIVE_INFINITY) / 2_000;
    const apart = (a: Telling, b: Telling): number => {
      const shorter = Math.min(length(a), length(b));
      return shorter === Number.POSITIVE_INFINITY ? 30 : Math.min(240, shorter);
    };
    const near = (a: Telling, b: Telling): boolean =>
      a.id !== b.id && a.itemId === b.itemId && Math.abs(a.listenedAt - b.listenedAt) < apart(a, b);
    const before = (a: Telling, b: Telling): boolean =>
      a.listenedAt < b.listenedAt || (a.listenedAt === b.listenedAt && a.id < b.id);
    return told
      .filter((one) => !gone.has(one.id))
      .filter((one) => !told.some((other) => near(one, other) && (gone.has(other.id) || before(other, one))))
      .map(({ id }) => id)
      .sort();
  }
});

describe('batches_of_user.sql', () => {
  it('tells what is here and not counted yet, and nothing of others', async () => {
    const first = listened('ada', 10, [song('a'), song('b')]);
    const second = listened('ada', 20, [song('b'), song('c'), song('d')]);
    const third = retracted('ada', 30, ['a', 'd']);
    const batches = () => ask(warehouse, 'learn/batches_of_user', { user_id: 'ada', since: at(0) });
    const row = ({ batchId, type, receivedAt }: ListensMessage, outstanding: number) => ({
      batch_id: batchId,
      type,
      received_at: receivedAt,
      outstanding,
    });
    await warehouse.load('listen_messages', [landed('m1', first), landed('m0', listened('bob', 9, [song('a')]))]);
    expect(await batches()).toEqual([row(first, 2)]);
    await refresh();
    expect(await batches()).toEqual([row(first, 0)]);
    await warehouse.load('listen_messages', [landed('m2', second), landed('m3', third)]);
    expect(await batches()).toEqual([row(first, 0), row(second, 2), row(third, 2)]);
    await refresh();
    expect((await batches()).map(({ outstanding }) => outstanding)).toEqual([0, 0, 0]);
    expect(await ask(warehouse, 'learn/batches_of_user', { user_id: 'ada', since: at(21) })).toHaveLength(1);
  });
});

describe('items.sql', () => {
  const refreshItems = () => refreshCatalogue(warehouse, { overlapSeconds: cloudOverlapSeconds });

  it("keeps the operator's latest word, else what listeners agree on, in whatever order they land", async () => {
    const told = (id: string, itemId: string, more: object) => song(id, { itemId, recordingId: 'r', ...more } as never);
    const said = [
      landed('m1', listened('ada', 10, [told('a', 'x', { title: 'lie', artistId: 'a1', tags: ['rock'] })])),
      landed(
        'm2',
        listened('bob', 11, [told('b', 'x', { title: 'true', artistId: 'a2', tags: ['jazz'], durationMs: 5 })]),
      ),
      landed('m3', catalogued(12, [{ itemId: 'y', title: 'old', tags: ['pop'], source: 'operator' }])),
      landed('m4', catalogued(13, [{ itemId: 'y', title: 'new', tags: ['pop', 'Pop'], source: 'operator' }])),
      landed('m5', listened('ada', 9, [told('c', 'y', { title: 'from a listen' })])),
    ];
    const cyd = landed('m6', listened('cyd', 20, [told('d', 'x', { title: 'true', artistId: 'a2', tags: ['jazz'] })]));
    for (const order of [said, said.toReversed()]) {
      await empty();
      for (const message of order) {
        await warehouse.load('listen_messages', [message]);
        await refreshItems();
      }
      const x = { item_id: 'x', source: 'listen', duration_ms: 5 };
      const y = { item_id: 'y', title: 'new', source: 'operator' };
      // Nobody agrees: no words, and the keys of the first, by which blocks go.
      expect(await everythingIn(warehouse, 'items', 'item_id')).toMatchObject([
        { ...x, title: null, artist_id: 'a1', tags: '[]' },
        y,
      ]);
      await warehouse.load('listen_messages', [cyd]);
      await refreshItems();
      expect(await everythingIn(warehouse, 'items', 'item_id')).toMatchObject([
        { ...x, title: 'true', artist_id: 'a2', tags: '["jazz"]' },
        y,
      ]);
      expect(await everythingIn(warehouse, 'item_tags', 'item_id, tag')).toEqual([
        { item_id: 'x', tag: 'jazz', taggings: 1 },
        { item_id: 'y', tag: 'pop', taggings: 1 },
      ]);
    }
  });

  it('names an item by the names that its id is made of, whoever tells them, and by nothing else that one listener says', async () => {
    const names = { itemId: 'x', title: 'Sinnerman', artistName: 'Nina Simone', releaseName: 'Pastel Blues' };
    await warehouse.load('listen_messages', [landed('m1', listened('ada', 10, [song('a', names as never)]))]);
    await refreshItems();
    const [item] = await everythingIn(warehouse, 'items', 'item_id');
    expect(item).toMatchObject({ title: 'Sinnerman', artist_name: 'Nina Simone', release_name: null });
  });

  it('takes one listener’s word for whose song an item is while nobody else plays it, as domain/tellings.ts does', async () => {
    const spotify = { itemId: 'spotify:track:1', title: 'Sinnerman', artistName: 'Nina Simone', recordingId: 'r' };
    const keyOf = async (): Promise<unknown> => {
      await refreshItems();
      const [item] = await everythingIn(warehouse, 'items', 'item_id');
      return [item?.recording_id, item?.title];
    };
    await warehouse.load('listen_messages', [landed('m1', listened('ada', 10, [song('a', spotify as never)]))]);
    expect(await keyOf()).toEqual(['r', null]);
    const { itemId } = spotify;
    const other = { itemId, title: 'Another', artistName: 'Somebody', recordingId: 'another' };
    await warehouse.load('listen_messages', [landed('m2', listened('bob', 11, [song('b', other as never)]))]);
    expect(await keyOf()).toEqual([null, null]);
    await warehouse.load('listen_messages', [landed('m3', listened('cyd', 12, [song('c', spotify as never)]))]);
    expect(await keyOf()).toEqual(['r', 'Sinnerman']);
  });

  it('takes everything a catalogue says of an item', async () => {
    const item = {
      itemId: 'e',
      kind: 'episode',
      title: 'Nº 1',
      artistId: 'show',
      artistName: 'The Show',
      releaseName: 'Season 1',
      releaseId: 'season 1',
      releaseGroupId: 'seasons',
      durationMs: 1_800_000,
      publishedAt: 1_700_000_000,
      serial: 0,
      explicit: false,
      url: 'https://example.org/1.mp3',
      tags: [],
      source: 'operator',
    };
    await warehouse.load('listen_messages', [landed('m1', catalogued(12, [item]))]);
    await refreshItems();
    expect(await everythingIn(warehouse, 'items', 'item_id')).toEqual([
      {
        item_id: 'e',
        kind: 'episode',
        title: 'Nº 1',
        artist_id: 'show',
        artist_name: 'The Show',
        release_name: 'Season 1',
        release_id: 'season 1',
        release_group_id: 'seasons',
        duration_ms: 1_800_000,
        published_at: 1_700_000_000,
        serial: 0,
        explicit: false,
        url: 'https://example.org/1.mp3',
        recording_id: null,
        song_id: null,
        addresses: '[]',
        artist_addresses: '[]',
        tags: '[]',
        source: 'operator',
        received_at: at(12),
        message_id: 'm1',
      },
    ]);
  });
});

/** Messages of two users over six listen ids: told, told again otherwise, and taken back. */
const history = fc.array(
  fc.record({
    userId: fc.constantFrom('ada', 'bob'),
    receivedAt: fc.integer({ min: 1_000, max: 1_005 }),
    publishedAfter: fc.nat(3),
    ids: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1, maxLength: 4 }),
    takenBack: fc.constantFrom(false, false, false, true),
    playedMs: fc.nat(200_000),
  }),
  { minLength: 1, maxLength: 9 },
);
type Said = typeof history extends fc.Arbitrary<infer T> ? T : never;

const messageId = (index: number) => `m${index}`;
const messageOf = ({ userId, receivedAt, ids, takenBack, playedMs }: Said[number]): ListensMessage =>
  takenBack
    ? retracted(userId, receivedAt, ids)
    : listened(
        userId,
        receivedAt,
        ids.map((id) => song(id, { playedMs })),
      );

/** Every message once or more, in any order. */
function deliver(messages: Said, luck: fc.Stream<number>): MessageRow[] {
  const rows = messages.map((said, index) =>
    landed(messageId(index), messageOf(said), said.receivedAt + said.publishedAfter),
  );
  const repeated = rows.filter(() => (luck.next().value ?? 0) % 3 === 0);
  return [...rows, ...repeated]
    .map((row) => [luck.next().value ?? 0, row] as const)
    .sort(([a], [b]) => a - b)
    .map(([, row]) => row);
}

function cutInto(rows: readonly MessageRow[], cuts: readonly number[]): MessageRow[][] {
  const parts: MessageRow[][] = [];
  let rest = rows;
  for (const size of [...cuts, rows.length]) {
    parts.push(rest.slice(0, size));
    rest = rest.slice(size);
  }
  return parts;
}

async function kept(): Promise<unknown[]> {
  return (await rows()).map((row) => [row.user_id, row.listen_id, row.message_id, row.played_ms, row.batch_id]);
}

/** What the contract says, without SQL: the copy received first, unless the listen was ever taken back. */
function expected(messages: Said): unknown[] {
  const key = (userId: string, id: string) => `${userId}/${id}`;
  const gone = new Set(messages.filter((m) => m.takenBack).flatMap((m) => m.ids.map((id) => key(m.userId, id))));
  const first = new Map<string, readonly [number, string, unknown[]]>();
  messages.forEach((said, index) => {
    if (said.takenBack) return;
    for (const id of said.ids) {
      const copy = [said.receivedAt, messageId(index)] as const;
      const known = first.get(key(said.userId, id));
      if (known !== undefined && (known[0] < copy[0] || (known[0] === copy[0] && known[1] < copy[1]))) continue;
      const row = [said.userId, id, messageId(index), said.playedMs, messageOf(said).batchId];
      first.set(key(said.userId, id), [...copy, row]);
    }
  });
  return [...first]
    .filter(([listen]) => !gone.has(listen))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, [, , row]]) => row);
}

function defined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Partial<T>;
}
