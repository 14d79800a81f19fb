/** The pool of one edition: what every step of the patch's ladder offers, ranked, and what of it was in the last editions. */
import { allows } from '#shared/domain/filter.ts';
import { nthChance } from '#shared/domain/hash.ts';
import type { Step } from '#shared/domain/patches.ts';
import type { Proposal } from '#shared/domain/proposal.ts';
import { propose, type Sources } from '#shared/domain/propose.ts';
import { dayInSeconds } from '#shared/domain/tuning.ts';
import type { AssemblyInputs, OwnItem } from '#shared/schemas/assembly.ts';
import type { Rung } from '#shared/schemas/edition.ts';
import type { ItemId } from '#shared/schemas/ids.ts';
import type { ItemCard } from '#shared/schemas/model.ts';

export type Pool = {
  /** What a step of the ladder offers, best first: items of none of the last editions. */
  fresh(step: number): readonly Proposal[];
  /** Offered items of the last editions, the longest ago first, then as the ladder has them. */
  repeats(): readonly Proposal[];
  /** Distinct fresh items offered so far. */
  size(): number;
};

/** Lazy: what the climb does not come to is not read. */
export function poolOf(inputs: AssemblyInputs, { tuning, loves }: Pick<Sources, 'tuning' | 'loves'>): Pool {
  const dials = tuning.patches[inputs.patch];
  const heard = new Set(inputs.heard);
  const eligible = eligibility(inputs, heard, dials.heard === 'never');
  const sources: Sources = { inputs, dials, tuning, heard, loves, eligible };
  const own = new Map(inputs.own.map((item) => [item.item.itemId, item]));
  const past = pastItems(inputs.past);
  const offersByRung = new Map<Rung, readonly Proposal[]>();
  const freshByStep = new Map<string, readonly Proposal[]>();
  const fresh = new Set<string>();
  const repeated = new Map<string, Proposal>();

  const offersOf = (rung: Rung): readonly Proposal[] => {
    const known = offersByRung.get(rung);
    if (known !== undefined) return known;
    const offers = ranked(propose[rung](sources), inputs.seed, dials.jitter);
    offersByRung.set(rung, offers);
    return offers;
  };

  const keeps = (step: Step, itemId: ItemId): boolean =>
    !asks(step) || fits(step, { own: own.get(itemId), loved: loves.has(itemId), dueAt: inputs.dueAt });

  const freshOf = (step: Step): Proposal[] =>
    offersOf(step.rung).filter((offer) => {
      const { itemId } = offer.item;
      if (!keeps(step, itemId)) return false;
      if (past.has(itemId)) {
        if (!repeated.has(itemId)) repeated.set(itemId, offer);
        return false;
      }
      fresh.add(itemId);
      return true;
    });

  const ago = ({ item }: Proposal): number => past.get(item.itemId) as number;
  return {
    fresh(nth) {
      const step = dials.ladder[nth] as Step;
      const key = `${step.rung} ${step.restDays} ${step.withinDays} ${step.playsMin}`;
      const offers = freshByStep.get(key) ?? freshOf(step);
      freshByStep.set(key, offers);
      return offers;
    },
    // Sorting is stable: within one edition the order of the ladder stays.
    repeats: () => [...repeated.values()].sort((a, b) => ago(b) - ago(a)),
    size: () => fresh.size,
  };
}

function eligibility(inputs: AssemblyInputs, heard: ReadonlySet<string>, neverHeard: boolean) {
  const allowed = allows(inputs, inputs.dueAt);
  return (card: ItemCard): boolean =>
    !(heard.size > 0 && (neverHeard || card.kind === 'episode') && heard.has(card.itemId)) && allowed(card);
}

/** The number of editions since an item was last in one: 1 for the last edition. */
function pastItems(past: AssemblyInputs['past']): Map<string, number> {
  const editionsAgo = new Map<string, number>();
  past.forEach(({ itemIds }, nth) => {
    for (const itemId of itemIds) if (!editionsAgo.has(itemId)) editionsAgo.set(itemId, nth + 1);
  });
  return editionsAgo;
}

type Known = { readonly own: OwnItem | undefined; readonly loved: boolean; readonly dueAt: number };

/** Whether a step asks anything of items that the user has played. */
function asks({ restDays, withinDays, playsMin }: Step): boolean {
  return restDays !== undefined || withinDays !== undefined || playsMin !== undefined;
}

function fits({ restDays, withinDays, playsMin }: Step, { own, loved, dueAt }: Known): boolean {
  // What the user never played has rested for ever.
  if (own === undefined || own.lastListenedAt === null) return withinDays === undefined;
  const days = (dueAt - own.lastListenedAt) / dayInSeconds;
  return (
    (restDays === undefined || days >= restDays) &&
    (withinDays === undefined || days <= withinDays) &&
    (playsMin === undefined || loved || own.plays >= playsMin)
  );
}

/**
 * Best first, each score moved a little by chance: editions differ from period to period and stay good. Sources come
 * best first and chance moves nothing far, so that insertion is nearly linear: 10 µs for 300, where sorting takes 27.
 */
function ranked(offers: readonly Proposal[], seed: number, jitter: number): readonly Proposal[] {
  const order: Proposal[] = [];
  const ranks: number[] = [];
  offers.forEach((offer, nth) => {
    const rank = offer.score * (1 + jitter * (nthChance(seed, nth) - 0.5));
    let at = nth;
    for (; at > 0 && (ranks[at - 1] as number) < rank; at--) {
      ranks[at] = ranks[at - 1] as number;
      order[at] = order[at - 1] as Proposal;
    }
    ranks[at] = rank;
    order[at] = offer;
  });
  return order;
}
