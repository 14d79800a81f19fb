/** What happened to a user's taste since their candidates were made, so that an answer need not make all of them anew. */
import type { Contribution, Seed } from '#shared/domain/recommend/recommend.ts';
import { type Tuning, tuning } from '#shared/domain/tuning.ts';
import type { Candidate, Candidates } from '#shared/schemas/model.ts';

export type Basis = NonNullable<Candidates['basis']>;

export type SinceModel = {
  /** Items that weigh more than they did, by how much, strongest first: what was just played, for the most part. */
  readonly gained: readonly Seed[];
  /** What an item weighs over what it weighed. */
  readonly change: (itemId: string) => number;
  /** The same of what is not known by name: everything fades alike while nobody listens. */
  readonly faded: number;
};

type Now = {
  /** Every item of the profile that speaks for its neighbours, strongest first. */
  readonly weights: readonly Seed[];
  readonly dials?: Tuning['recommend'];
};

/**
 * Compares the weights of an instant with those of the model:
 *
 *   gained(i) = weight now(i) − faded · weight then(i),   faded = Σ min(now, then) / Σ then  over the items of both
 *
 * so that with no listen since, and no time gone by, the candidates stand as the warehouse has them (I3). Undefined where
 * they say too little of the user: when they were made of other items than those that are strongest now.
 */
export function sinceModel({ seeds }: Basis, { weights, dials = tuning.recommend }: Now): SinceModel | undefined {
  const then = new Map(seeds);
  const now = new Map<string, number>();
  let [before, kept] = [0, 0];
  for (const { itemId, weight } of weights) {
    now.set(itemId, weight);
    const was = then.get(itemId);
    if (was === undefined) continue;
    before += was;
    kept += Math.min(weight, was);
  }
  const strongest = weights.slice(0, dials.seedsMax);
  const total = strongest.reduce((sum, { weight }) => sum + weight, 0);
  const strange = strongest.reduce((sum, { itemId, weight }) => sum + (then.has(itemId) ? 0 : weight), 0);
  if (before === 0 || strange > dials.strangeShareMax * total) return undefined;
  const faded = kept / before;
  const gained = strongest
    .map(({ itemId, weight }) => ({ itemId, weight: weight - faded * (then.get(itemId) ?? 0) }))
    .filter(({ weight }) => weight >= dials.gainMin)
    .sort((a, b) => b.weight - a.weight || (a.itemId < b.itemId ? -1 : 1))
    .slice(0, dials.recentSeedsMax);
  // Their neighbours are read, and say more than the shares of a few candidates do.
  const read = new Set(gained.map(({ itemId }) => itemId));
  return {
    gained,
    faded,
    change: (itemId) => {
      const [was, is] = [then.get(itemId), now.get(itemId)];
      return was === undefined || is === undefined || was === 0 || read.has(itemId) ? faded : is / was;
    },
  };
}

/** What a candidate is worth now, and what each of its seeds gives to that; `forbidden` ones give nothing and are not named. */
export function worthNow(
  { score, seeds }: Pick<Candidate, 'score' | 'seeds'>,
  {
    scale,
    since,
    forbidden,
  }: { scale: number; since: SinceModel; forbidden: (seed: Candidate['seeds'][number]) => boolean },
): { readonly score: number; readonly parts: readonly Contribution[] } {
  const parts: Contribution[] = [];
  let rest = 1;
  let named = 0;
  for (const seed of seeds) {
    rest -= seed.share;
    if (forbidden(seed)) continue;
    const part = scale * score * seed.share * since.change(seed.itemId);
    parts.push([seed.itemId, part]);
    named += part;
  }
  return { score: named + Math.max(0, rest) * scale * score * since.faded, parts };
}
