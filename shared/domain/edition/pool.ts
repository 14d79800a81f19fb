/** The pool of one edition: what every step of the patch's ladder offers, ranked, and what of it was in the last editions. */

import { type Offers, rankWithJitter } from '#shared/domain/edition/jitter.ts';
import type { Proposal } from '#shared/domain/edition/proposal.ts';
import { trackReads } from '#shared/domain/edition/read-tracker.ts';
import { proposers, type Sources } from '#shared/domain/edition/rungs.ts';
import { createSongSet, songOf } from '#shared/domain/identity/keys.ts';
import type { LadderStep } from '#shared/domain/patch-dials.ts';
import { dayInSeconds } from '#shared/domain/tuning.ts';
import { allows } from '#shared/domain/wishes/visibility.ts';
import type { AssemblyInputs, OwnItem } from '#shared/schemas/assembly.ts';
import type { Rung } from '#shared/schemas/edition.ts';
import type { ItemId } from '#shared/schemas/ids.ts';
import type { ItemCard } from '#shared/schemas/model.ts';

export type Pool = {
  /** What a step of the ladder offers, best first, one a call: items of none of the last editions. */
  fresh(step: LadderStep): () => Proposal | undefined;
  /** Offered items of the last editions, the longest ago first, then as the ladder has them. */
  repeats(): readonly Proposal[];
  /** Distinct fresh items offered so far. */
  size(): number;
  /** The inputs without what was not read: all that a replay needs. */
  used(): AssemblyInputs;
};

/** Lazy: what the climb does not come to is not read. */
export function poolOf(inputs: AssemblyInputs, { tuning, loves }: Pick<Sources, 'tuning' | 'loves'>): Pool {
  const dials = tuning.patches[inputs.patch];
  const heard = new Set(inputs.heard);
  const eligible = eligibility(inputs, heard, dials.heard === 'never');
  const candidates = trackReads(inputs.candidates);
  const lists = new Map(inputs.lists.map(({ name, items }) => [name, trackReads(items)]));
  const list = (name: string) => lists.get(name) ?? trackReads([]);
  const sources: Sources = { inputs, candidates, list, dials, tuning, heard, loves, eligible };

  const rungs = new Map<Rung, Offers<Proposal>>();
  const offersOf = (rung: Rung): Offers<Proposal> => {
    const known = rungs.get(rung);
    if (known !== undefined) return known;
    const offers = rankWithJitter<Proposal>(proposers[rung](sources), { seed: inputs.seed, jitter: dials.jitter });
    rungs.set(rung, offers);
    return offers;
  };

  const own = new Map(inputs.own.map((item) => [item.item.itemId, item]));
  const keeps = (step: LadderStep, itemId: ItemId): boolean =>
    !asks(step) || fits(step, { own: own.get(itemId), loved: loves.has(itemId), dueAt: inputs.dueAt });
  const past = pastItems(inputs.past);
  const repeated = new Map<string, Proposal>();
  /** How many offers of its rung each step has looked at. */
  const looked = new Map<LadderStep, number>();

  const freshOf = (step: LadderStep): (() => Proposal | undefined) => {
    const offers = offersOf(step.rung);
    let at = 0;
    return () => {
      for (let offer = offers.at(at); offer !== undefined; offer = offers.at(at)) {
        at += 1;
        if (at > (looked.get(step) ?? 0)) looked.set(step, at);
        const { itemId } = offer.item;
        if (!keeps(step, itemId)) continue;
        if (agoOf(offer.item, past) === undefined) return offer;
        if (!repeated.has(itemId)) repeated.set(itemId, offer);
      }
      return undefined;
    };
  };

  const countFresh = (): number => {
    const fresh = createSongSet();
    let songs = 0;
    for (const [step, count] of looked) {
      for (let at = 0; at < count; at++) {
        const { item } = offersOf(step.rung).at(at) as Proposal;
        if (!keeps(step, item.itemId) || agoOf(item, past) !== undefined || fresh.has(item)) continue;
        fresh.add(item);
        songs += 1;
      }
    }
    return songs;
  };

  const ago = ({ item }: Proposal): number => agoOf(item, past) as number;
  return {
    fresh: freshOf,
    // Sorting is stable: within one edition the order of the ladder stays.
    repeats: () => [...repeated.values()].sort((a, b) => ago(b) - ago(a)),
    size: countFresh,
    used: () => ({
      ...inputs,
      candidates: [...candidates.read()],
      lists: [...lists].flatMap(([name, { read }]) => (read().length === 0 ? [] : [{ name, items: [...read()] }])),
    }),
  };
}

function eligibility(inputs: AssemblyInputs, heard: ReadonlySet<string>, neverHeard: boolean) {
  const allowed = allows(inputs, inputs.dueAt);
  return (card: ItemCard): boolean =>
    !(heard.size > 0 && (neverHeard || card.kind === 'episode') && heard.has(card.itemId)) && allowed(card);
}

/** The number of editions since a song was last in one: 1 for the last edition. */
function pastItems(past: AssemblyInputs['past']): Map<string, number> {
  const editionsAgo = new Map<string, number>();
  past.forEach(({ songIds }, nth) => {
    for (const songId of songIds) if (!editionsAgo.has(songId)) editionsAgo.set(songId, nth + 1);
  });
  return editionsAgo;
}

/** Which song an item is may have been agreed on since: it is also the item that it was. */
function agoOf(card: ItemCard, past: ReadonlyMap<string, number>): number | undefined {
  return past.get(songOf(card)) ?? past.get(card.itemId);
}

type Known = { readonly own: OwnItem | undefined; readonly loved: boolean; readonly dueAt: number };

/** Whether a step asks anything of items that the user has played. */
function asks({ restDays, withinDays, playsMin }: LadderStep): boolean {
  return restDays !== undefined || withinDays !== undefined || playsMin !== undefined;
}

function fits({ restDays, withinDays, playsMin }: LadderStep, { own, loved, dueAt }: Known): boolean {
  // What the user never played has rested for ever.
  if (own === undefined || own.lastListenedAt === null) return withinDays === undefined;
  const days = (dueAt - own.lastListenedAt) / dayInSeconds;
  return (
    (restDays === undefined || days >= restDays) &&
    (withinDays === undefined || days <= withinDays) &&
    (playsMin === undefined || loved || own.plays >= playsMin)
  );
}
