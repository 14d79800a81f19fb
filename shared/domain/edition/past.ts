/** The editions of a patch whose items do not come back (I6), as the newest of them tells of them all. */
import { songOf } from '#shared/domain/identity/keys.ts';
import type { AssemblyInputs } from '#shared/schemas/assembly.ts';
import type { Edition, StoredEdition } from '#shared/schemas/edition.ts';

/** One edition as what must not come back. */
export function pastOf({ period, items }: Pick<Edition, 'period' | 'items'>): AssemblyInputs['past'][number] {
  return { period, songIds: [...new Set(items.flatMap(({ item }) => [songOf(item), item.itemId]))] };
}

/** The edition and those before it; undefined where it does not say, as older ones do not. */
export function pastWith({ edition, past }: StoredEdition): AssemblyInputs['past'] | undefined {
  return past && [pastOf(edition), ...past];
}
