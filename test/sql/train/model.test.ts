import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';
import { ownStrength } from '#shared/domain/edition/own-items.ts';
import { tuning } from '#shared/domain/tuning.ts';
import { int64, type Parameters } from '#shared/ports/warehouse.ts';
import type { RowOf, TableName } from '#shared/schemas/tables.ts';
import { statement, statementParameters } from '#shared/sql/engine/statement.ts';
import { readInteractions } from '#shared/sql/train/spectral-stage.ts';
import { at, everythingIn, itemRow, listenRow } from '#test/support/warehouse-rows.ts';

const warehouse = await openWarehouse({ path: ':memory:', threads: 1 });
afterAll(() => warehouse.close());

const model_version = '20261123T030000Z';
const now = 1_790_000_000;
const day = 86_400;

async function fill(table: TableName, name: string = table, given: Parameters = {}): Promise<void> {
  const asked = statement(`train/${name}`);
  await warehouse.materialise(asked, statementParameters(asked, { model_version, ...given }), {
    table,
    disposition: name === table ? 'replace' : 'append',
  });
}

const as_of = at(now);

async function weigh(): Promise<void> {
  for (const table of ['model_users', 'model_items', 'model_user_items'] as const) await fill(table, table, { as_of });
}

const played = (user_id: string, item_id: string, daysAgo: number, more: Partial<RowOf<'listens'>> = {}) =>
  listenRow({ user_id, item_id, listened_at: at(now - daysAgo * day), ...more });

const numberOf = async (itemId: string): Promise<number> =>
  (await everythingIn(warehouse, 'model_items', 'item_index')).find(({ item_id }) => item_id === itemId)
    ?.item_index as number;

/** Users and items with shared plays, from none to all: users × items as booleans. */
const board = fc.array(fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }), { minLength: 2, maxLength: 12 });

const rowsOfBoard = (users: readonly (readonly boolean[])[]): RowOf<'model_user_items'>[] =>
  users.flatMap((items, user) =>
    items
      .flatMap((likes, item) => (likes ? [item] : []))
      .map((item, place) => ({
        model_version,
        user_index: user + 1,
        item_index: item + 1,
        plays: 1,
        slow: 1,
        weight: 1 / (1 + place),
        last_listened_at: as_of,
        place: place + 1,
      })),
  );

describe('model_user_items.sql', () => {
  it('weighs decayed plays over the mean of the user, strongest first, and keeps skips as played', async () => {
    await warehouse.load(
      'listens',
      [
        played('ada', 'often', 40),
        played('ada', 'often', 10),
        played('ada', 'once', 40),
        played('ada', 'skipped', 12, { weight: 0 }),
        played('ada', 'later', -1),
      ],
      'replace',
    );
    await weigh();
    const rows = await everythingIn(warehouse, 'model_user_items', 'place');
    const [often, once, skipped] = [await numberOf('often'), await numberOf('once'), await numberOf('skipped')];
    const slow = { often: 1.5, once: 0.5 };
    const mean = (Math.log1p(slow.often) + Math.log1p(slow.once)) / 2;
    expect(rows.map(({ item_index, plays, place }) => [item_index, plays, place])).toEqual([
      [often, 2, 1],
      [once, 1, 2],
      [skipped, 0, 3],
    ]);
    expect(rows[0]?.slow).toBeCloseTo(slow.often, 12);
    expect(rows[0]?.weight).toBeCloseTo(Math.sqrt(Math.log1p(slow.often) / mean), 12);
    expect(rows[1]?.weight).toBeCloseTo(Math.sqrt(Math.log1p(slow.once) / mean), 12);
    expect(rows[2]?.weight).toBe(0);
  });

  it('does not let taste fade while a user is away', async () => {
    const weights = async (daysAway: number) => {
      const listens = [played('ada', 'a', daysAway), played('ada', 'a', daysAway + 30), played('ada', 'b', daysAway)];
      await warehouse.load('listens', listens, 'replace');
      await weigh();
      return (await everythingIn(warehouse, 'model_user_items', 'place')).map(({ weight }) => weight);
    };
    expect(await weights(3_000)).toEqual(await weights(1));
  });
});

