/** A small, fixed world for the judge: every table filled by the statements themselves, so that each has work to do. */
import { type Parameters, rowsOf, type Statement, type Warehouse } from '#shared/ports/warehouse.ts';
import { type RowOf, type TableName, tableNames } from '#shared/schemas/tables.ts';
import { statement, statementParameters } from '#shared/sql/engine/statement.ts';
import { parameterNames } from '#shared/sql/engine/tokens.ts';
import { cloudOverlapSeconds, refresh } from '#shared/sql/refresh/refresh.ts';
import { combinePairs, proposeCandidates, relateItems, weighInteractions } from '#shared/sql/train/build-model.ts';
import type { Contents, Row } from '#test/support/judge/judge.ts';
import { at, catalogued, exposed, landed, listened, type MessageRow, retracted } from '#test/support/warehouse-rows.ts';

export const modelVersion = '20261123T030000Z';
const start = 1_790_000_000;
const day = 86_400;
const users = ['ada', 'bob', 'cyd', 'dan', 'eve', 'fay', 'gus'];
const itemCount = 16;

/** What statements ask for beside dials. A name means the same in each of them. */
export const given: Parameters = {
  model_version: modelVersion,
  user_id: 'bob',
  experiment: 'wide',
  as_of: at(start + 36 * day),
  until: at(start + 60 * day),
  since: at(start - day),
  after: at(start + 2 * day),
  before: at(start + 30 * day),
  before_listen_id: 'm',
  oldest: at(start + 3 * day),
  days: { int64: 30 },
  limit: { int64: 7 },
  slice_characters: { int64: 3_000 },
  shards: { int64: 2 },
  shard: { int64: 1 },
  first_user: { int64: 2 },
  last_user: { int64: 3 },
  first_item: { int64: 2 },
  last_item: { int64: 6 },
  user_shards: { int64: 2 },
  user_shard: { int64: 1 },
  sample_stride: { int64: 2 },
  cosine_neighbours_max: { int64: 4 },
  // Caps so low that they cut.
  kernel_items_max: { int64: 9 },
  kernel_neighbours_max: { int64: 4 },
  candidate_neighbours_max: { int64: 5 },
  seeds_per_user_max: { int64: 6 },
  candidates_max: { int64: 3 },
  seeds_max: { int64: 2 },
  cold_neighbours_max: { int64: 2 },
  cold_per_tag_max: { int64: 2 },
  cold_per_artist_max: { int64: 1 },
  loved_max: { int64: 4 },
  own_items_max: { int64: 5 },
  // Nobody is odd there: whoever listens at all is.
  user_day_listens_max: { int64: 0 },
  listeners_max: { int64: 5 },
  repeated_plays_max: { int64: 0 },
  popular_max: { int64: 5 },
  tag_items_max: { int64: 3 },
  artist_items_max: { int64: 2 },
  items_max: { int64: 4 },
  artists_max: { int64: 2 },
  shows_max: { int64: 1 },
  tags_max: { int64: 2 },
  window_listens_max: { int64: 5 },
  published_neighbours_max: { int64: 3 },
  search_items_max: { int64: 5 },
  served_candidates_min: { int64: 3 },
};

/** Each plays a part of what is there, some of it by the id of nobody's item. */
async function strangers(warehouse: Warehouse): Promise<RowOf<'crowd'>[]> {
  const asked = { name: 'known', text: 'SELECT item_id FROM items ORDER BY item_id' };
  const items = await rowsOf<{ readonly item_id: string }>(warehouse, asked, {});
  return [1, 2, 3].flatMap((listener) =>
    items
      .filter((_, nth) => nth % (listener + 1) === 0)
      .map(({ item_id }, nth) => ({ listener, item_id, plays: 1 + ((nth * listener) % 4) })),
  );
}

