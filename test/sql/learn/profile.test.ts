import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';
import type { WeighedListen } from '#shared/domain/profile/arrivals.ts';
import { emptyProfile, learn } from '#shared/domain/profile/learn.ts';
import { byRank } from '#shared/domain/profile/sums.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { AffinityEntry, Profile } from '#shared/schemas/profile.ts';
import { ask, at, itemRow, listenRow } from '#test/support/warehouse-rows.ts';

const warehouse = await openWarehouse({ path: ':memory:' });
afterAll(() => warehouse.close());

type AffinityRow = { affinity_of: string; id: string; fast: number; slow: number; newest_at: number; plays: number };
const affinities = (user_id: string) => ask<AffinityRow>(warehouse, 'learn/profile_affinities', { user_id });

/** Up to 120 listens of a catalogue of 12 items, within 400 days: enough to share items, artists, shows and tags. */
const listens = fc.uniqueArray(
  fc.record({
    item: fc.nat(11),
    listenedAt: fc.integer({ min: 28_333_333, max: 28_909_333 }).map((minute) => minute * 60),
    weight: fc.oneof(fc.constant(0), fc.constant(1), fc.double({ min: 0.5, max: 1, noNaN: true })),
  }),
  // No two are of one play.
  { minLength: 1, maxLength: 120, selector: ({ item, listenedAt }) => `${item} ${listenedAt}` },
);

const catalogue = Array.from({ length: 12 }, (_, index) => ({
  itemId: `item ${index}`,
  kind: index % 4 === 0 ? ('episode' as const) : ('track' as const),
  artistId: index % 5 === 0 ? undefined : `artist ${index % 3}`,
  tags: ['rock', 'pop', 'jazz'].slice(0, index % 4),
}));

describe('profile_affinities.sql', () => {
  it('I3 One formula: it agrees with learn() on any listens, to 1e-9', async () => {
    const operators = catalogue.filter((_, index) => index % 2 === 0);
    const row = ({ itemId }: (typeof catalogue)[number]) => ({ item_id: itemId, artist_id: null, received_at: at(1) });
    await warehouse.load(
      'items',
      operators.map((item) => itemRow(row(item))),
      'replace',
    );
    await warehouse.load(
      'item_tags',
      operators.flatMap(({ itemId, tags }) => tags.map((tag) => ({ item_id: itemId, tag, taggings: 1 }))),
      'replace',
    );
    await fc.assert(
      fc.asyncProperty(listens, async (heard) => {
        const weighed = heard.map(({ item, listenedAt, weight }, index): WeighedListen => {
          const { itemId, kind, artistId, tags } = catalogue[item] as (typeof catalogue)[number];
          return { id: `listen ${index}`, itemId, kind, artistId, tags, listenedAt, weight };
        });
        await warehouse.load('listens', weighed.map(rowOf), 'replace');
        const profile = learn(emptyProfile('ada' as UserId), { batchId: 'b', receivedAt: 0, listens: weighed }).next;
        const rows = await affinities('ada');
        for (const [of, entries] of kindsOf(profile as Profile)) {
          const found = rows.filter(({ affinity_of }) => affinity_of === of);
          expectEntries(found, [...entries].sort(byRank));
        }
        expect(rows).toHaveLength(kindsOf(profile as Profile).flatMap(([, entries]) => entries).length);
      }),
      { numRuns: 30 },
    );
  });

  it('gives the strongest of each kind and one more, strongest first', async () => {
    const { itemsMax } = tuning.affinity;
    const rows = Array.from({ length: itemsMax + 20 }, (_, index) =>
      listenRow({ item_id: `item ${index}`, listened_at: at(1_700_000_000 + 60 * index) }),
    );
    await warehouse.load('listens', rows, 'replace');
    const found = (await affinities('ada')).filter(({ affinity_of }) => affinity_of === 'item');
    expect(found).toHaveLength(itemsMax + 1);
    expect(found[0]?.id).toBe(`item ${itemsMax + 19}`);
    expect(found.at(-1)?.id).toBe('item 19');
  });

  it("takes the catalogue's word on the artist before the listen's", async () => {
    const listened_at = at(1_700_000_000);
    await warehouse.load(
      'listens',
      [listenRow({ item_id: 'x', artist_id: 'said by the listen', listened_at })],
      'replace',
    );
    const artists = async () => (await affinities('ada')).filter(({ affinity_of }) => affinity_of === 'artist');
    expect((await artists()).map(({ id }) => id)).toEqual(['said by the listen']);
    await warehouse.load(
      'items',
      [itemRow({ item_id: 'x', artist_id: 'said by the operator', received_at: at(1) })],
      'replace',
    );
    expect((await artists()).map(({ id }) => id)).toEqual(['said by the operator']);
    await warehouse.load('items', [], 'replace');
  });
});

