/** Seeds of a station as a caller writes them: "item:…", "artist:…", "tag:…" or "playlist:…", several separated by commas. */
import { tuning } from '#shared/domain/tuning.ts';
import { ArtistId, ItemId, PlaylistId, Tag } from '#shared/schemas/ids.ts';
import { Rejection } from '#shared/schemas/problem.ts';

export type StationSeed =
  | { readonly of: 'item'; readonly id: ItemId }
  | { readonly of: 'artist'; readonly id: ArtistId }
  | { readonly of: 'tag'; readonly id: string }
  | { readonly of: 'playlist'; readonly id: PlaylistId };

const ids = { item: ItemId, artist: ArtistId, tag: Tag, playlist: PlaylistId } as const;

/** A comma parts two seeds only where another one begins: ids may hold commas. Throws a Rejection. */
export function readSeeds(text: string): StationSeed[] {
  const parts = [...new Set(text.split(/,(?=(?:item|artist|tag|playlist):)/))];
  if (parts.length > tuning.radio.seedsMax) {
    throw new Rejection('invalid-request', `"seed": at most ${tuning.radio.seedsMax} at a time, ${parts.length} given`);
  }
  return parts.map((part) => {
    const of = part.slice(0, part.indexOf(':')) as StationSeed['of'];
    const id = ids[of].safeParse(part.slice(of.length + 1));
    if (!id.success) throw new Rejection('invalid-request', `"seed": "${part.slice(0, 80)}" names nothing`);
    return { of, id: id.data } as StationSeed;
  });
}
