/** The weekly protocol: for every user and week, what comes back and what comes new, from everything before that week. */
import type { Interaction } from '#functions/evaluation/interactions.ts';
import { listenRow } from '#functions/evaluation/listens.ts';
import type { ScoredItem } from '#functions/evaluation/proposals.ts';
import { addListen, affinityAt } from '#shared/domain/profile/decay.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { AffinityEntry } from '#shared/schemas/profile.ts';
import type { RowOf } from '#shared/schemas/tables.ts';

const weekSeconds = 7 * 86_400;
/** Relative weeks before this one teach a user's taste only; weeks with less than this are not asked for. */
const firstWeek = 4;
const playsBeforeMin = 50;
const itemsInWeekMin = 5;

export type WeeklyCase = {
  readonly caseId: string;
  /** When the week begins, in the user's own seconds. */
  readonly at: number;
  /** Affinities as of the last play before the week, as a profile keeps them. */
  readonly affinities: ReadonlyMap<string, AffinityEntry>;
  /** Items of the week. */
  readonly all: ReadonlySet<string>;
  /** Those of them that were never played before. */
  readonly fresh: ReadonlySet<string>;
};

/** Every user and week w >= 4 with at least 50 earlier plays and 5 distinct items in it. */
export function weeklyCases(interactions: readonly Interaction[]): WeeklyCase[] {
  const byUser = Map.groupBy(interactions, ({ userId }) => userId);
  return [...byUser].flatMap(([userId, plays]) => casesOf(userId, plays));
}

function casesOf(userId: string, plays: readonly Interaction[]): WeeklyCase[] {
  const weeks = Map.groupBy(plays, ({ seconds = 0 }) => Math.floor(seconds / weekSeconds));
  const affinities = new Map<string, AffinityEntry>();
  const cases: WeeklyCase[] = [];
  let before = 0;
  for (const [week, played] of [...weeks].sort(([a], [b]) => a - b)) {
    const all = new Set(played.map(({ itemId }) => itemId));
    if (week >= firstWeek && before >= playsBeforeMin && all.size >= itemsInWeekMin) {
      const known = new Map([...affinities].map(([itemId, entry]) => [itemId, [...entry] as AffinityEntry]));
      const fresh = new Set([...all].filter((itemId) => !known.has(itemId)));
      cases.push({ caseId: `${userId} week ${week}`, at: week * weekSeconds, affinities: known, all, fresh });
    }
    for (const { itemId, seconds = 0 } of played) {
      const entry = affinities.get(itemId);
      if (entry === undefined) affinities.set(itemId, [itemId, 1, 1, seconds, 1]);
      else addListen(entry, 1, seconds);
    }
    before += played.length;
  }
  return cases;
}

/** Each case as a user of its own, with one listen per item that weighs the item's slow affinity. */
export function caseRows(cases: readonly WeeklyCase[]): RowOf<'listens'>[] {
  return cases.flatMap(({ caseId: userId, affinities, at }) =>
    [...affinities.values()].map((entry) =>
      listenRow({ userId, itemId: entry[0], seconds: at, weight: affinityAt(entry, at).slow }),
    ),
  );
}

/**
 * What a user plays in a week: the items that are on repeat, by fast affinity, and proposals where those went stale.
 * The best proposal is worth `freshFill` of a play just made.
 */
export function weekOf({ affinities, at }: WeeklyCase, proposals: readonly ScoredItem[], length: number): string[] {
  const best = proposals[0]?.score ?? 1;
  const known = [...affinities.values()].map((entry) => ({ itemId: entry[0], score: affinityAt(entry, at).fast }));
  const fresh = proposals.map(({ itemId, score }) => ({
    itemId,
    score: (tuning.model.freshFill * score) / best,
  }));
  return [...known, ...fresh]
    .sort((a, b) => b.score - a.score || (a.itemId < b.itemId ? -1 : 1))
    .slice(0, length)
    .map(({ itemId }) => itemId);
}
