/** Neighbours and lists of a model on their way into documents and out of them. */
import { packCards, unpackCards } from '#shared/adapters/documents/packed-cards.ts';
import type { BodyOf } from '#shared/schemas/collections.ts';
import type { ItemCard, ItemList, KeptList, KeptNeighbours, Neighbours } from '#shared/schemas/model.ts';

type Scored = { item: ItemCard; score: number };

export function keptNeighbours({ modelVersion, itemId, item, neighbours }: Neighbours): KeptNeighbours {
  const cards = neighbours.map((near) => near.item);
  return {
    modelVersion,
    itemId,
    cards: packCards(item === undefined ? cards : [...cards, item]),
    scores: neighbours.map(({ score }) => score),
  };
}

export function neighboursOf(kept: BodyOf<'neighbours'>): Neighbours {
  if (!('cards' in kept)) return kept;
  const { modelVersion, itemId, cards: packed, scores } = kept;
  const cards = unpackCards(packed);
  const item = cards[scores.length];
  return { modelVersion, itemId, ...(item && { item }), neighbours: scored(cards, scores) };
}

export function keptList({ modelVersion, name, items }: ItemList): KeptList {
  return {
    modelVersion,
    name,
    cards: packCards(items.map(({ item }) => item)),
    scores: items.map(({ score }) => score),
  };
}

export function listOf(kept: BodyOf<'lists'>): ItemList {
  if (!('cards' in kept)) return kept;
  const { modelVersion, name, cards, scores } = kept;
  return { modelVersion, name, items: scored(unpackCards(cards), scores) };
}

function scored(cards: readonly ItemCard[], scores: readonly number[]): Scored[] {
  return scores.map((score, at) => ({ item: cards[at] as ItemCard, score }));
}
