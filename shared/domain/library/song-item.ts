/** Songs of a media server as items of the catalogue: who a song is, and what its library adds to what is known of it. */
import { hash } from 'node:crypto';
import { withAddresses } from '#shared/domain/identity/addresses.ts';
import { artistIdOf, itemIdOf } from '#shared/domain/identity/ids.ts';
import { keysOf } from '#shared/domain/identity/keys.ts';
import { Tag } from '#shared/schemas/ids.ts';
import { type Item, ItemInput } from '#shared/schemas/item.ts';
import type { MediaServerAccount } from '#shared/schemas/library.ts';
import { limits } from '#shared/schemas/limits.ts';

/** A song as far as it is an item. */
export type NamedSong = {
  readonly title: string;
  readonly artistName?: string | undefined;
  readonly releaseName?: string | undefined;
  readonly durationMs?: number | undefined;
  readonly explicit?: boolean | undefined;
  readonly genres: readonly string[];
  readonly addresses: readonly string[];
};

/** Names an account of a server without telling of it: the same account is the same library on every machine. */
export function libraryIdOf({ kind, url, user = '' }: Pick<MediaServerAccount, 'kind' | 'url' | 'user'>): string {
  return hash('sha256', JSON.stringify([kind, url.replace(/\/+$/, ''), user]), 'hex').slice(0, 16);
}

/** Undefined for a song without an artist, and for one whose names cannot be an item's. */
export function itemOfSong(song: NamedSong): Item | undefined {
  const title = plain(song.title);
  const artistName = song.artistName && plain(song.artistName);
  if (artistName === undefined || artistName === '' || title === '') return undefined;
  const releaseName = song.releaseName && plain(song.releaseName);
  const artistId = artistIdOf(artistName);
  const parsed = ItemInput.safeParse({
    itemId: itemIdOf(artistName, title, releaseName),
    kind: 'track',
    title,
    artistName,
    ...(artistId && { artistId }),
    ...(releaseName && { releaseName }),
    ...(song.durationMs && { durationMs: song.durationMs }),
    ...(song.explicit && { explicit: true }),
    tags: tagsOf(song.genres),
    addresses: song.addresses.slice(0, limits.addressesMax),
  });
  if (!parsed.success) return undefined;
  const { publishedAt: _, addresses = [], ...item } = parsed.data;
  return { ...item, ...(addresses.length > 0 && { addresses }), ...keysOf(item), source: 'library' };
}

// Control characters and halves of surrogate pairs come out of broken tags.
const plain = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, ' ').trim();

function tagsOf(genres: readonly string[]): string[] {
  const tags = genres.flatMap((genre) => Tag.safeParse(plain(genre)).data ?? []);
  return [...new Set(tags)].slice(0, limits.tagsPerItemMax);
}

/**
 * The item with what a library says of it; undefined where that is nothing new. What the operator said stands, but for
 * addresses; a listen's word keeps its names, which are its id, and gains what listens do not tell.
 */
export function withSong(known: Item | undefined, told: Item): Item | undefined {
  if (known === undefined) return told;
  const addressed = withAddresses(known, told);
  if (known.source === 'operator') return addressed;
  const { tags, durationMs, releaseName, explicit } = known;
  const all = [...new Set([...tags, ...told.tags])].slice(0, limits.tagsPerItemMax);
  const isSame =
    addressed === undefined &&
    all.length === tags.length &&
    (durationMs ?? told.durationMs) === durationMs &&
    (releaseName ?? told.releaseName) === releaseName &&
    (explicit ?? told.explicit) === explicit;
  if (isSame) return undefined;
  return {
    ...(addressed ?? known),
    tags: all,
    ...(durationMs === undefined && told.durationMs !== undefined && { durationMs: told.durationMs }),
    ...(releaseName === undefined && told.releaseName !== undefined && { releaseName: told.releaseName }),
    ...(explicit === undefined && told.explicit !== undefined && { explicit: told.explicit }),
    source: 'library',
  };
}
