/** Cuts what was read for one assembly down to its inputs: bounded, plain, and all that the edition will depend on. */

import { cardOf } from '#shared/domain/card.ts';
import { type Bounds, boundsOf } from '#shared/domain/edition/bounds.ts';
import { excerpts } from '#shared/domain/edition/excerpt.ts';
import { type Needs, tasteOf, type Wish } from '#shared/domain/edition/needs.ts';
import { ownCards, ownItems } from '#shared/domain/edition/own-items.ts';
import type { Release } from '#shared/domain/edition/releases.ts';
import { seedOf } from '#shared/domain/hash.ts';
import { songOf } from '#shared/domain/identity/keys.ts';
import { type Heard, hasHeard, openHeard } from '#shared/domain/profile/heard.ts';
import { recommend } from '#shared/domain/recommend/recommend.ts';
import { round } from '#shared/domain/round.ts';
import { type Allows, type Wishes, wishesOf } from '#shared/domain/wishes/visibility.ts';
import type { AssemblyInputs, OwnItem } from '#shared/schemas/assembly.ts';
import type { Period } from '#shared/schemas/edition.ts';
import type { ModelVersion } from '#shared/schemas/ids.ts';
import type { Item } from '#shared/schemas/item.ts';
import type { Candidate, ItemCard, ItemList, Neighbours } from '#shared/schemas/model.ts';
import type { Profile } from '#shared/schemas/profile.ts';

/** What a handler read: the wish, the answers to its needs (undefined where nothing is known), and names to record. */
export type Readings = Wish & {
  readonly period: Period;
  readonly needs: Needs;
  readonly cards: readonly (Item | undefined)[];
  readonly neighbours: readonly (Neighbours | undefined)[];
  /** Cards of the seeds, by the id that each was asked for with. */
  readonly seedCards: ReadonlyMap<string, ItemCard>;
  readonly lists: readonly (ItemList | undefined)[];
  readonly episodes: readonly Item[];
  /** Heard by what media servers say. */
  readonly heard?: Profile['heard'] | undefined;
  /** Whether an item may be offered to who wants only what their library holds. */
  readonly playable?: Allows | undefined;
  /** What artists brought out lately; left out where the patch does not ask. */
  readonly releases?: readonly Release[];
  /** Editions of the patch, newest first. */
  readonly past: AssemblyInputs['past'];
  readonly modelVersion: ModelVersion;
  readonly configDigest: string;
  readonly codeVersion: string;
  readonly variants: Readonly<Record<string, string>>;
  readonly overrides: Readonly<Record<string, number>>;
};

export function selectInputs(readings: Readings): AssemblyInputs {
  const { user, patch, period, dueAt, profile, tuning, playable } = readings;
  const { kinds, explicit, weekStartsOn, length } = user.settings;
  const bounds = boundsOf({ patch, length }, tuning);
  const seed = seedOf(user.userId, patch, period);
  const heard = openHeard([...(profile?.heard ?? []), ...(readings.heard ?? [])]);
  const { allows, forbids } = wishesOf(user, dueAt);
  const isPlayable: Allows = (card) => playable === undefined || playable(card);
  const useful = usefulness(readings, heard, (card) => allows(card) && isPlayable(card));
  const cards = readings.candidates === undefined ? new Map<string, ItemCard>() : ownCards(readings.candidates);
  for (const item of readings.cards) if (item !== undefined) cards.set(item.itemId, cardOf(item));
  const past = readings.past.slice(0, tuning.edition.pastEditions);
  const pastSongs = new Set(past.flatMap(({ songIds }) => songIds));
  const usable: Allows = (card) => !pastSongs.has(songOf(card)) && !pastSongs.has(card.itemId) && useful(card);
  const own = ownOf(readings, { cards, bounds, usable }).filter(({ item }) => isPlayable(item));
  const candidates = candidatesOf(readings, { bounds, heard, useful, forbids, seed });
  const lists = excerpts(
    readings.lists.filter((list) => list !== undefined),
    { bounds, pool: tuning.pool, used: own.length + candidates.length, useful },
  );
  const episodes = readings.episodes.map(cardOf).filter(isPlayable);
  const releases = readings.releases?.filter(({ item }) => useful(item) && isPlayable(item));
  const pooled = pooledCards({
    own: [...own, ...(releases ?? [])].map(({ item }) => item),
    candidates,
    lists,
    episodes,
  });
  const fresh = [...pooled.values()].filter(usable);
  return {
    userId: user.userId,
    patch,
    period,
    dueAt,
    seed,
    modelVersion: readings.modelVersion,
    watermark: profile?.watermark ?? null,
    configDigest: readings.configDigest,
    codeVersion: readings.codeVersion,
    variants: { ...readings.variants },
    overrides: { ...readings.overrides },
    settings: { kinds, explicit, weekStartsOn, length, ...(playable && { playable: 'library' as const }) },
    blocks: user.blocks.filter(({ until }) => until === undefined || until > dueAt),
    feedback: user.feedback.filter(([itemId]) => pooled.has(itemId)),
    own,
    ...tasteOf(profile, { at: dueAt, tuning, follows: user.settings.follows }),
    candidates,
    lists,
    ...(releases === undefined ? {} : { releases }),
    episodes,
    heard: heardOf(readings, pooled, heard),
    poolSize: fresh.length,
    past,
  };
}

