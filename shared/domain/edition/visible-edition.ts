/** The edition as its user may see it now: built before a block or a hate, and read after it (I7). */
import { withoutEvidence } from '#shared/domain/edition/reason.ts';
import { plainDescriptionOf } from '#shared/domain/edition/title.ts';
import type { NamedThing, Wishes } from '#shared/domain/wishes/visibility.ts';
import type { Edition } from '#shared/schemas/edition.ts';

/**
 * The edition as it may be shown now: also what led to its items, and whom its description names. Positions stay as they
 * were built, so that a gap is seen as one. `cardOf` knows the items that led to others, where that is needed to tell.
 */
export function withAllowed(
  edition: Edition,
  { allows, forbids, none }: Wishes,
  cardOf: (itemId: string) => Omit<NamedThing, 'of' | 'id'> | undefined = () => undefined,
): Edition {
  if (none) return edition;
  let untouched = true;
  const items = edition.items.flatMap((shown) => {
    const reason = withoutEvidence(shown.reason, (cause) =>
      forbids(cause.of === 'item' ? { ...cardOf(cause.id), ...cause } : cause),
    );
    const allowed = allows(shown.item);
    if (allowed && reason === shown.reason) return [shown];
    untouched = false;
    return allowed ? [{ ...shown, reason }] : [];
  });
  return untouched ? edition : { ...edition, description: plainDescriptionOf(edition.patch), items };
}
