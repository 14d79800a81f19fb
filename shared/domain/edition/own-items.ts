/** The user's own items: what they played or love, ordered by what a patch is about. */
import type { Bounds } from '#shared/domain/edition/bounds.ts';
import type { PatchDials } from '#shared/domain/patch-dials.ts';
import { affinityAt } from '#shared/domain/profile/decay.ts';
import { round } from '#shared/domain/round.ts';
import { dayInSeconds, type Tuning } from '#shared/domain/tuning.ts';
import type { OwnItem } from '#shared/schemas/assembly.ts';
import type { Candidates, ItemCard } from '#shared/schemas/model.ts';
import type { AffinityEntry, Profile } from '#shared/schemas/profile.ts';
import type { User } from '#shared/schemas/user.ts';

/** What is known of an own item without its card. */
type Played = Omit<OwnItem, 'item'>;

export type OwnStrength = {
  readonly by: PatchDials['own'];
  /** Unix seconds. */
  readonly at: number;
  readonly dials: Tuning['edition'];
};

/**
 * How much an own item matters: on repeat now, or by what lasted, ln(1 + plays)² over the root of the days since the last
 * one, so that a favourite of two summers ago still outweighs a song of last month.
 */
export function ownStrength({ fast, plays, lastListenedAt }: Played, { by, at, dials }: OwnStrength): number {
  if (by === 'fast') return fast;
  const days = Math.max(dials.restDays, (at - (lastListenedAt ?? at)) / dayInSeconds);
  // A love without a play counts as one play.
  return Math.log1p(Math.max(1, plays)) ** 2 / Math.sqrt(days);
}

/** Cards of own items that came with the model, by id. */
export function ownCards({ loved, known = [] }: Pick<Candidates, 'loved' | 'known'>): Map<string, ItemCard> {
  const cards = new Map<string, ItemCard>();
  for (const { item } of loved) cards.set(item.itemId, item);
  for (const item of known) cards.set(item.itemId, item);
  return cards;
}

/** The ids of the items whose cards to read: the strongest of the profile, and the latest loves. */
export function ownIds(
  profile: Pick<Profile, 'items'> | undefined,
  feedback: User['feedback'],
  own: OwnStrength & OwnBounds,
): string[] {
  const strongest = (profile?.items ?? [])
    .map((entry) => ({
      id: entry[0],
      rested: hasRested(entry[3], own),
      strength: ownStrength(playedOf(entry, own.at), own),
    }))
    .sort((a, b) => Number(b.rested) - Number(a.rested) || b.strength - a.strength || (a.id < b.id ? -1 : 1))
    .slice(0, own.ownMax)
    .map(({ id }) => id);
  return [...new Set([...strongest, ...latestLoves(feedback, own.lovedMax)])];
}

/** Whether an item that lasted may come; what is on repeat needs no rest. */
function hasRested(lastListenedAt: number | null, { by, at, dials }: OwnStrength): boolean {
  return by === 'fast' || lastListenedAt === null || at - lastListenedAt >= dials.restDays * dayInSeconds;
}

type OwnBounds = Pick<Bounds, 'ownMax' | 'lovedMax'>;

type Sources = {
  readonly profile: Pick<Profile, 'items'> | undefined;
  /** What the warehouse knows to be loved: older than the profile, and wider. */
  readonly loved: Candidates['loved'];
  readonly feedback: User['feedback'];
  readonly cards: ReadonlyMap<string, ItemCard>;
  /** Whether an item may come at all: allowed, and in none of the last editions. */
  readonly usable: (card: ItemCard) => boolean;
};

/**
 * Own items from profile, warehouse and loves, each once; those without a card cannot be shown. Strongest first, and what
 * this edition cannot use behind all it can, so that it takes nobody's place.
 */
export function ownItems(
  { profile, loved, feedback, cards, usable }: Sources,
  own: OwnStrength & OwnBounds,
): OwnItem[] {
  const items = new Map<string, OwnItem>();
  for (const { item, plays, lastListenedAt } of loved) {
    items.set(item.itemId, { item: cards.get(item.itemId) ?? item, fast: 0, slow: 0, plays, lastListenedAt });
  }
  for (const entry of profile?.items ?? []) {
    const before = items.get(entry[0]);
    const item = cards.get(entry[0]) ?? before?.item;
    if (item === undefined) continue;
    const played = playedOf(entry, own.at);
    const plays = Math.max(played.plays, before?.plays ?? 0);
    const lastListenedAt = Math.max(played.lastListenedAt ?? 0, before?.lastListenedAt ?? 0);
    items.set(entry[0], { item, ...played, plays, lastListenedAt });
  }
  for (const id of latestLoves(feedback, own.lovedMax)) {
    const item = cards.get(id);
    if (item !== undefined && !items.has(id)) items.set(id, { item, fast: 0, slow: 0, plays: 0, lastListenedAt: null });
  }
  return [...items.values()]
    .map((item) => ({
      item,
      strength: ownStrength(item, own),
      first: hasRested(item.lastListenedAt, own) && usable(item.item) ? 0 : 1,
    }))
    .sort((a, b) => a.first - b.first || b.strength - a.strength || (a.item.item.itemId < b.item.item.itemId ? -1 : 1))
    .slice(0, own.ownMax)
    .map(({ item }) => item);
}

function playedOf(entry: AffinityEntry, at: number): Played {
  const { fast, slow } = affinityAt(entry, at);
  return { fast: round(fast), slow: round(slow), plays: entry[4], lastListenedAt: entry[3] };
}

function latestLoves(feedback: User['feedback'], max: number): string[] {
  return feedback
    .filter(([, { score }]) => score === 1)
    .sort(([a, left], [b, right]) => right.givenAt - left.givenAt || (a < b ? -1 : 1))
    .slice(0, max)
    .map(([itemId]) => itemId);
}