describe('model_items.sql', () => {
  it('counts a user once, whatever they repeat, and halves them by the age of their last listen', async () => {
    const bot = Array.from({ length: 5_000 }, (_, n) => played('bot', 'spam', n / 1_000, { listen_id: `spam ${n}` }));
    const two = [played('ada', 'song', 30), played('bob', 'song', 0)];
    await warehouse.load('listens', [...bot, ...two], 'replace');
    await weigh();
    const items = new Map((await everythingIn(warehouse, 'model_items', 'item_id')).map((row) => [row.item_id, row]));
    expect(items.get('spam')?.popularity).toBeCloseTo(1, 9);
    expect(items.get('song')?.popularity).toBeCloseTo(1.5, 9);
    expect([items.get('spam')?.users, items.get('song')?.users]).toEqual([1, 2]);
  });
});

describe('readInteractions', () => {
  it('I11 takes every n-th user where all would be too many, with numbers that have no gaps', async () => {
    const listens = Array.from({ length: 9 }, (_, user) => played(`user ${user}`, `item ${user % 4}`, 1));
    await warehouse.load('listens', listens, 'replace');
    await weigh();
    const everybody = await readInteractions(warehouse, 1);
    expect([everybody.interactions.users, everybody.interactions.items]).toEqual([9, 4]);
    const { interactions, itemIndexes } = await readInteractions(warehouse, 3);
    expect(interactions.users).toBe(3);
    expect([...interactions.userOf].sort()).toEqual([0, 1, 2]);
    expect(Math.max(...interactions.itemOf)).toBe(interactions.items - 1);
    expect(itemIndexes).toHaveLength(interactions.items);
  });
});

describe('model_kernel_pairs.sql and model_kernel.sql', () => {
  it('give the damped log-cosine of every pair, and keep the strongest of each item', async () => {
    await fc.assert(
      fc.asyncProperty(board, fc.integer({ min: 1, max: 8 }), async (users, neighboursMax) => {
        await warehouse.load('model_user_items', rowsOfBoard(users), 'replace');
        await fill('model_kernel_pairs');
        await fill('model_kernel', 'model_kernel', { kernel_neighbours_max: int64(neighboursMax) });
        const found = await everythingIn(warehouse, 'model_kernel', 'item_index, neighbour_index');
        const wanted = strongest(kernelOf(users), neighboursMax);
        expect(found.map(({ item_index, neighbour_index }) => [item_index, neighbour_index])).toEqual(
          wanted.map(({ item, neighbour }) => [item, neighbour]),
        );
        found.forEach(({ score }, index) => {
          expect(score).toBeCloseTo(wanted[index]?.score as number, 10);
        });
      }),
      { numRuns: 40 },
    );
  });
});

