/** Recognises the format of a history by what it holds, never by its name, and knows how to read each. */
import { listenOfAppleDaily, looksLikeAppleDaily } from '#shared/formats/history/apple-daily.ts';
import { type Header, headerOf, listenOfColumns } from '#shared/formats/history/columns.ts';
import { delimitedRecords, fieldsOfLine } from '#shared/formats/history/delimited-records.ts';
import { headerOfLines } from '#shared/formats/history/headerless.ts';
import { type JsonRecord, jsonLines, jsonRecords, nestings } from '#shared/formats/history/json-records.ts';
import { listenOfLastfm1k, looksLikeLastfm1k } from '#shared/formats/history/lastfm-1k.ts';
import { lastfmXml, looksLikeLastfmXml } from '#shared/formats/history/lastfm-xml.ts';
import { linesOf, overlongLine, type TextLine } from '#shared/formats/history/lines.ts';
import { looksLikeOpml, opml } from '#shared/formats/history/opml.ts';
import type { DateOrder, HistoryOptions } from '#shared/formats/history/options.ts';
import { listenOfPlaybackReporting, looksLikePlaybackReporting } from '#shared/formats/history/playback-reporting.ts';
import type { HistoryRow, RecordVerdict } from '#shared/formats/history/row.ts';
import { listenOfScrobblerLog, looksLikeScrobblerLog } from '#shared/formats/history/scrobbler-log.ts';
import type { Shape } from '#shared/formats/history/shapes/shape.ts';
import { shapes } from '#shared/formats/history/shapes.ts';
import { orderOfDate } from '#shared/formats/history/times.ts';
import { looksLikeYoutubePage, youtubePage } from '#shared/formats/history/youtube-page.ts';

export type Format = {
  /** The format, in words. */
  readonly format: string;
  /** Whether its listens name their users; if not, the caller says whose they are. */
  readonly namesUsers: boolean;
  readonly read: (chunks: AsyncIterable<string>, options: HistoryOptions) => AsyncGenerator<HistoryRow>;
  /** What was assumed of the whole file. */
  readonly remark?: string;
};

/** Records looked at: a broken first one, or comments above a header, must not hide the format of the rest. */
const recordsTried = 20;

