/** What a listener is likeliest to play next of what is their own: the profile's word, and cards for what is answered. */
import type { Recommended, RecommendRequest } from '#functions/serve/recommendations.ts';
import { cardOf } from '#shared/domain/card.ts';
import { familiarReason } from '#shared/domain/edition/reason.ts';
import { createSongSet } from '#shared/domain/identity/keys.ts';
import { familiarItems } from '#shared/domain/recommend/familiar.ts';
import { round } from '#shared/domain/round.ts';
import { wishesOf } from '#shared/domain/wishes/visibility.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Profile } from '#shared/schemas/profile.ts';
import type { User } from '#shared/schemas/user.ts';

type Listener = { readonly user: User; readonly profile: Profile };

/** Tracks only: nobody is sent a played episode again. At most twice as many cards are read as are asked for. */
export async function findFamiliar(
  { catalogue }: { readonly catalogue: Catalogue },
  { user, profile }: Listener,
  { limit, kind, exclude, now }: RecommendRequest,
): Promise<Recommended[]> {
  if (kind === 'episode') return [];
  const { allows, forbids } = wishesOf(user, now);
  const likely = familiarItems({ profile, at: now }).filter(
    ({ itemId }) => !exclude.has(itemId) && !forbids({ of: 'item', id: itemId }),
  );
  const loved = new Set(user.feedback.filter(([, { score }]) => score === 1).map(([itemId]) => itemId));
  const teller = { loves: (itemId: string) => loved.has(itemId), at: now };
  const last = profile.window.find(([, , itemId]) => itemId !== '')?.[2];
  const found: Recommended[] = [];
  const songs = createSongSet();
  for (let from = 0; from < 2 * limit && found.length < limit; from += limit) {
    const asked = likely.slice(from, from + limit);
    const [after, ...items] = await catalogue.read([last ?? '', ...asked.map(({ itemId }) => itemId)], user.userId);
    const leader = after === undefined ? undefined : cardOf(after);
    const named = leader !== undefined && !forbids({ ...leader, of: 'item', id: leader.itemId }) ? leader : undefined;
    for (const [nth, { score, plays, lastListenedAt, after: led }] of asked.entries()) {
      const item = items[nth];
      if (item === undefined || item.kind !== 'track' || found.length === limit) continue;
      const card = cardOf(item);
      if (!allows(card) || songs.has(card)) continue;
      songs.add(card);
      const own = { item: card, fast: 0, slow: 0, plays, lastListenedAt };
      const reason = familiarReason(own, led === undefined ? undefined : named, teller);
      found.push({ item: card, score: round(score), reason });
    }
  }
  return found;
}