describe('model_scales.sql and model_neighbours.sql', () => {
  const pair = (item: number, neighbour: number, score: number) => ({
    model_version,
    item_index: item,
    neighbour_index: neighbour,
    score,
  });

  it('bring kernel, spectral model and tags to one scale', async () => {
    const { kernelShare, tagsShare, commonTagsShare } = tuning.model;
    await warehouse.load('listens', [played('ada', 'a', 1), played('bob', 'b', 1), played('bob', 'c', 1)], 'replace');
    await warehouse.load(
      'item_tags',
      ['a', 'b']
        .map((item_id) => ({ item_id, tag: 'rock', taggings: 1 }))
        .concat({ item_id: 'c', tag: 'pop', taggings: 3 }),
      'replace',
    );
    await weigh();
    await warehouse.load('model_kernel', [pair(1, 2, 4), pair(1, 3, 2)], 'replace');
    await warehouse.load('model_spectral', [pair(1, 2, 0.3), pair(2, 1, 0.1)], 'replace');
    for (const table of ['model_item_tags', 'model_pairs', 'model_scales', 'model_neighbours'] as const)
      await fill(table);

    const rock = tagVector(Math.log(2) * Math.log(3 / 2));
    const pop = tagVector(Math.log(4) * Math.log(3 / 1));
    const common = { rock: (2 * rock) / 3, pop: pop / 3 };
    const alike = rock * rock - commonTagsShare * common.rock * rock;
    const unlike = 0 - commonTagsShare * common.pop * pop;
    const rows = await everythingIn(warehouse, 'model_neighbours', 'item_index, place');
    expect(rows.map(({ item_index, neighbour_index, place }) => [item_index, neighbour_index, place])).toEqual([
      [1, 2, 1],
      [1, 3, 2],
      [2, 1, 1],
    ]);
    // Means: kernel 3, spectral 0.2, and the likeness over the two spectral pairs.
    expect(rows[0]?.score).toBeCloseTo(0.3 / 0.2 + (kernelShare * 4) / 3 + tagsShare, 10);
    expect(rows[1]?.score).toBeCloseTo((kernelShare * 2) / 3 + (tagsShare * unlike) / alike, 10);
    expect(rows[2]?.score).toBeCloseTo(0.1 / 0.2 + tagsShare, 10);
  });

  it('stand on the kernel alone when there is no spectral model and no tag', async () => {
    await warehouse.load('item_tags', [], 'replace');
    await warehouse.load('model_kernel', [pair(1, 2, 4), pair(1, 3, 2)], 'replace');
    await warehouse.load('model_spectral', [], 'replace');
    for (const table of ['model_item_tags', 'model_pairs', 'model_scales', 'model_neighbours'] as const)
      await fill(table);
    const rows = await everythingIn(warehouse, 'model_neighbours', 'place');
    expect(rows.map(({ score }) => score)).toEqual(
      [4 / 3, 2 / 3].map((score) => expect.closeTo(score * tuning.model.kernelShare, 10)),
    );
  });
});

describe('cold_neighbours.sql', () => {
  it('finds items that nobody has played by tags and by artist, behind the others', async () => {
    await warehouse.load(
      'listens',
      [played('ada', 'heard', 1, { artist_id: 'band' }), played('ada', 'other', 1)],
      'replace',
    );
    const cold = ['by tag', 'by artist', 'by neither'];
    await warehouse.load(
      'items',
      cold.map((item_id) =>
        itemRow({ item_id, artist_id: item_id === 'by artist' ? 'band' : null, received_at: as_of }),
      ),
      'replace',
    );
    const tagged = { heard: 'rare', 'by tag': 'rare', 'by neither': 'else', other: 'common' };
    await warehouse.load(
      'item_tags',
      Object.entries(tagged).map(([item_id, tag]) => ({ item_id, tag, taggings: 1 })),
      'replace',
    );
    await weigh();
    const [heard, other] = [await numberOf('heard'), await numberOf('other')];
    const pair = { model_version, item_index: heard, neighbour_index: other, score: 1 };
    await warehouse.load('model_kernel', [pair], 'replace');
    await warehouse.load('model_spectral', [], 'replace');
    for (const table of ['model_item_tags', 'model_pairs', 'model_neighbours'] as const) await fill(table);
    const scales = { model_version, kernel_mean: 1, spectral_mean: null, likeness_mean: 0.1 };
    await warehouse.load('model_scales', [scales], 'replace');
    await fill('model_neighbours');
    await fill('model_neighbours', 'cold_neighbours');
    const rows = (await everythingIn(warehouse, 'model_neighbours', 'item_index, place')).filter(
      ({ item_index }) => item_index === heard,
    );
    expect(rows.map(({ neighbour_index, place }) => [neighbour_index, place])).toEqual([
      [other, 1],
      [await numberOf('by artist'), 2],
      [await numberOf('by tag'), 3],
    ]);
    await warehouse.load('items', [], 'replace');
    await warehouse.load('item_tags', [], 'replace');
  });
});

