/** What one edition was worth to its listener: which places keep the patch's promise, and what of it was played afterwards. */
import type { LivedEdition } from '#functions/evaluation/life/live.ts';
import { type HistoryPlay, weekSeconds } from '#functions/evaluation/life/plays.ts';
import { engagementWeight } from '#shared/domain/listens/engagement.ts';
import { dayInSeconds, tuning } from '#shared/domain/tuning.ts';
import type { Patch, StoredEdition } from '#shared/schemas/edition.ts';

/** One edition in figures; shares are counts of its places. */
export type Figures = {
  readonly userId: string;
  readonly patch: Patch;
  readonly week: number;
  readonly at: number;
  readonly items: readonly string[];
  /** Places whose item the listener had played before. */
  readonly own: number;
  /** Places that keep the promise of the patch, whatever the edition says of the others. */
  readonly kept: number;
  /** Places that are there because they are popular. */
  readonly filler: number;
  /** Places whose item was in one of the last editions of the patch. */
  readonly repeats: number;
  readonly artists: number | null;
  /** Whether the edition says in title and description what does not keep its promise, or all of it does. */
  readonly said: boolean;
  /** Whether the listener played anything in the period: else nothing below tells anything. */
  readonly followed: boolean;
  readonly hits: number;
  /** Of the order: the discounted hits over what they would be worth at the top; null without a hit. */
  readonly ndcg: number | null;
  /** Items first played within 28 days, if no earlier edition had foreseen them. */
  readonly discoveries: number;
};

const discoveryDays = 28;
/** What the promises mean to a listener, in days; independent of the dials that shall keep them. */
const restedDays = 14;
const lateDays = 60;

const periodSeconds = (patch: Patch): number => (patch === 'daily-jams' ? dayInSeconds : weekSeconds);

/** A list for a listener and an instant, made by any means. */
export type ListFor = Pick<Figures, 'userId' | 'patch' | 'week' | 'at' | 'items'>;

export type JudgedFor = ListFor &
  Pick<Figures, 'repeats' | 'followed' | 'hits' | 'ndcg' | 'discoveries'> & {
    /** Place by place: played before, and keeping the promise of the patch. */
    readonly played: readonly boolean[];
    readonly keeps: readonly boolean[];
  };

/** `lists`: oldest first, of one maker: each remembers what it proposed before. */
export function judgeLists(lists: readonly ListFor[], plays: readonly HistoryPlay[]): JudgedFor[] {
  const listening = listeningOf(plays);
  const past = new Map<string, (readonly string[])[]>();
  const discovered = new Map<string, Set<string>>();
  return lists.map((list) => {
    const { userId, patch, at, items } = list;
    const own = listening.get(userId) ?? new Map<string, number[]>();
    const key = `${patch} ${userId}`;
    const before = past.get(key) ?? [];
    past.set(key, [items, ...before].slice(0, tuning.edition.pastEditions));
    const foreseen = discovered.get(key) ?? new Set<string>();
    discovered.set(key, foreseen);

    const last = (itemId: string): number => lastBefore(own.get(itemId), at);
    const within = (itemId: string, seconds: number): boolean =>
      (own.get(itemId) ?? []).some((instant) => instant >= at && instant < at + seconds);
    const hit = items.map((itemId) => within(itemId, periodSeconds(patch)));
    const found = items.filter(
      (itemId) => last(itemId) === never && within(itemId, discoveryDays * dayInSeconds) && !foreseen.has(itemId),
    );
    for (const itemId of found) foreseen.add(itemId);
    return {
      ...list,
      played: items.map((itemId) => last(itemId) !== never),
      keeps: items.map(keeping(patch, (itemId) => (at - last(itemId)) / dayInSeconds)),
      repeats: items.filter((itemId) => before.flat().includes(itemId)).length,
      followed: [...own.values()].some((instants) =>
        instants.some((instant) => instant >= at && instant < at + periodSeconds(patch)),
      ),
      hits: hit.filter(Boolean).length,
      ndcg: ndcgOf(hit),
      discoveries: found.length,
    };
  });
}

