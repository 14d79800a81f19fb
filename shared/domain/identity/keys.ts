/** Keys of an item beside its id: of its recording and its song, so that what was heard, hated or shown under one id is so under all. */
import { artistIdOf, recordingIdsOf } from '#shared/domain/identity/ids.ts';
import { artistOf } from '#shared/domain/identity/names.ts';
import type { ItemId } from '#shared/schemas/ids.ts';
import type { Kind } from '#shared/schemas/listen.ts';

type Named = {
  readonly itemId: ItemId;
  readonly kind: Kind;
  readonly title?: string | undefined;
  readonly artistName?: string | undefined;
  readonly releaseName?: string | undefined;
};

export type Keys = { readonly recordingId?: ItemId; readonly songId?: ItemId };

/** Nothing for an item without names; a key that is the item's own id is left out. */
export function keysOf({ itemId, kind, title, artistName, releaseName }: Named): Keys {
  if (title === undefined || artistName === undefined) return {};
  const { recordingId, songId } = recordingIdsOf({ kind, artistName, title, releaseName });
  return {
    ...(recordingId === itemId ? {} : { recordingId }),
    ...(songId === recordingId ? {} : { songId }),
  };
}

type Keyed = { readonly itemId: ItemId } & { readonly [K in keyof Keys]?: Keys[K] | undefined };

/** What "heard" and "not twice" ask for. */
export const songOf = ({ songId, recordingId, itemId }: Keyed): ItemId => songId ?? recordingId ?? itemId;

/** Songs that are taken. An item is known by its song and by its own id: which song it is may be known of one card and not of another. */
export function createSongSet(cards: Iterable<Keyed> = []) {
  const taken = new Set<string>();
  const add = (card: Keyed): void => {
    taken.add(songOf(card)).add(card.itemId);
  };
  for (const card of cards) add(card);
  return { add, has: (card: Keyed): boolean => taken.has(songOf(card)) || taken.has(card.itemId) };
}

type Credited = {
  readonly kind: Kind;
  readonly artistId?: string | undefined;
  readonly artistName?: string | undefined;
};

/** The artist as words may name them: nobody is not somebody to follow or to like ("by Various Artists"). */
export function namedArtist(artistName: string | undefined): string | undefined {
  return artistName === undefined || artistOf(artistName) === undefined ? undefined : artistName;
}

/**
 * Whom an item counts for when artists are spread or blocked: the main artist that its name says, whatever id a client
 * sends; a show by its own id. Undefined for nobody.
 */
export function mainArtistIn({ kind, artistId, artistName }: Credited): string | undefined {
  if (kind === 'episode' || artistName === undefined) return artistId ?? artistName;
  return artistIdOf(artistName);
}
