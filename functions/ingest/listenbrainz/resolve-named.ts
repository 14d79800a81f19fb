/** From what a ListenBrainz client names to the item, artist or release that is meant, with all its other names. */
import { createNaming } from '#functions/ingest/names.ts';
import type { NamedItem } from '#shared/domain/wishes/preferences.ts';
import { createResolveId, type ResolveId } from '#shared/edge/listenbrainz/resolve-id.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Profiles } from '#shared/ports/profiles.ts';

export type ResolveNamed = (...call: Parameters<ResolveId>) => Promise<NamedItem>;

type Ports = { readonly profiles: Profiles; readonly catalogue: Catalogue };

export function createResolveNamed({ profiles, catalogue }: Ports): ResolveNamed {
  const find = createResolveId(profiles, catalogue);
  const naming = createNaming(catalogue);
  return async (userId, of, sent) => {
    const { id, also } = await find(userId, of, sent);
    const named = await naming(of, id, userId);
    return { itemId: id, also: [...new Set([...also, ...(named.also ?? [])])].filter((name) => name !== id) };
  };
}