/** Fills the warehouse, and leaves messages in it that are not refreshed yet. */
export async function fillWarehouse(warehouse: Warehouse): Promise<void> {
  await warehouse.load('listen_messages', firstMessages());
  await refresh(warehouse, { overlapSeconds: cloudOverlapSeconds });

  await warehouse.load('crowd', await strangers(warehouse));
  const stage = { warehouse, modelVersion, asOf: given.as_of as Date };
  const counts = await weighInteractions(stage);
  await relateItems({ ...stage, counts });
  await warehouse.load('model_spectral', await invertedKernel(warehouse), 'replace');
  await combinePairs(stage);
  await proposeCandidates({ ...stage, counts });

  await warehouse.load('listen_messages', lateMessages());
  const arrived = statement('refresh/arrived_listens');
  await warehouse.materialise(arrived, parametersOf(arrived), { table: 'arrived_listens', disposition: 'replace' });
  const takenBack = { listen_id: 'dan 2 2', user_id: 'dan' };
  await warehouse.load('retractions', [
    { ...takenBack, received_at: at(start + 50 * day) },
    { user_id: 'eve', listen_id: 'eve 2 2', received_at: at(start + 50 * day) },
  ]);
  const noted = {
    item_id: 'item 01',
    song_id: null,
    listened_at: at(start + 20 * day),
    separation: 100,
    retracted: true,
  };
  await warehouse.load('echoes', [{ ...takenBack, ...noted }]);
  await tellOf(warehouse, 'the own song of bob', 'bob');
}

/** An item of which one listener alone told, with a tag that was shown of it. */
async function tellOf(warehouse: Warehouse, itemId: string, userId: string): Promise<void> {
  const asked = { name: 'words', text: 'SELECT * FROM item_words ORDER BY ALL LIMIT 1' };
  const [words] = await rowsOf<RowOf<'item_words'>>(warehouse, asked, {});
  await warehouse.load('item_words', [{ ...(words as RowOf<'item_words'>), item_id: itemId, user_id: userId }]);
  await warehouse.load('item_tags', [{ item_id: itemId, tag: 'rare', taggings: 1 }]);
}

/** What a statement asks for: of the values above what it uses, dials for the rest. */
export function parametersOf(asked: Statement): Parameters {
  const names = parameterNames(asked.text);
  return statementParameters(asked, Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name))));
}

/** Every row of every table, in a fixed order. */
export async function contentsOf(warehouse: Warehouse): Promise<Contents> {
  const contents = new Map<TableName, Row[]>();
  for (const table of tableNames) {
    contents.set(table, await rowsOf<Row>(warehouse, { name: table, text: `SELECT * FROM ${table} ORDER BY ALL` }, {}));
  }
  return contents;
}

function firstMessages(): MessageRow[] {
  const luck = dice(7);
  const messages = [
    landed(
      'c1',
      catalogued(
        start,
        Array.from({ length: itemCount }, (_, index) => itemOf(index)),
      ),
    ),
  ];
  for (let week = 0; week < 5; week++) {
    for (const [index, userId] of users.entries()) {
      const listens = Array.from({ length: 5 }, (_, nth) => {
        const listenedAt = start + week * 7 * day + luck(7 * day);
        const item = luck(4) === 0 ? luck(12) : (index % 3) * 4 + luck(4);
        return listenOf(`${userId} ${week} ${nth}`, item, listenedAt, luck);
      });
      messages.push(landed(`m${week}${index}`, listened(userId, start + (week + 1) * 7 * day + index, listens)));
    }
  }
  messages.push(
    // Words on items that the operator does not know: of one listener alone, and of two, who agree on some of them.
    landed('w1', listened('bob', start + 34 * day, [toldOf('bob', 'own'), toldOf('bob', 'shared')])),
    landed('w2', listened('cyd', start + 34 * day, [toldOf('cyd', 'shared')])),
  );
  return [...messages, ...exposures(), landed('r1', retracted('bob', start + 36 * day, ['bob 0 0', 'bob 4 4']))];
}

/** Every user twice in one experiment and once in another; the second time on another day, at another place. */
function exposures(): MessageRow[] {
  return users.flatMap((userId, index) => {
    const seen = { variant: index % 2 === 0 ? 'narrow' : 'wide', items: [0, 1, 5, index].map((n) => `item 0${n}`) };
    return [
      landed(`e${index}`, exposed(userId, start + 2 * day + index, seen)),
      landed(`f${index}`, exposed(userId, start + 9 * day + index, { ...seen, shown: 'recommendations' })),
      landed(`g${index}`, exposed(userId, start + 2 * day + index, { ...seen, experiment: 'calm' })),
    ];
  });
}

