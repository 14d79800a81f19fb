/** How much a user likes what a card says, beside what they like best of its kind. */
import { affinityAt } from '#shared/domain/profile/decay.ts';
import type { ItemCard } from '#shared/schemas/model.ts';
import type { AffinityEntry, Profile } from '#shared/schemas/profile.ts';

/** By its artist or show, or half as much by a tag: 0 to 1. `at`: Unix seconds. */
export function likingOf(
  profile: Pick<Profile, 'artists' | 'shows' | 'tags'> | undefined,
  at: number,
): (card: ItemCard) => number {
  const makers = sharesOf([...(profile?.artists ?? []), ...(profile?.shows ?? [])], at);
  const tags = sharesOf(profile?.tags ?? [], at);
  return ({ artistId, tags: said }) =>
    Math.max(makers.get(artistId ?? '') ?? 0, 0.5 * Math.max(0, ...said.map((tag) => tags.get(tag) ?? 0)));
}

/** The root of each affinity's part of the greatest. */
export function sharesOf(entries: readonly AffinityEntry[], at: number): Map<string, number> {
  const slow = entries.map((entry) => [entry[0], affinityAt(entry, at).slow] as const);
  const most = Math.max(1e-9, ...slow.map(([, value]) => value));
  return new Map(slow.map(([id, value]) => [id, Math.sqrt(Math.max(0, value) / most)]));
}
