/** Ranks offers by a score that chance moves a little, reading no further than somebody looks. */
import { nthChance } from '#shared/domain/hash.ts';

export type Offers<T> = {
  /** The nth best, or undefined where there are no more. */
  at(nth: number): T | undefined;
};

/**
 * `source` comes best first. A score is moved by at most half of `jitter`, up or down: an offer is next as soon as
 * nothing that is still unread could come before it. Editions differ from period to period and stay good.
 *
 *   read, not yet given:  0.93  0.91  0.90          unread: 0.84 and less
 *                         └── given, because 0.84 · (1 + jitter / 2) is not more
 */
export function rankWithJitter<T extends { readonly score: number }>(
  source: Iterator<T, undefined>,
  { seed, jitter }: { readonly seed: number; readonly jitter: number },
): Offers<T> {
  const given: T[] = [];
  const waiting: { readonly offer: T; readonly rank: number }[] = [];
  let reads = 0;
  let unread: T | undefined = source.next().value;

  const read = (offer: T): void => {
    const rank = offer.score * (1 + jitter * (nthChance(seed, reads) - 0.5));
    reads += 1;
    let at = waiting.length;
    while (at > 0 && (waiting[at - 1] as { rank: number }).rank < rank) at--;
    waiting.splice(at, 0, { offer, rank });
    unread = source.next().value;
  };

  const giveNext = (): boolean => {
    while (unread !== undefined) {
      const first = waiting[0];
      if (first !== undefined && first.rank >= unread.score * (1 + jitter / 2)) break;
      read(unread);
    }
    const next = waiting.shift();
    if (next !== undefined) given.push(next.offer);
    return next !== undefined;
  };

  return {
    at(nth) {
      while (nth >= given.length) if (!giveNext()) return undefined;
      return given[nth];
    },
  };
}