/** `editions`: oldest first. Titles say "jams" of what is the listener's own: what is not has to be named. */
export function judgeLife(editions: readonly LivedEdition[], plays: readonly HistoryPlay[]): Figures[] {
  const judged = judgeLists(editions.map(editionList), plays);
  return editions.map(({ stored }, nth) => {
    const { played, keeps, ...figures } = judged[nth] as JudgedFor;
    const { items } = stored.edition;
    const own = played.filter(Boolean).length;
    const late = items.filter(({ reason }, place) => reason.rung === 'loved' && keeps[place] !== true).length;
    return {
      ...figures,
      own,
      // Whose episodes follow a show keep what it promises: there is always a next one.
      kept: items.filter(({ reason }, place) => reason.rung === 'followed' || keeps[place]).length,
      filler: items.filter(({ reason }) => reason.rung === 'popular').length,
      artists: artistsOf(stored),
      said: saysWhatItIs(stored, { unplayed: items.length - own, late }),
    };
  });
}

export function editionList({ week, at, stored: { edition } }: LivedEdition): ListFor {
  const { userId, patch, items } = edition;
  return { userId, patch, week, at, items: items.map(({ item }) => item.itemId as string) };
}

export type Listening = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;

/** Instants by listener and item. What was skipped was not played. */
export function listeningOf(plays: readonly HistoryPlay[]): Listening {
  const counted = plays.filter(({ listen }) => engagementWeight(listen) > 0);
  return new Map(
    [...Map.groupBy(counted, ({ userId }) => userId)].map(([userId, own]) => [userId, instantsByItem(own)]),
  );
}

const never = Number.NEGATIVE_INFINITY;

/** `daysSince` is infinite for what was never played. */
export function keeping(patch: Patch, daysSince: (itemId: string) => number): (itemId: string) => boolean {
  return (itemId) => {
    const days = daysSince(itemId);
    if (patch === 'weekly-exploration') return days === Number.POSITIVE_INFINITY;
    if (patch === 'weekly-jams') return days >= restedDays && days < Number.POSITIVE_INFINITY;
    return days <= lateDays;
  };
}

/** An exploration is of what was never played; in jams what was never played, or came too early or late, has to be named. */
function saysWhatItIs(
  { edition: { patch, title, description, items } }: StoredEdition,
  { unplayed, late }: { readonly unplayed: number; readonly late: number },
): boolean {
  if (patch === 'weekly-exploration') return unplayed === items.length;
  const says = (words: RegExp): boolean => words.test(title) && words.test(description);
  const strangers = items.filter(({ reason }) => reason.rung !== 'loved' && reason.rung !== 'followed').length;
  return (
    (late === 0 || says(/\b(heard lately|from further back)\b/)) &&
    (unplayed === 0 || strangers === 0 || says(/\bothers\b/i))
  );
}

function instantsByItem(plays: readonly HistoryPlay[]): Map<string, number[]> {
  const byItem = Map.groupBy(plays, ({ itemId }) => itemId);
  return new Map([...byItem].map(([itemId, own]) => [itemId, own.map(({ at }) => at)]));
}

/** Minus infinity for what was not played. */
export function lastBefore(instants: readonly number[] | undefined, at: number): number {
  return (instants ?? []).reduce((latest, instant) => (instant < at ? Math.max(latest, instant) : latest), never);
}

function artistsOf({ edition: { items } }: StoredEdition): number | null {
  const artists = items.flatMap(({ item }) => item.artistId ?? item.artistName ?? []);
  return artists.length === 0 ? null : new Set(artists).size;
}

export function ndcgOf(hit: readonly boolean[]): number | null {
  let gain = 0;
  let ideal = 0;
  let hits = 0;
  hit.forEach((each, nth) => {
    if (!each) return;
    gain += 1 / Math.log2(nth + 2);
    ideal += 1 / Math.log2(hits + 2);
    hits += 1;
  });
  return hits === 0 ? null : gain / ideal;
}