/** The format of the file that begins with `head`, or undefined when it is none that is known. */
export async function recognise(head: string): Promise<Format | undefined> {
  const lines: TextLine[] = [];
  for await (const line of linesOf([head])) {
    if (line.line > recordsTried) break;
    lines.push(line);
  }
  return (/^\s*[[{]/.test(head) ? await recogniseJson(head, lines) : undefined) ?? recogniseLines(head, lines);
}

async function recogniseJson(head: string, lines: readonly TextLine[]): Promise<Format | undefined> {
  for (const { text } of lines) {
    const shape = text?.trimStart().startsWith('{') ? shapeOf(parse(text)) : undefined;
    if (shape !== undefined) return jsonFormat(shape, (chunks) => jsonLines(chunks, shape.recordCharactersMax));
  }
  for (const nesting of nestings) {
    let tried = 0;
    for await (const record of jsonRecords([head], nesting)) {
      const shape = 'value' in record ? shapeOf(record.value) : undefined;
      if (shape !== undefined) return jsonFormat(shape, (chunks) => jsonRecords(chunks, nesting));
      tried += 1;
      if (tried === recordsTried) break;
    }
  }
  return undefined;
}

const shapeOf = (value: unknown): Shape | undefined => shapes.find(({ looksLike }) => looksLike(value));

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function jsonFormat(
  { format, namesUsers, listenOf }: Shape,
  recordsOf: (chunks: AsyncIterable<string>) => AsyncGenerator<JsonRecord>,
): Format {
  return {
    format,
    namesUsers,
    async *read(chunks, options) {
      for await (const record of recordsOf(chunks)) {
        yield 'error' in record ? record : { line: record.line, ...listenOf(record.value, options) };
      }
    },
  };
}

function recogniseLines(head: string, lines: readonly TextLine[]): Format | undefined {
  if (looksLikeLastfmXml(head)) return { format: "Last.fm's answer, XML", namesUsers: false, read: lastfmXml };
  if (looksLikeOpml(head)) return { format: 'OPML, shows to follow', namesUsers: false, read: opml };
  if (looksLikeYoutubePage(head))
    return { format: 'YouTube Music takeout, a web page', namesUsers: false, read: youtubePage };
  for (const { line, text } of lines) {
    if (text === undefined) continue;
    if (looksLikeScrobblerLog(text)) return scrobblerLog(lines);
    if (looksLikePlaybackReporting(text)) return lineFormat('Playback Reporting', false, listenOfPlaybackReporting);
    if (looksLikeLastfm1k(text)) return lineFormat('Last.fm-1K', true, listenOfLastfm1k);
    if (looksLikeAppleDaily(text)) return appleDaily(text, line);
    const header = headerOf(text);
    if (header !== undefined) return table(header, line, head);
  }
  // The last line of the head may be cut off.
  const whole = lines.map(({ text }) => text ?? '').filter((text) => !/^\s*(#|$)/.test(text));
  const header = headerOfLines(
    whole.length > 1 && whole.length < recordsTried && !/\n\s*$/.test(head) ? whole.slice(0, -1) : whole,
  );
  return header === undefined ? undefined : table(header, 0, head);
}

function lineFormat(
  format: string,
  namesUsers: boolean,
  listenOf: (line: string, options: HistoryOptions) => RecordVerdict,
): Format {
  return {
    format,
    namesUsers,
    async *read(chunks, options) {
      for await (const { line, text } of linesOf(chunks)) {
        if (text === undefined) yield { line, error: overlongLine };
        else if (text.trim() !== '' && !text.startsWith('#')) yield { line, ...listenOf(text, options) };
      }
    },
  };
}

function scrobblerLog(lines: readonly TextLine[]): Format {
  const inUtc = lines.some(({ text }) => /^#TZ\/UTC/.test(text ?? ''));
  return lineFormat('Rockbox scrobbler log', false, (line, options) => listenOfScrobblerLog(line, inUtc, options));
}

function appleDaily(names: string, headerLine: number): Format {
  const header = (fieldsOfLine(names, ',', true) ?? []).map((name) => name.trim());
  return {
    format: 'Apple Music daily tracks',
    namesUsers: false,
    async *read(chunks, options) {
      for await (const record of recordsAfter(chunks, headerLine, { delimiter: ',', quoted: true })) {
        yield { line: record.line, ...listenOfAppleDaily(record, header, options) };
      }
    },
  };
}

function table(header: Header, headerLine: number, head: string): Format {
  const kind = header.delimiter === '\t' ? 'TSV' : 'CSV';
  const dates = orderOfDates(header, headerLine, head);
  return {
    format: headerLine === 0 ? `${kind} without a header` : `${kind} with a header`,
    namesUsers: header.places.has('userId'),
    ...(header.remark !== undefined && { remark: header.remark }),
    async *read(chunks, options) {
      const how = { ...options, dates: options.dates ?? dates };
      for await (const record of recordsAfter(chunks, headerLine, header)) {
        yield { line: record.line, ...listenOfColumns(record, header, how) };
      }
    },
  };
}

async function* recordsAfter(
  chunks: AsyncIterable<string>,
  headerLine: number,
  shape: Pick<Header, 'delimiter' | 'quoted'>,
) {
  const lines = linesOf(chunks);
  for (let line = 0; line < headerLine; line++) await lines.next();
  yield* delimitedRecords(lines, shape);
}

/** Whether 03/04 is a third of April, by those dates of the file's beginning that leave no doubt, if all agree. */
function orderOfDates({ delimiter, places }: Header, headerLine: number, head: string): DateOrder | undefined {
  const place = (places.get('listenedAt') ?? places.get('endedAt'))?.[0];
  const orders = new Set(
    head
      .split(/\r\n|\n/)
      .slice(headerLine)
      .map((line) => orderOfDate(fieldsOfLine(line, delimiter, true)?.[place ?? -1] ?? ''))
      .filter((order) => order !== undefined),
  );
  return orders.size === 1 ? [...orders][0] : undefined;
}
