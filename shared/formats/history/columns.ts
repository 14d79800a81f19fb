/** History as a table: CSV or TSV, its columns named by a header in any order, or known by what they hold. */
import {
  type DelimitedRecord,
  type Delimiter,
  delimiters,
  fieldsOfLine,
} from '#shared/formats/history/delimited-records.ts';
import { textOf } from '#shared/formats/history/fields.ts';
import { type ColumnMeaning, type HistoryColumn, meaningOf } from '#shared/formats/history/headers.ts';
import { listenOfFields } from '#shared/formats/history/listen-fields.ts';
import type { HistoryOptions } from '#shared/formats/history/options.ts';
import { type RecordVerdict, unreadable } from '#shared/formats/history/row.ts';

export type Header = {
  readonly delimiter: Delimiter;
  /** The name of each column as the file writes it. */
  readonly names: readonly string[];
  /** Where the fields of a column are, the strongest name first. */
  readonly places: ReadonlyMap<HistoryColumn, readonly number[]>;
  /** Whether the time's column says that it is in UTC. */
  readonly utc: boolean;
  /** Whether its own names are in quotation marks, so that quotation marks are none of the text. */
  readonly quoted: boolean;
  /** A field may hold several columns of fewer than the header names; more is a mistake. */
  readonly remark?: string;
};

/** The header a line is, if it names when something was played and what. */
export function headerOf(line: string): Header | undefined {
  for (const delimiter of delimiters) {
    const names = fieldsOfLine(line, delimiter, true);
    if (names === undefined || names.length < 2) continue;
    const header = headerOfNames(
      names.map((name) => name.trim()),
      delimiter,
    );
    if (header === undefined) continue;
    return { ...header, quoted: /^\s*"/.test(line) };
  }
  return undefined;
}

/** A header of these names, if they say enough for a listen. */
export function headerOfNames(names: readonly string[], delimiter: Delimiter): Header | undefined {
  const found = new Map<HistoryColumn, (ColumnMeaning & { readonly place: number })[]>();
  for (const [place, name] of names.entries()) {
    const meaning = meaningOf(name);
    if (meaning === undefined) continue;
    found.set(meaning.column, [...(found.get(meaning.column) ?? []), { ...meaning, place }]);
  }
  const when = found.has('listenedAt') || found.has('endedAt') || found.has('seconds');
  const what = found.has('itemId') || (found.has('title') && (found.has('artistName') || found.has('albumArtist')));
  if (!(when && what)) return undefined;
  for (const all of found.values()) all.sort((a, b) => a.rank - b.rank || a.place - b.place);
  return {
    delimiter,
    names,
    places: new Map([...found].map(([column, all]) => [column, all.map(({ place }) => place)])),
    utc: found.get('listenedAt')?.some(({ utc }) => utc) === true,
    quoted: false,
  };
}

/** The listen of a record under a header. */
export function listenOfColumns(record: DelimitedRecord, header: Header, options: HistoryOptions = {}): RecordVerdict {
  if ('error' in record) return unreadable(record.error);
  const { names, places, utc } = header;
  const { fields } = record;
  if (fields.slice(names.length).some((field) => field.trim() !== '')) {
    return unreadable(
      `has ${fields.length} fields where the header names ${names.length}: put a field that holds a delimiter in quotation marks`,
    );
  }
  const placeOf = (column: HistoryColumn): number | undefined =>
    places.get(column)?.find((place) => textOf(fields[place]) !== undefined);
  return listenOfFields(
    {
      get: (column) => textOf(fields[placeOf(column) ?? -1]),
      nameOf: (column) => names[placeOf(column) ?? -1] ?? column,
      all: (column) => (places.get(column) ?? []).map((place) => fields[place]),
      utc,
    },
    options,
  );
}