describe('model_candidates.sql and model_seeds.sql', () => {
  const candidatesMax = 5;
  const caps = { candidates_max: int64(candidatesMax) };

  it('sum weight times neighbour over the seeds, without what was played, the same in any number of shards', async () => {
    await fc.assert(
      fc.asyncProperty(board, fc.integer({ min: 1, max: 4 }), async (users, shards) => {
        await warehouse.load('model_user_items', rowsOfBoard(users), 'replace');
        const kernel = kernelOf(users);
        await warehouse.load('model_neighbours', placed(kernel), 'replace');
        await warehouse.load('model_candidates', [], 'replace');
        for (let shard = 0; shard < shards; shard++) {
          await fillShard({ ...caps, user_shards: int64(shards), user_shard: int64(shard) });
        }
        const found = await everythingIn(warehouse, 'model_candidates', 'user_index, place');
        const wanted = users.flatMap((likes, user) => candidatesOf(likes, user + 1, kernel).slice(0, candidatesMax));
        expect(found.map(({ user_index, item_index }) => [user_index, item_index])).toEqual(
          wanted.map(({ user, item }) => [user, item]),
        );
        found.forEach(({ score }, index) => {
          expect(score).toBeCloseTo(wanted[index]?.score as number, 10);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('name the seeds that gave most, with their share of the score', async () => {
    const users = [
      [true, true, true, true, false],
      [false, true, true, true, true],
      [true, false, false, false, true],
    ];
    const kernel = kernelOf(users);
    await warehouse.load('model_user_items', rowsOfBoard(users), 'replace');
    await warehouse.load('model_neighbours', placed(kernel), 'replace');
    await fill('model_candidates');
    await fill('model_seeds');
    const seeds = (await everythingIn(warehouse, 'model_seeds', 'user_index, item_index, place')).filter(
      ({ user_index, item_index }) => user_index === 1 && item_index === 5,
    );
    const parts = [1, 2, 3, 4]
      .map((seed) => ({ seed, part: (kernel.get(seed)?.get(5) ?? 0) / seed }))
      .sort((a, b) => b.part - a.part || a.seed - b.seed);
    const whole = parts.reduce((sum, { part }) => sum + part, 0);
    expect(seeds.map(({ seed_index }) => seed_index)).toEqual(
      parts.slice(0, tuning.model.candidates.seedsMax).map(({ seed }) => seed),
    );
    seeds.forEach(({ share }, index) => {
      expect(share).toBeCloseTo((parts[index]?.part as number) / whole, 10);
    });
  });
});

describe('model_loved.sql', () => {
  it('scores what lasted and rested as the edition does', async () => {
    const listens = Array.from({ length: 4 }, (_, n) => played('ada', 'old love', 400 + n));
    await warehouse.load('listens', [...listens, played('ada', 'new', 20), played('ada', 'heard now', 2)], 'replace');
    await weigh();
    await fill('model_loved', 'model_loved', { as_of });
    const rows = await everythingIn(warehouse, 'model_loved', 'place');
    for (const { score, plays, last_listened_at } of rows) {
      const own = { fast: 0, slow: 0, plays, lastListenedAt: last_listened_at.getTime() / 1_000 };
      const strength = ownStrength(own, { by: 'lasting', at: now, dials: tuning.edition });
      expect(score).toBeCloseTo(strength, 10);
    }
    expect(rows.map(({ item_index }) => item_index)).toEqual([await numberOf('old love'), await numberOf('new')]);
  });
});

describe('popular_lists.sql, tag_lists.sql, artist_lists.sql', () => {
  it('name lists by kind, tag and artist, most popular first', async () => {
    await warehouse.load(
      'listens',
      [
        played('ada', 'a', 0, { artist_id: 'band' }),
        played('bob', 'a', 0, { artist_id: 'band' }),
        played('bob', 'b', 0, { artist_id: 'band' }),
        played('bob', 'e', 0, { artist_id: 'show', kind: 'episode' }),
      ],
      'replace',
    );
    await warehouse.load('item_tags', [{ item_id: 'b', tag: 'rock', taggings: 1 }], 'replace');
    await weigh();
    await warehouse.load('model_lists', [], 'replace');
    for (const name of ['popular_lists', 'tag_lists', 'artist_lists']) await fill('model_lists', name);
    const [a, b, e] = [await numberOf('a'), await numberOf('b'), await numberOf('e')];
    const rows = await everythingIn(warehouse, 'model_lists', 'name, place');
    expect(rows.map(({ name, item_index, score }) => [name, item_index, score])).toEqual([
      ['artist:band', a, 2],
      ['artist:band', b, 1],
      ['artist:show', e, 1],
      ['popular:episode', e, 1],
      ['popular:track', a, 2],
      ['popular:track', b, 1],
      ['tag:rock', b, 1],
    ]);
    await warehouse.load('item_tags', [], 'replace');
  });

  it('popular_lists.sql puts the catalogue behind what is played, so that a small home has something to explore', async () => {
    await warehouse.load('items', [itemRow({ item_id: 'cold', artist_id: null, received_at: as_of })], 'replace');
    await warehouse.load('listens', [played('ada', 'played', 0)], 'replace');
    await weigh();
    await warehouse.load('model_lists', [], 'replace');
    await fill('model_lists', 'popular_lists');
    const rows = await everythingIn(warehouse, 'model_lists', 'name, place');
    expect(rows.map(({ item_index, score }) => [item_index, score])).toEqual([
      [await numberOf('played'), 1],
      [await numberOf('cold'), 0],
    ]);
    await warehouse.load('items', [], 'replace');
  });
});

type Kernel = ReadonlyMap<number, ReadonlyMap<number, number>>;

/** MODEL's formula, pair by pair. */
function kernelOf(users: readonly (readonly boolean[])[]): Kernel {
  const { kappa, exponent, smoothing } = tuning.model.kernel;
  const sizes = users.map((likes) => likes.filter(Boolean).length);
  const listeners = sizes.filter((size) => size > 0);
  const mean = listeners.reduce((sum, size) => sum + size, 0) / listeners.length;
  const degree = (item: number) => users.filter((likes) => likes[item]).length;
  const items = [...(users[0] ?? []).keys()];
  const score = (i: number, j: number): number => {
    let shared = 0;
    users.forEach((likes, user) => {
      if (likes[i] && likes[j]) shared += mean / (sizes[user] as number);
    });
    return Math.log1p((kappa * shared) / ((degree(i) + smoothing) * (degree(j) + smoothing)) ** exponent);
  };
  return new Map(
    items.map((i) => [
      i + 1,
      new Map(items.filter((j) => j !== i && score(i, j) > 0).map((j) => [j + 1, score(i, j)])),
    ]),
  );
}

type Pair = { readonly item: number; readonly neighbour: number; readonly score: number };

const byScore = (a: { score: number }, b: { score: number }): number => Math.round((b.score - a.score) * 1e12);

function strongest(kernel: Kernel, max: number): Pair[] {
  return [...kernel].flatMap(([item, neighbours]) =>
    [...neighbours]
      .map(([neighbour, score]) => ({ item, neighbour, score }))
      .sort((a, b) => byScore(a, b) || a.neighbour - b.neighbour)
      .slice(0, max)
      .sort((a, b) => a.neighbour - b.neighbour),
  );
}

function placed(kernel: Kernel): RowOf<'model_neighbours'>[] {
  return strongest(kernel, 99).map(({ item, neighbour, score }) => ({
    model_version,
    item_index: item,
    neighbour_index: neighbour,
    score,
    place: 1,
  }));
}

function candidatesOf(likes: readonly boolean[], user: number, kernel: Kernel) {
  const own = likes.flatMap((likes, item) => (likes ? [item + 1] : []));
  const sums = new Map<number, number>();
  own.forEach((seed, place) => {
    for (const [item, score] of kernel.get(seed) ?? []) {
      if (!own.includes(item)) sums.set(item, (sums.get(item) ?? 0) + score / (1 + place));
    }
  });
  return [...sums].map(([item, score]) => ({ user, item, score })).sort((a, b) => byScore(a, b) || a.item - b.item);
}

async function fillShard(given: Parameters): Promise<void> {
  const asked = statement('train/model_candidates');
  const parameters = statementParameters(asked, { model_version, ...given });
  await warehouse.materialise(asked, parameters, { table: 'model_candidates', disposition: 'append' });
}

const tagVector = (value: number): number => value / (value + 1);
