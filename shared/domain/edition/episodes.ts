/** Which episodes of followed shows to offer: a series in its order, a magazine by its newest. */

import { artistKey } from '#shared/domain/card.ts';
import type { Evidence } from '#shared/domain/edition/proposal.ts';
import { dayInSeconds } from '#shared/domain/tuning.ts';
import type { ItemCard } from '#shared/schemas/model.ts';

export type EpisodeOffer = {
  readonly item: ItemCard;
  readonly episode: Extract<Evidence, { rung: 'followed' }>['episode'];
};

type Wanted = {
  readonly unplayed: (itemId: string) => boolean;
  readonly allowed: (card: ItemCard) => boolean;
  /** Unix seconds; what came out later is not out yet. */
  readonly at: number;
  readonly newEpisodeDays: number;
};

/** Unplayed episodes by show, each show's in the order in which they should be heard. */
export function offersByShow(episodes: readonly ItemCard[], wanted: Wanted): Map<string, EpisodeOffer[]> {
  const shows = new Map<string, ItemCard[]>();
  for (const card of episodes) {
    const show = artistKey(card);
    if (show === undefined || (card.publishedAt ?? 0) > wanted.at) continue;
    const known = shows.get(show);
    if (known === undefined) shows.set(show, [card]);
    else known.push(card);
  }
  const offers = new Map<string, EpisodeOffer[]>();
  for (const [show, cards] of shows)
    offers.set(show, isSeries(cards) ? inSeries(cards, wanted) : byNewest(cards, wanted));
  return offers;
}

/** A show is a series when every episode says where it stands. */
function isSeries(cards: readonly ItemCard[]): boolean {
  return cards.every(({ serial }) => serial !== undefined);
}

/** One episode: the first unplayed one after the furthest that was played. A blocked one is not skipped silently. */
function inSeries(cards: readonly ItemCard[], { unplayed, allowed }: Wanted): EpisodeOffer[] {
  const ordered = [...cards].sort((a, b) => serialOf(a) - serialOf(b) || byId(a, b));
  const furthest = ordered.findLast(({ itemId }) => !unplayed(itemId));
  const next = ordered.find(
    (card) => unplayed(card.itemId) && (furthest === undefined || serialOf(card) > serialOf(furthest)),
  );
  return next !== undefined && allowed(next) ? [{ item: next, episode: 'next' }] : [];
}

function byNewest(cards: readonly ItemCard[], { unplayed, allowed, at, newEpisodeDays }: Wanted): EpisodeOffer[] {
  const newSince = at - newEpisodeDays * dayInSeconds;
  return cards
    .filter((card) => unplayed(card.itemId) && allowed(card))
    .sort((a, b) => (b.publishedAt ?? 0) - (a.publishedAt ?? 0) || byId(a, b))
    .map((item) => ({ item, episode: (item.publishedAt ?? 0) >= newSince ? 'new' : 'unplayed' }));
}

const serialOf = (card: ItemCard): number => card.serial as number;
const byId = (a: ItemCard, b: ItemCard): number => (a.itemId < b.itemId ? -1 : 1);
