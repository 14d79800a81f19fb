/** What editions were worth: what they promised, and how much of each was played in the week after, beside two baselines. */
import { type JudgedEditions, judgedPatches } from '#functions/evaluation/editions/make.ts';
import type { Interaction } from '#functions/evaluation/interactions.ts';
import { weekSeconds } from '#functions/evaluation/life/plays.ts';
import { meanOf } from '#functions/evaluation/metrics.ts';
import { unpack } from '#shared/domain/edition/seal.ts';
import { dayInSeconds, tuning } from '#shared/domain/tuning.ts';
import type { Patch, StoredEdition } from '#shared/schemas/edition.ts';

/** Judged from the fourth week on, as in weekly mode; earlier editions only count as what must not come back. */
export const firstWeek = 4;

export type EditionRow = {
  readonly patch: Patch;
  readonly editions: number;
  readonly items: number;
  /** Share of items that were in the user's last four editions of the patch. */
  readonly repeatRate: number;
  /** The same among editions whose pool was at least four times their length: 0 is promised. */
  readonly repeatRateWhereThePoolAllows: number;
  readonly unplayedShare: number;
  /** Distinct artists per edition; null where the file names none. */
  readonly artists: number | null;
  /** Share of all items anybody played that were in some edition. */
  readonly coverage: number;
  /** Editions of users who played anything in the week after: the hits are means over these. */
  readonly followed: number;
  readonly hits: Hits;
  /** Followed editions with at least one hit. */
  readonly hitRate: Pick<Hits, 'segue' | 'popularity'>;
};

type Hits = {
  readonly segue: number;
  /** Of the most popular items that keep the patch's promises. */
  readonly popularity: number;
  /** Of items drawn from those that the assembly read: the mean of all draws. */
  readonly random: number;
  /** The same from all items that keep the promises. */
  readonly blind: number;
};

type Weighed = {
  readonly week: number;
  readonly patch: Patch;
  readonly items: readonly string[];
  readonly artists: number | null;
  readonly repeats: number;
  readonly allowed: boolean;
  readonly unplayed: number;
  readonly followed: boolean;
  readonly hits: Hits;
};

type Heard = { readonly background: readonly Interaction[]; readonly timed: readonly Interaction[] };

export function judgeEditions({ editions }: JudgedEditions, { background, timed }: Heard): EditionRow[] {
  const plays = Map.groupBy(timed, ({ userId }) => userId);
  const popularity = popularityOf(background, timed);
  const catalogue = new Set([...background, ...timed].map(({ itemId }) => itemId));
  const lists = { segue: new Map<string, string[][]>(), popularity: new Map<string, string[][]>() };
  const weighed: Weighed[] = [];
  for (const { week, at, stored } of editions) {
    const { userId, patch } = stored.edition;
    const own = listening(plays.get(userId) ?? [], at);
    const key = `${patch} ${userId}`;
    const items = stored.edition.items.map(({ item }) => item.itemId as string);
    const past = new Set((lists.segue.get(key) ?? []).flat());
    const before = (lists.popularity.get(key) ?? []).flat();
    const ranked = popularity(at);
    const popular = keeping(ranked, { patch, own, before }).flat().slice(0, items.length);
    remember(lists.segue, key, items);
    remember(lists.popularity, key, popular);
    if (week < firstWeek) continue;
    const pool = poolOf(stored).filter((itemId) => rested(itemId, own));
    weighed.push({
      week,
      patch,
      items,
      artists: artistsOf(stored),
      repeats: items.filter((itemId) => past.has(itemId)).length,
      allowed: stored.manifest.poolSize >= tuning.edition.pastEditions * stored.manifest.length,
      unplayed: items.filter((itemId) => !own.last.has(itemId)).length,
      followed: own.next.size > 0,
      hits: {
        segue: hitsOf(items, own.next),
        popularity: hitsOf(popular, own.next),
        random: drawn([pool], items.length, own.next),
        blind: drawn(keeping(ranked, { patch, own, before: [...past] }), items.length, own.next),
      },
    });
  }
  return judgedPatches.map((patch) =>
    rowOf(
      patch,
      weighed.filter((each) => each.patch === patch),
      catalogue.size,
    ),
  );
}

function rowOf(patch: Patch, weighed: readonly Weighed[], catalogueSize: number): EditionRow {
  const items = weighed.flatMap((each) => each.items);
  const rate = (of: readonly Weighed[], count: (each: Weighed) => number): number => {
    const all = of.reduce((sum, each) => sum + each.items.length, 0);
    return all === 0 ? 0 : of.reduce((sum, each) => sum + count(each), 0) / all;
  };
  const followed = weighed.filter((each) => each.followed);
  const mean = (of: (hits: Hits) => number): number => meanOf(followed.map(({ hits }) => of(hits)));
  const artists = weighed.map((each) => each.artists).filter((each) => each !== null);
  return {
    patch,
    editions: weighed.length,
    items: items.length / weighed.length,
    repeatRate: rate(weighed, ({ repeats }) => repeats),
    repeatRateWhereThePoolAllows: rate(
      weighed.filter(({ allowed }) => allowed),
      ({ repeats }) => repeats,
    ),
    unplayedShare: rate(weighed, ({ unplayed }) => unplayed),
    artists: artists.length === 0 ? null : meanOf(artists),
    coverage: new Set(items).size / catalogueSize,
    followed: followed.length,
    hits: {
      segue: mean(({ segue }) => segue),
      popularity: mean(({ popularity }) => popularity),
      random: mean(({ random }) => random),
      blind: mean(({ blind }) => blind),
    },
    hitRate: {
      segue: mean(({ segue }) => Math.min(1, segue)),
      popularity: mean(({ popularity }) => Math.min(1, popularity)),
    },
  };
}

