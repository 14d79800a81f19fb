/** Recognises the format of a history by what it holds, never by its name, and knows how to read each. */
import { type Header, headerOf, listenOfColumns } from '#shared/formats/history/columns.ts';
import { delimitedRecords } from '#shared/formats/history/delimited-records.ts';
import { type JsonRecord, jsonArray, jsonLines } from '#shared/formats/history/json-records.ts';
import { listenOfLastfm1k, looksLikeLastfm1k } from '#shared/formats/history/lastfm-1k.ts';
import { linesOf, overlongLine } from '#shared/formats/history/lines.ts';
import { listenOfListenBrainz, looksLikeListenBrainz } from '#shared/formats/history/listenbrainz.ts';
import { listenOfPanoScrobbler, looksLikePanoScrobbler } from '#shared/formats/history/panoscrobbler.ts';
import type { HistoryRow, RecordVerdict } from '#shared/formats/history/row.ts';
import { listenOfSpotify, looksLikeSpotify } from '#shared/formats/history/spotify.ts';

export type HistoryOptions = {
  /** Unix seconds from which relative `seconds` count; see `relativeStart` in columns.ts. */
  readonly relativeStart?: number;
};

export type Format = {
  /** The format, in words. */
  readonly format: string;
  /** Whether its listens name their users; if not, the caller says whose they are. */
  readonly namesUsers: boolean;
  readonly read: (chunks: AsyncIterable<string>, options: HistoryOptions) => AsyncGenerator<HistoryRow>;
};

/** For the message that refuses a file of no known format. */
export const knownFormats = [
  'ListenBrainz export (JSONL or a JSON array of listens)',
  'Spotify extended streaming history (JSON)',
  'Pano Scrobbler export (JSONL)',
  'Last.fm-1K (TSV)',
  'CSV or TSV with a header that names item_id (or title and artist_name) and listened_at (or seconds); also user_id, artist_id, release_name, played_ms, duration_ms, kind, tags',
] as const;

const jsonShapes = [
  { format: 'ListenBrainz export', looksLike: looksLikeListenBrainz, listenOf: listenOfListenBrainz },
  { format: 'Spotify extended streaming history', looksLike: looksLikeSpotify, listenOf: listenOfSpotify },
  { format: 'Pano Scrobbler export', looksLike: looksLikePanoScrobbler, listenOf: listenOfPanoScrobbler },
] as const;

/** Records looked at: a broken first one, or comments above a header, must not hide the format of the rest. */
const recordsTried = 20;

/** The format of the file that begins with `head`, or undefined when it is none of `knownFormats`. */
export async function recognise(head: string): Promise<Format | undefined> {
  return head.trimStart().startsWith('[') ? recogniseArray(head) : recogniseLines(head);
}

async function recogniseArray(head: string): Promise<Format | undefined> {
  let tried = 0;
  for await (const record of jsonArray([head])) {
    const shape = 'value' in record ? jsonShapes.find(({ looksLike }) => looksLike(record.value)) : undefined;
    if (shape !== undefined) return jsonFormat(shape, jsonArray);
    tried += 1;
    if (tried === recordsTried) break;
  }
  return undefined;
}

async function recogniseLines(head: string): Promise<Format | undefined> {
  for await (const { line, text } of linesOf([head])) {
    if (line > recordsTried) break;
    const format = text === undefined ? undefined : formatOfLine(line, text);
    if (format !== undefined) return format;
  }
  return undefined;
}

function formatOfLine(line: number, text: string): Format | undefined {
  if (text.trimStart().startsWith('{')) {
    const value = parsedOrUndefined(text);
    const shape = jsonShapes.find(({ looksLike }) => looksLike(value));
    return shape === undefined ? undefined : jsonFormat(shape, jsonLines);
  }
  if (looksLikeLastfm1k(text)) return { format: 'Last.fm-1K', namesUsers: true, read: readLastfm1k };
  const header = headerOf(text);
  if (header === undefined) return undefined;
  return {
    format: header.delimiter === '\t' ? 'TSV with a header' : 'CSV with a header',
    namesUsers: header.columns.includes('userId'),
    read: (chunks, options) => readColumns(chunks, { header, headerLine: line, options }),
  };
}

function parsedOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function jsonFormat(
  { format, listenOf }: { readonly format: string; readonly listenOf: (record: unknown) => RecordVerdict },
  recordsOf: (chunks: AsyncIterable<string>) => AsyncGenerator<JsonRecord>,
): Format {
  return {
    format,
    namesUsers: false,
    async *read(chunks) {
      for await (const record of recordsOf(chunks)) {
        yield 'error' in record ? record : { line: record.line, ...listenOf(record.value) };
      }
    },
  };
}

async function* readLastfm1k(chunks: AsyncIterable<string>): AsyncGenerator<HistoryRow> {
  for await (const { line, text } of linesOf(chunks)) {
    if (text === undefined) yield { line, error: overlongLine };
    else if (text.trim() !== '') yield { line, ...listenOfLastfm1k(text) };
  }
}

async function* readColumns(
  chunks: AsyncIterable<string>,
  how: { readonly header: Header; readonly headerLine: number; readonly options: HistoryOptions },
): AsyncGenerator<HistoryRow> {
  const lines = linesOf(chunks);
  for (let line = 0; line < how.headerLine; line++) await lines.next();
  for await (const record of delimitedRecords(lines, how.header.delimiter)) {
    yield { line: record.line, ...listenOfColumns(record, how.header, how.options.relativeStart) };
  }
}