describe('profile_window.sql, profile_heard.sql, user_counts.sql, listens_of_user.sql', () => {
  const second = (n: number) => 1_700_000_000 + n;
  const rows = Array.from({ length: 450 }, (_, index) =>
    listenRow({
      listen_id: `listen ${String(index).padStart(3, '0')}`,
      item_id: `item ${index % 7}`,
      listened_at: at(second(Math.floor(index / 2))),
      weight: index % 2,
    }),
  );

  it('read one user: the latest listens and one more, every item, and how many', async () => {
    await warehouse.load(
      'listens',
      [...rows, listenRow({ user_id: 'bob', listened_at: at(second(9_999)) })],
      'replace',
    );
    const window = await ask(warehouse, 'learn/profile_window', { user_id: 'ada' });
    expect(window).toHaveLength(tuning.window.listensMax + 1);
    expect(window.slice(0, 2)).toEqual([
      { listen_id: 'listen 448', listened_at: second(224), item_id: 'item 0', song_id: 'item 0', separation: 0 },
      { listen_id: 'listen 449', listened_at: second(224), item_id: 'item 1', song_id: 'item 1', separation: 0 },
    ]);
    expect(await ask(warehouse, 'learn/profile_heard', { user_id: 'ada' })).toEqual(
      [0, 1, 2, 3, 4, 5, 6].map((item) => ({ item_id: `item ${item}` })),
    );
    expect(await ask(warehouse, 'learn/user_counts', { user_id: 'ada' })).toEqual([
      {
        listens: 450,
        items: 7,
        oldest_at: second(0),
        newest_at: second(224),
        instants: rows.reduce((sum, { listened_at }) => sum + listened_at.getTime() / 1_000, 0),
        landed_at: at(second(224)),
      },
    ]);
    expect(await ask(warehouse, 'learn/user_counts', { user_id: 'nobody' })).toEqual([
      { listens: 0, items: 0, oldest_at: null, newest_at: null, instants: null, landed_at: null },
    ]);
  });

  it('listens_of_user.sql pages through everything once, newest first, also within one second', async () => {
    await warehouse.load('listens', rows, 'replace');
    const seen: string[] = [];
    let cursor = { before: at(4_000_000_000), before_listen_id: '' };
    for (;;) {
      const given = { user_id: 'ada', after: at(0), ...cursor, limit: { int64: 37 } };
      const page = await ask<{ listen_id: string; listened_at: Date }>(warehouse, 'serve/listens_of_user', given);
      const last = page.at(-1);
      if (last === undefined) break;
      seen.push(...page.map(({ listen_id }) => listen_id));
      cursor = { before: last.listened_at, before_listen_id: last.listen_id };
    }
    expect(seen).toHaveLength(450);
    expect(new Set(seen).size).toBe(450);
    expect(seen.slice(0, 3)).toEqual(['listen 448', 'listen 449', 'listen 446']);
  });
});

/** What a listen of the operator's items says of tags counts for nothing. */
function rowOf({ id, itemId, kind, artistId, tags, listenedAt, weight }: WeighedListen) {
  const isOperators = Number(itemId.slice('item '.length)) % 2 === 0;
  return listenRow({
    listen_id: id,
    item_id: itemId,
    kind,
    artist_id: artistId ?? null,
    listened_at: at(listenedAt),
    weight,
    listen: JSON.stringify({ tags: isOperators ? ['noise'] : tags }),
  });
}

function kindsOf({ items, artists, shows, tags }: Profile): (readonly [string, readonly AffinityEntry[]])[] {
  return [
    ['item', items],
    ['artist', artists],
    ['show', shows],
    ['tag', tags],
  ];
}

function expectEntries(rows: readonly AffinityRow[], entries: readonly AffinityEntry[]): void {
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const [id, fast, slow, newestAt, plays] of entries) {
    const row = byId.get(id);
    expect([row?.newest_at, row?.plays], id).toEqual([newestAt, plays]);
    expectNear(row?.fast, fast);
    expectNear(row?.slow, slow);
  }
}

function expectNear(found: number | undefined, wanted: number): void {
  expect(Math.abs((found ?? Number.NaN) - wanted)).toBeLessThanOrEqual(1e-9 * Math.abs(wanted));
}
