/** A record whose keys are names that exports give their columns: Last.fm's answers, lastfmstats, Maloja, Deezer and many. */
import { objectOf, textOf } from '#shared/formats/history/fields.ts';
import { type HistoryColumn, meaningOf } from '#shared/formats/history/headers.ts';
import { listenOfFields, namesOf } from '#shared/formats/history/listen-fields.ts';
import { leaveOut } from '#shared/formats/history/row.ts';
import type { Shape } from '#shared/formats/history/shapes/shape.ts';

export const flatRecord: Shape = {
  format: 'JSON of plays',
  namesUsers: false,
  looksLike: (record) => {
    const fields = fieldsOf(record);
    const when = fields.has('listenedAt') || fields.has('endedAt');
    return when && (fields.has('itemId') || (fields.has('title') && fields.has('artistName')));
  },
  listenOf: (record, options) => {
    const now = objectOf(objectOf(record)?.['@attr'])?.nowplaying;
    if (now === 'true' || now === true) return leaveOut('what plays now, which has no time yet');
    const fields = fieldsOf(record);
    return listenOfFields(
      {
        get: (column) => fields.get(column)?.value,
        nameOf: (column) => fields.get(column)?.name ?? column,
        utc: fields.get('listenedAt')?.utc === true,
      },
      options,
    );
  },
};

type Found = { readonly name: string; readonly rank: number; readonly utc: boolean; readonly value: unknown };

/** The keys of a record and of the song in it, of each column the strongest that holds something. */
function fieldsOf(record: unknown): Map<HistoryColumn, Found> {
  const found = new Map<HistoryColumn, Found>();
  const outer = objectOf(record) ?? {};
  const inner =
    [outer.track, outer.song, outer.item, outer.episode, outer.recording, outer.data].map(objectOf).find(holdsName) ??
    {};
  for (const fields of [outer, withUploader(inner)]) {
    for (const [name, value] of Object.entries(fields)) {
      const meaning = meaningOf(name);
      if (meaning === undefined || isEmpty(value) || value === inner) continue;
      const before = found.get(meaning.column);
      if (before !== undefined && before.rank <= meaning.rank) continue;
      found.set(meaning.column, { ...meaning, name, value });
    }
  }
  addMbids(found, { ...outer, ...inner });
  return found;
}

const holdsName = (value: Readonly<Record<string, unknown>> | undefined): boolean =>
  value !== undefined && textOf(value.name ?? value.title ?? value.track) !== undefined;

/** Within a song, SoundCloud's "user" is who made it. */
function withUploader({ user, ...song }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const uploader = objectOf(user)?.username;
  return uploader === undefined
    ? { ...song, ...(user === undefined ? {} : { user }) }
    : { artist_name: uploader, ...song };
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (typeof value === 'object' && textOf(namesOf(value)) === undefined && !('uts' in value));

/** Last.fm writes the MBIDs of artist and album into their objects. */
function addMbids(found: Map<HistoryColumn, Found>, { artist, album }: Readonly<Record<string, unknown>>): void {
  for (const [column, named] of [
    ['artistMbid', artist],
    ['releaseMbid', album],
  ] as const) {
    const mbid = textOf(objectOf(named)?.mbid);
    if (mbid !== undefined) found.set(column, { name: `${column}`, rank: 0, utc: false, value: mbid });
  }
}
