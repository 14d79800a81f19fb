/** History as a table: CSV or TSV whose header names the columns, in any order. */
import type { DelimitedRecord, Delimiter } from '#shared/formats/history/delimited-records.ts';
import { definedFields, instantOf, quote, textOf, wholeOf } from '#shared/formats/history/fields.ts';
import { type HistoryListen, type RecordVerdict, unreadable } from '#shared/formats/history/row.ts';
import { limits } from '#shared/schemas/limits.ts';

/** Column names, ours first, then those of Last.fm's and Libre.fm's exports. Case, spaces and underscores do not count. */
const names = {
  userId: ['user_id', 'user'],
  itemId: ['item_id'],
  listenedAt: ['listened_at', 'time', 'timestamp'],
  seconds: ['seconds'],
  title: ['title', 'track', 'track_name'],
  artistName: ['artist_name', 'artist'],
  artistId: ['artist_id'],
  releaseName: ['release_name', 'album'],
  playedMs: ['played_ms'],
  durationMs: ['duration_ms'],
  kind: ['kind'],
  tags: ['tags'],
} as const satisfies Record<string, readonly string[]>;

type Column = keyof typeof names;

const folded = (name: string): string => name.toLowerCase().replace(/[\s_"]/g, '');
const columnByName = new Map(
  Object.entries(names).flatMap(([column, all]) => all.map((name) => [folded(name), column as Column] as const)),
);

export type Header = {
  readonly delimiter: Delimiter;
  /** The column of each field; undefined for one that is not read. */
  readonly columns: readonly (Column | undefined)[];
};

/** The header a line is, if it names when something was played and what. */
export function headerOf(line: string): Header | undefined {
  for (const delimiter of ['\t', ',', ';'] as const) {
    const columns = line.split(delimiter).map((name) => columnByName.get(folded(name)));
    const has = (column: Column): boolean => columns.includes(column);
    const when = has('listenedAt') || has('seconds');
    const what = has('itemId') || (has('title') && has('artistName'));
    if (when && what) return { delimiter, columns };
  }
  return undefined;
}

/**
 * Start of the time that `seconds` counts from, 2005-01-01T00:00:00Z: `seconds` since each user's first play say when
 * in a history, not when in the world. The start is fixed, and not the end, so that a file read again, or grown
 * since, gives the same listens. Four years of history, the longest of the public data sets, end in 2009.
 */
export const relativeStart = 1_104_537_600;

/** The listen of a record under a header. `seconds` from 2002 on are instants, smaller ones count from `start`. */
export function listenOfColumns(record: DelimitedRecord, header: Header, start: number = relativeStart): RecordVerdict {
  if ('error' in record) return unreadable(record.error);
  if (record.fields.length > header.columns.length) {
    return unreadable(
      `has ${record.fields.length} fields where the header names ${header.columns.length}: put a field that holds a delimiter in quotation marks`,
    );
  }
  const fields = new Map<Column, string>();
  for (const [index, column] of header.columns.entries()) {
    const text = textOf(record.fields[index]);
    if (column !== undefined && text !== undefined && !fields.has(column)) fields.set(column, text);
  }
  const listenedAt = instantOfColumns(fields, start);
  if (typeof listenedAt === 'string') return unreadable(listenedAt);
  const kind = fields.get('kind');
  if (kind !== undefined && kind !== 'track' && kind !== 'episode') {
    return unreadable(`"kind" is ${quote(kind)}: give "track" or "episode"`);
  }
  for (const column of ['playedMs', 'durationMs'] as const) {
    const text = fields.get(column);
    if (text !== undefined && wholeOf(text) === undefined) {
      return unreadable(`"${names[column][0]}" is ${quote(text)}: give whole milliseconds`);
    }
  }
  const listen = describedListen(fields, listenedAt, kind);
  if (listen.itemId === undefined && (listen.title === undefined || listen.artistName === undefined)) {
    return unreadable('names no item: give "item_id", or "title" and "artist_name"');
  }
  return { listen };
}

function instantOfColumns(fields: ReadonlyMap<Column, string>, start: number): number | string {
  const text = fields.get('listenedAt');
  if (text !== undefined) {
    return instantOf(text) ?? `the time is ${quote(text)}: give Unix seconds, or 2009-05-04T23:08:57Z with its offset`;
  }
  const seconds = wholeOf(fields.get('seconds'));
  if (seconds === undefined) return 'says no time: give "listened_at", or "seconds" since the first play of the user';
  return seconds < limits.listenedAtMin ? start + seconds : seconds;
}

function describedListen(
  fields: ReadonlyMap<Column, string>,
  listenedAt: number,
  kind: HistoryListen['kind'],
): HistoryListen {
  return definedFields({
    userId: fields.get('userId'),
    itemId: fields.get('itemId'),
    listenedAt,
    kind,
    title: fields.get('title'),
    artistId: fields.get('artistId'),
    artistName: fields.get('artistName'),
    releaseName: fields.get('releaseName'),
    playedMs: wholeOf(fields.get('playedMs')),
    durationMs: wholeOf(fields.get('durationMs')),
    tags: fields
      .get('tags')
      ?.split('|')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  });
}