/** A resend that was received earlier, a retraction, new listens, and news of an item. */
function lateMessages(): MessageRow[] {
  const luck = dice(11);
  return [
    landed('l1', listened('bob', start + 7 * day, [listenOf('bob 0 1', 3, start + day, luck)])),
    landed('l2', listened('bob', start + 41 * day, [listenOf('bob new', 9, start + 40 * day, luck)])),
    landed('l3', listened('cyd', start + 41 * day, [listenOf('cyd new', 1, start + 38 * day, luck)])),
    landed('l7', listened('cyd', start + 41 * day, [listenOf('cyd echo', 1, start + 38 * day + 20, luck)])),
    landed('l8', listened('bob', start + 41 * day, [listenOf('bob echo', 9, start + 40 * day - 9, luck)])),
    landed('l4', retracted('cyd', start + 42 * day, ['cyd 1 1', 'cyd never told'])),
    landed('l6', exposed('bob', start + 43 * day, { variant: 'wide', items: ['item 03', 'item 09'] })),
    landed('l5', catalogued(start + 42 * day, [{ ...itemOf(2), title: 'Renamed', tags: ['jazz'] }])),
  ];
}

function itemOf(index: number) {
  const tags = [['rock', 'loud'], ['pop'], ['rock', 'pop', 'quiet'], []][index % 4];
  return {
    itemId: `item ${String(index).padStart(2, '0')}`,
    kind: index % 7 === 6 ? 'episode' : 'track',
    title: `Title "${index}" é`,
    ...(index % 5 === 4 ? {} : { artistId: `artist ${index % 3}`, artistName: `Artist ${index % 3}` }),
    ...(index % 2 === 0
      ? {
          releaseName: `Release ${index % 4}`,
          releaseId: `release ${index % 4}`,
          releaseGroupId: 'group',
          durationMs: 200_000 + index,
          explicit: true,
        }
      : {}),
    // Two ids of one recording, and a version of its song.
    ...(index === 4 ? { recordingId: 'item 03', addresses: ['mbid:1'], artistAddresses: ['mbid:2'] } : {}),
    ...(index === 2 ? { songId: 'item 00' } : {}),
    tags,
    source: 'operator',
  };
}

function listenOf(id: string, item: number, listenedAt: number, luck: (sides: number) => number) {
  const playedMs = luck(3) === 0 ? undefined : 60_000 + luck(200_000);
  return {
    id,
    itemId: `item ${String(item).padStart(2, '0')}`,
    kind: item % 7 === 6 ? ('episode' as const) : ('track' as const),
    listenedAt,
    artistId: `artist ${item % 3}`,
    ...(playedMs === undefined ? {} : { playedMs }),
    ...(luck(2) === 0 ? { durationMs: 240_000 } : {}),
  };
}

/** What they agree on is title, artist and tags. */
function toldOf(userId: string, itemId: string) {
  return {
    id: `${userId} told ${itemId}`,
    itemId,
    listenedAt: start + 33 * day,
    title: `Title of ${itemId}`,
    artistId: 'artist 1',
    artistName: 'Artist 1',
    recordingId: `recording of ${itemId}`,
    releaseName: `Release of ${userId}`,
    durationMs: userId === 'bob' ? 200_000 : 210_000,
    addresses: [`mbid:${itemId}`],
    tags: ['rock', 'odd'],
  } as never;
}

/** Stands for the spectral model: other scores on the kernel's pairs, and only some of them. */
async function invertedKernel(warehouse: Warehouse) {
  type Pair = { model_version: string; item_index: number; neighbour_index: number; score: number };
  const pairs = await rowsOf<Pair>(warehouse, { name: 'kernel', text: 'SELECT * FROM model_kernel ORDER BY ALL' }, {});
  return pairs.filter((_, index) => index % 3 !== 0).map((pair) => ({ ...pair, score: 1 / (1 + pair.score) }));
}

/** Whole numbers below `sides`, the same in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}