/** What the user must not see, or has heard where that counts, takes no room. Assembly asks the same again. */
function usefulness({ patch, tuning }: Readings, heard: Heard, allowed: Allows): Allows {
  const never = tuning.patches[patch].heard === 'never';
  return (card) => allowed(card) && !((never || card.kind === 'episode') && hasHeard(heard, card));
}

type OwnContext = {
  readonly cards: ReadonlyMap<string, ItemCard>;
  readonly bounds: Bounds;
  readonly usable: Allows;
};

function ownOf(
  { user, patch, profile, candidates, dueAt, tuning }: Readings,
  { cards, bounds, usable }: OwnContext,
): OwnItem[] {
  const dials = tuning.patches[patch];
  if (!dials.ladder.some(({ rung }) => rung === 'loved')) return [];
  return ownItems(
    { profile, loved: candidates?.loved ?? [], feedback: user.feedback, cards, usable },
    { by: dials.own, at: dueAt, dials: tuning.edition, ...bounds },
  );
}

type CandidateContext = {
  readonly bounds: Bounds;
  readonly heard: Heard;
  readonly useful: Allows;
  readonly forbids: Wishes['forbids'];
  readonly seed: number;
};

/** Candidates computed live from what was read of neighbours, followed by those of the model. */
function candidatesOf(
  { neighbours, seedCards, needs, candidates, tuning }: Readings,
  { bounds: { candidatesMax }, heard, useful, forbids, seed }: CandidateContext,
): Candidate[] {
  const live = recommend({
    seeds: needs.seeds,
    neighbours: neighbours.filter((near) => near !== undefined),
    cards: seedCards,
    allowed: useful,
    without: (card) => hasHeard(heard, card),
    seed,
    limit: candidates === undefined ? candidatesMax : Math.min(candidatesMax, tuning.pool.liveMax),
    dials: tuning.recommend,
  });
  const known = new Set(live.map(({ item }) => item.itemId));
  const modelled = (candidates?.candidates ?? []).filter(({ item }) => !known.has(item.itemId) && useful(item));
  return [...live, ...below(live, modelled)]
    .slice(0, candidatesMax)
    .map((candidate) => withoutSeeds(candidate, forbids));
}

/** What the user never wants to see is not named as what led to a candidate either. */
function withoutSeeds(candidate: Candidate, forbids: Wishes['forbids']): Candidate {
  const seeds = candidate.seeds.filter(({ itemId, artistId }) => !forbids({ of: 'item', id: itemId, artistId }));
  return seeds.length === candidate.seeds.length ? candidate : { ...candidate, seeds };
}

/** Scores of two sources have nothing in common: the second starts where the first ends. */
function below(first: readonly Candidate[], second: readonly Candidate[]): readonly Candidate[] {
  const lowest = first.reduce((min, { score }) => Math.min(min, score), 1);
  const best = second.reduce((max, { score }) => Math.max(max, score), 0);
  if (first.length === 0 || best === 0) return second;
  return second.map((candidate) => ({ ...candidate, score: round((lowest * candidate.score) / best) }));
}

type Pools = Pick<AssemblyInputs, 'lists' | 'episodes'> & {
  readonly own: readonly ItemCard[];
  readonly candidates: readonly Candidate[];
};

function pooledCards({ own, candidates, lists, episodes }: Pools): Map<string, ItemCard> {
  const pooled = new Map<string, ItemCard>();
  for (const card of own) pooled.set(card.itemId, card);
  for (const { item } of candidates) pooled.set(item.itemId, item);
  for (const { items } of lists) for (const { item } of items) pooled.set(item.itemId, item);
  for (const card of episodes) pooled.set(card.itemId, card);
  return pooled;
}

/** A played episode never comes back; a played track matters where the patch promises what was never heard. */
function heardOf({ patch, tuning }: Readings, pooled: ReadonlyMap<string, ItemCard>, heard: Heard): string[] {
  const never = tuning.patches[patch].heard === 'never';
  const ids: string[] = [];
  for (const [itemId, card] of pooled) {
    if ((never || card.kind === 'episode') && hasHeard(heard, card)) ids.push(itemId);
  }
  return ids;
}
