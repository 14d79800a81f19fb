/** What editions were worth beside two other makers of lists, who keep the same promises: the most popular, and chance. */

import type { Interaction } from '#functions/evaluation/interactions.ts';
import {
  editionList,
  type Figures,
  type JudgedFor,
  judgeLife,
  judgeLists,
  keeping,
  type ListFor,
  lastBefore,
  listeningOf,
} from '#functions/evaluation/life/judge.ts';
import type { LivedEdition } from '#functions/evaluation/life/live.ts';
import type { HistoryPlay } from '#functions/evaluation/life/plays.ts';
import { meanOf } from '#functions/evaluation/metrics.ts';
import { createDice, type Dice } from '#functions/generator/dice.ts';
import { dayInSeconds, tuning } from '#shared/domain/tuning.ts';

/** What is compared, edition by edition. */
export const worths = ['hits', 'ndcg', 'discoveries'] as const;
export type Worth = Readonly<Record<(typeof worths)[number], number | null>>;

export type ComparedEdition = Figures & {
  /** Of the most popular items that keep the promise of the patch, as many. */
  readonly popularity: Worth;
  /** Of as many drawn from all that was offered and keeps it: the mean of some draws. */
  readonly drawn: Worth;
  /** Whether the pool allows that nothing comes back: then nothing may. */
  readonly allowed: boolean;
};

const draws = 8;

/** `editions` of a life, oldest first, with what they were chosen from. */
export function compareEditions(
  editions: readonly LivedEdition[],
  { background, plays }: { readonly background: readonly Interaction[]; readonly plays: readonly HistoryPlay[] },
): ComparedEdition[] {
  const listening = listeningOf(plays);
  const keepers = editions.map(({ at, stored: { edition } }) => {
    const own = listening.get(edition.userId) ?? new Map<string, readonly number[]>();
    return keeping(edition.patch, (itemId) => (at - lastBefore(own.get(itemId), at)) / dayInSeconds);
  });
  const popularAt = popularityOf(background, plays);
  const popular = judgeLists(
    eachWithMemory(editions, ({ at }, nth) => popularAt(at).filter(keepers[nth] as Keeper)),
    plays,
  );
  const drawn = Array.from({ length: draws }, (_, draw) =>
    judgeLists(
      eachWithMemory(editions, ({ offered = [] }, nth) =>
        shuffled(offered.filter(keepers[nth] as Keeper), createDice(draw, 'draw', nth)),
      ),
      plays,
    ),
  );
  return judgeLife(editions, plays).map((figures, nth) => {
    const { manifest } = (editions[nth] as LivedEdition).stored;
    return {
      ...figures,
      popularity: worthOf([popular[nth] as JudgedFor]),
      drawn: worthOf(drawn.map((judged) => judged[nth] as JudgedFor)),
      allowed: manifest.poolSize >= tuning.edition.pastEditions * manifest.length,
    };
  });
}

function shuffled(items: readonly string[], dice: Dice): string[] {
  return items
    .map((itemId) => ({ itemId, throw: dice.next() }))
    .sort((a, b) => a.throw - b.throw)
    .map(({ itemId }) => itemId);
}

type Keeper = (itemId: string) => boolean;

function worthOf(judged: readonly JudgedFor[]): Worth {
  const mean = (values: readonly (number | null)[]): number | null => {
    const known = values.filter((value) => value !== null);
    return known.length === 0 ? null : meanOf(known);
  };
  return {
    hits: mean(judged.map(({ hits }) => hits)),
    ndcg: mean(judged.map(({ ndcg }) => ndcg)),
    discoveries: mean(judged.map(({ discoveries }) => discoveries)),
  };
}

/** Lists as long as the editions, of the first items ranked that were in none of its maker's last lists for the same. */
function eachWithMemory(
  editions: readonly LivedEdition[],
  rank: (edition: LivedEdition, nth: number) => readonly string[],
): ListFor[] {
  const past = new Map<string, (readonly string[])[]>();
  return editions.map((edition, nth) => {
    const list = editionList(edition);
    const key = `${list.patch} ${list.userId}`;
    const before = past.get(key) ?? [];
    const lately = new Set(before.flat());
    const ranked = rank(edition, nth).filter((itemId) => !lately.has(itemId));
    const items = ranked.slice(0, list.items.length);
    past.set(key, [items, ...before].slice(0, tuning.edition.pastEditions));
    return { ...list, items };
  });
}

/** Items by how many people played them up to an instant, most first. */
function popularityOf(background: readonly Interaction[], plays: readonly HistoryPlay[]) {
  const firsts = new Map<string, { itemId: string; at: number }>();
  const note = (pair: string, itemId: string, at: number): void => {
    if (at < (firsts.get(pair)?.at ?? Number.POSITIVE_INFINITY)) firsts.set(pair, { itemId, at });
  };
  for (const { userId, itemId } of background) note(`background ${userId} ${itemId}`, itemId, -1);
  for (const { userId, itemId, at } of plays) note(`${userId} ${itemId}`, itemId, at);
  const pairs = [...firsts.values()];
  const known = new Map<number, readonly string[]>();
  return (before: number): readonly string[] => {
    const ranked = known.get(before) ?? rankedBefore(pairs, before);
    known.set(before, ranked);
    return ranked;
  };
}

function rankedBefore(firsts: readonly { itemId: string; at: number }[], before: number): string[] {
  const users = new Map<string, number>();
  for (const { itemId, at } of firsts) if (at < before) users.set(itemId, (users.get(itemId) ?? 0) + 1);
  return [...users].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([itemId]) => itemId);
}
