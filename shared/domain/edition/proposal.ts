/** A proposal: an item that a rung of the ladder offers for an edition, with the evidence for it. */
import type { OwnItem } from '#shared/schemas/assembly.ts';
import type { Candidate, ItemCard } from '#shared/schemas/model.ts';

export type Evidence =
  | { readonly rung: 'loved'; readonly own: OwnItem }
  | { readonly rung: 'neighbours'; readonly candidate: Candidate }
  /** A show's next episode in serial order, its new one, or one that lies unplayed. */
  | { readonly rung: 'followed'; readonly episode: 'next' | 'new' | 'unplayed'; readonly share: number }
  /** Out lately, of an artist the user likes, or of one near to those. */
  | { readonly rung: 'released'; readonly liked: boolean; readonly share: number }
  | { readonly rung: 'artists'; readonly share: number }
  | { readonly rung: 'tags'; readonly tag: string; readonly share: number }
  /** The first tag of the item, none of whose tags is among the user's usual ones. */
  | { readonly rung: 'explored'; readonly tag: string }
  /** `unplayed`: at the end of the list of a small home, where the catalogue fills it up. */
  | { readonly rung: 'popular'; readonly unplayed?: boolean };

export type Proposal = {
  readonly item: ItemCard;
  /** Strength within its rung, 0 to 1. */
  readonly score: number;
  readonly evidence: Evidence;
};
