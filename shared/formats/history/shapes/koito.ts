/** Koito's export: each name a list of aliases, of which one is primary. */
import { definedFields, mbidOf, objectOf, quote, textOf, wholeOf } from '#shared/formats/history/fields.ts';
import { unreadable } from '#shared/formats/history/row.ts';
import type { Shape } from '#shared/formats/history/shapes/shape.ts';
import { timeOf } from '#shared/formats/history/times.ts';

export const koito: Shape = {
  format: 'Koito export',
  namesUsers: false,
  looksLike: (record) => Array.isArray(objectOf(objectOf(record)?.track)?.aliases),
  listenOf: (record, options) => {
    const { listened_at, track, album, artists } = objectOf(record) ?? {};
    const time = timeOf(listened_at, options);
    if ('wrong' in time) return unreadable(`"listened_at" is ${quote(listened_at)}, which ${time.wrong}`);
    const title = primaryAlias(track);
    if (title === undefined) return unreadable('"track.aliases" holds no name: give one with "is_primary"');
    const credited = Array.isArray(artists) ? artists : [];
    const names = credited.map(primaryAlias).filter((name) => name !== undefined);
    if (names.length === 0) return unreadable('"artists" holds no name: give one with "aliases"');
    const main = credited.find((artist) => objectOf(artist)?.is_primary === true) ?? credited[0];
    const seconds = wholeOf(objectOf(track)?.duration);
    return {
      listen: definedFields({
        listenedAt: time.at,
        title,
        artistName: names.join(', '),
        itemId: mbidOf(objectOf(track)?.mbid),
        artistId: mbidOf(objectOf(main)?.mbid),
        releaseName: primaryAlias(album),
        releaseId: mbidOf(objectOf(album)?.mbid),
        durationMs: seconds === undefined || seconds === 0 ? undefined : seconds * 1000,
      }),
    };
  },
};

function primaryAlias(named: unknown): string | undefined {
  const { aliases } = objectOf(named) ?? {};
  if (!Array.isArray(aliases)) return undefined;
  const primary = aliases.find((alias) => objectOf(alias)?.is_primary === true) ?? aliases[0];
  return textOf(objectOf(primary)?.alias);
}