type Listening = {
  /** When the user last played an item, before the edition. */
  readonly last: ReadonlyMap<string, number>;
  /** What they played in the week after. */
  readonly next: ReadonlySet<string>;
  readonly at: number;
};

function listening(plays: readonly Interaction[], at: number): Listening {
  const last = new Map<string, number>();
  const next = new Set<string>();
  for (const { itemId, seconds = 0 } of plays) {
    if (seconds < at) last.set(itemId, Math.max(seconds, last.get(itemId) ?? 0));
    else if (seconds < at + weekSeconds) next.add(itemId);
  }
  return { last, next, at };
}

/** Items by how many people played them up to an instant, most first. */
function popularityOf(background: readonly Interaction[], timed: readonly Interaction[]) {
  const pairs = new Map<string, { itemId: string; at: number }>();
  const note = (pair: string, itemId: string, at: number): void => {
    if (at < (pairs.get(pair)?.at ?? Number.POSITIVE_INFINITY)) pairs.set(pair, { itemId, at });
  };
  for (const { userId, itemId } of background) note(`background ${userId} ${itemId}`, itemId, -1);
  for (const { userId, itemId, seconds = 0 } of timed) note(`${userId} ${itemId}`, itemId, seconds);
  const known = new Map<number, readonly string[]>();
  return (before: number): readonly string[] => {
    const ranked = known.get(before) ?? rankedBefore([...pairs.values()], before);
    known.set(before, ranked);
    return ranked;
  };
}

function rankedBefore(firsts: readonly { itemId: string; at: number }[], before: number): string[] {
  const users = new Map<string, number>();
  for (const { itemId, at } of firsts) if (at < before) users.set(itemId, (users.get(itemId) ?? 0) + 1);
  return [...users].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([itemId]) => itemId);
}

type Kept = {
  readonly patch: Patch;
  readonly own: Listening;
  /** Items of the last four lists. */
  readonly before: readonly string[];
};

/** Items that keep the patch's promises, in their order: the user's own where it is about them, then what is new to them. */
function keeping(ranked: readonly string[], { patch, own, before }: Kept): string[][] {
  const lately = new Set(before);
  const fresh = ranked.filter((itemId) => !lately.has(itemId) && rested(itemId, own));
  const unplayed = fresh.filter((itemId) => !own.last.has(itemId));
  return patch === 'weekly-exploration' ? [unplayed] : [fresh.filter((itemId) => own.last.has(itemId)), unplayed];
}

/** Hits of so many items drawn from pools, from the next one only when one is empty: the mean of all draws. */
function drawn(pools: readonly (readonly string[])[], length: number, next: ReadonlySet<string>): number {
  let left = length;
  let hits = 0;
  for (const pool of pools) {
    const taken = Math.min(left, pool.length);
    if (taken > 0) hits += (taken * hitsOf(pool, next)) / pool.length;
    left -= taken;
  }
  return hits;
}

/** Not played for a fortnight, the least that the ladder of weekly-jams asks for before it is short of items. */
function rested(itemId: string, { last, at }: Listening): boolean {
  return at - (last.get(itemId) ?? Number.NEGATIVE_INFINITY) >= 14 * dayInSeconds;
}

function remember(lists: Map<string, string[][]>, key: string, list: string[]): void {
  lists.set(key, [list, ...(lists.get(key) ?? [])].slice(0, tuning.edition.pastEditions));
}

/** What the assembly read: none of the last editions, and none heard where that is promised. */
function poolOf({ inputs }: StoredEdition): string[] {
  const { own, candidates, lists, heard, past, patch } = unpack(inputs);
  const offered = [...own, ...candidates, ...lists.flatMap(({ items }) => items)].map(
    ({ item }) => item.itemId as string,
  );
  const not = new Set([...past.flatMap(({ songIds }) => songIds), ...(patch === 'weekly-exploration' ? heard : [])]);
  return [...new Set(offered)].filter((itemId) => !not.has(itemId));
}

function artistsOf({ edition: { items } }: StoredEdition): number | null {
  const artists = items.flatMap(({ item }) => item.artistId ?? item.artistName ?? []);
  return artists.length === 0 ? null : new Set(artists).size;
}

const hitsOf = (items: readonly string[], next: ReadonlySet<string>): number =>
  items.filter((itemId) => next.has(itemId)).length;
