/** The last word before an edition is shown (I7): wishes are asked again, and a store that cannot tell them is an error. */
import { withAllowed } from '#shared/domain/edition/visible-edition.ts';
import { wishesOf } from '#shared/domain/wishes/visibility.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Edition } from '#shared/schemas/edition.ts';
import type { ItemId } from '#shared/schemas/ids.ts';
import type { User } from '#shared/schemas/user.ts';

/** The edition as `user` may see it at `now`, Unix seconds. Reads the catalogue only for those who block a release or a tag. */
export async function readAllowed(catalogue: Catalogue, edition: Edition, user: User, now: number): Promise<Edition> {
  const wishes = wishesOf(user, now);
  if (!wishes.needsCards) return withAllowed(edition, wishes);
  const causes = edition.items.flatMap(({ reason }) => reason.because.filter(({ of }) => of === 'item'));
  const ids = [...new Set(causes.map(({ id }) => id as ItemId))];
  const items = new Map((await catalogue.read(ids, user.userId)).map((item, nth) => [ids[nth] as string, item]));
  return withAllowed(edition, wishes, (itemId) => items.get(itemId));
}
