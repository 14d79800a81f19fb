/**
 * Puts the items of an edition in an order that flows: relatives follow each other, tracks of one artist keep their
 * distance, every personal rung is heard from beginning to end, fillers come last, episodes stand at even intervals.
 */

import { artistKey } from '#shared/domain/card.ts';
import type { Proposal } from '#shared/domain/edition/proposal.ts';
import { artistSpacing, type Spacing } from '#shared/domain/edition/spacing.ts';
import type { Tuning } from '#shared/domain/tuning.ts';
import type { Rung } from '#shared/schemas/edition.ts';
import type { Kind } from '#shared/schemas/listen.ts';

export type OrderDials = Pick<Tuning['edition'], 'lookahead' | 'rankPull' | 'kinTagsMax'> & {
  readonly artistDistance: number;
};

/** Rungs that fill up what the personal ones left open. */
const fillers: ReadonlySet<Rung> = new Set(['tags', 'popular']);

export function orderItems(chosen: readonly Proposal[], dials: OrderDials): Proposal[] {
  const ofKind = (kind: Kind): Proposal[] => flow(weave(chosen.filter(({ item }) => item.kind === kind)), dials);
  return interleave(ofKind('track'), ofKind('episode'));
}

/** Spreads every personal rung evenly over the whole, each in its own order; fillers follow. What was taken first opens. */
function weave(chosen: readonly Proposal[]): Proposal[] {
  const counts = new Map<Rung, number>();
  for (const { evidence } of chosen) counts.set(evidence.rung, (counts.get(evidence.rung) ?? 0) + 1);
  const seen = new Map<Rung, number>();
  return chosen
    .map((proposal, nth) => {
      const { rung } = proposal.evidence;
      const before = seen.get(rung) ?? 0;
      seen.set(rung, before + 1);
      const spread = (before + 0.5) / (counts.get(rung) as number);
      return { proposal, place: nth === 0 ? 0 : fillers.has(rung) ? 1 + nth : spread };
    })
    .sort((a, b) => a.place - b.place)
    .map(({ proposal }) => proposal);
}

/** Walks from each item to the best of the next few: closest in kind, yet not far down the ranks. */
function flow(woven: readonly Proposal[], { artistDistance, ...dials }: OrderDials): Proposal[] {
  const traits = traitsOf(woven, dials.kinTagsMax);
  const spacing = artistSpacing(
    woven.map(({ item }) => artistKey(item)),
    artistDistance,
  );
  const rest = woven.map((_, nth) => nth);
  const walked: Proposal[] = [];
  let last: readonly number[] | undefined;
  while (rest.length > 0) {
    const at = nextStep({ rest, last, traits, spacing }, dials);
    const [next] = rest.splice(at, 1) as [number];
    spacing.place(next);
    walked.push(woven[next] as Proposal);
    last = traits[next];
  }
  return walked;
}

type Walk = {
  readonly rest: readonly number[];
  readonly last: readonly number[] | undefined;
  readonly traits: readonly (readonly number[])[];
  readonly spacing: Spacing;
};

/** The position in `rest` of what comes next. */
function nextStep(
  { rest, last, traits, spacing }: Walk,
  { lookahead, rankPull }: Omit<OrderDials, 'artistDistance'>,
): number {
  let best = 0;
  let bestScore = Number.NEGATIVE_INFINITY;
  let looked = 0;
  for (let at = 0; at < rest.length && looked < lookahead; at++) {
    const nth = rest[at] as number;
    if (!spacing.fits(nth)) continue;
    looked += 1;
    const kin = last === undefined ? 0 : kinship(last, traits[nth] as readonly number[]);
    const score = kin - (rankPull * at) / lookahead;
    if (score <= bestScore) continue;
    best = at;
    bestScore = score;
  }
  return best;
}

/** What an item is like, as numbers: its first tags, and the item of the user's own that led to it. */
function traitsOf(proposals: readonly Proposal[], kinTagsMax: number): (readonly number[])[] {
  const numbers = new Map<string, number>();
  const numberOf = (trait: string): number => {
    const known = numbers.get(trait);
    if (known !== undefined) return known;
    numbers.set(trait, numbers.size);
    return numbers.size - 1;
  };
  return proposals.map(({ item, evidence }) => {
    const traits: number[] = [];
    for (let nth = 0; nth < item.tags.length && nth < kinTagsMax; nth++)
      traits.push(numberOf(item.tags[nth] as string));
    const seed = evidence.rung === 'neighbours' ? evidence.candidate.seeds[0] : undefined;
    if (seed !== undefined) traits.push(numberOf(seed.itemId));
    return traits;
  });
}

/** Dice coefficient of two items' traits, 0 to 1. */
function kinship(a: readonly number[], b: readonly number[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  let common = 0;
  for (let nth = 0; nth < a.length; nth++) if (b.includes(a[nth] as number)) common += 1;
  return (2 * common) / (a.length + b.length);
}

/** Episodes after equal stretches of music. */
function interleave(tracks: readonly Proposal[], episodes: readonly Proposal[]): Proposal[] {
  if (tracks.length === 0) return [...episodes];
  const stretch = tracks.length / (episodes.length + 1);
  const whole: Proposal[] = [];
  tracks.forEach((track, nth) => {
    whole.push(track);
    while (whole.length - nth - 1 < episodes.length && nth + 1 >= Math.round(stretch * (whole.length - nth))) {
      whole.push(episodes[whole.length - nth - 1] as Proposal);
    }
  });
  return whole;
}
