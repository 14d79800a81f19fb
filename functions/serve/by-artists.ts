/** Recommendations before there is a model: what else was made by the artists whom a user plays most. */
import { cardOf } from '#shared/domain/card.ts';
import { reasonsOf } from '#shared/domain/edition/reason.ts';
import { affinityAt } from '#shared/domain/profile/decay.ts';
import { hasHeard, openHeard } from '#shared/domain/profile/heard.ts';
import { round } from '#shared/domain/round.ts';
import { wishesOf } from '#shared/domain/wishes/visibility.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Libraries } from '#shared/ports/libraries.ts';
import type { Reason } from '#shared/schemas/edition.ts';
import type { Kind } from '#shared/schemas/listen.ts';
import type { ItemCard } from '#shared/schemas/model.ts';
import type { Profile } from '#shared/schemas/profile.ts';
import type { User } from '#shared/schemas/user.ts';

type Ports = { readonly catalogue: Catalogue; readonly libraries: Pick<Libraries, 'around'> };
type Who = { readonly user: User; readonly profile: Profile };
type Asked = {
  readonly limit: number;
  readonly kind?: Kind | undefined;
  readonly exclude: ReadonlySet<string>;
  /** Unix seconds. */
  readonly now: number;
};

const artistsAsked = 12;
const itemsPerArtist = 5;

export async function findByArtists(
  { catalogue, libraries }: Ports,
  { user, profile }: Who,
  { limit, kind, exclude, now }: Asked,
): Promise<{ readonly item: ItemCard; readonly score: number; readonly reason: Reason }[]> {
  const liked = profile.artists
    .map((entry) => ({ id: entry[0], slow: affinityAt(entry, now).slow }))
    .sort((a, b) => b.slow - a.slow || (a.id < b.id ? -1 : 1))
    .slice(0, artistsAsked);
  const [made, around] = await Promise.all([
    Promise.all(liked.map(({ id }) => catalogue.byArtist(id, 4 * itemsPerArtist, user.userId))),
    libraries.around(user),
  ]);
  const { allows } = wishesOf(user, now);
  const heard = openHeard([...profile.heard, ...around.heard]);
  const offered = (item: ItemCard): boolean =>
    (kind === undefined || item.kind === kind) &&
    !exclude.has(item.itemId) &&
    !hasHeard(heard, item) &&
    allows(item) &&
    around.playable?.(item) !== false;
  const best = liked[0]?.slow ?? 1;
  const found = made.flatMap((items, nth) => {
    const share = round((liked[nth]?.slow ?? 0) / best);
    const unheard = items.map(cardOf).filter(offered).slice(0, itemsPerArtist);
    return unheard.map((item) => ({ item, score: share, evidence: { rung: 'artists' as const, share } }));
  });
  const taken = found.slice(0, limit);
  const reasons = reasonsOf(taken, { loves: () => false, at: now });
  return taken.map(({ item, score }, nth) => ({ item, score, reason: reasons[nth] as Reason }));
}
