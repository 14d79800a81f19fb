/** Last.fm's answers as the XML that its API gives unless JSON is asked for: one page of plays, or pages in one file. */
import { SaxesParser } from 'saxes';
import type { HistoryOptions } from '#shared/formats/history/options.ts';
import type { HistoryRow } from '#shared/formats/history/row.ts';
import { flatRecord } from '#shared/formats/history/shapes/flat.ts';

export const looksLikeLastfmXml = (head: string): boolean => /<recenttracks[\s>]/i.test(head.slice(0, 4_000));

/** A row for each track, told as the JSON of the same answer would tell it. */
export async function* lastfmXml(chunks: AsyncIterable<string>, options: HistoryOptions): AsyncGenerator<HistoryRow> {
  const parser = new SaxesParser();
  let rows: HistoryRow[] = [];
  let track: Record<string, unknown> | undefined;
  let line = 1;
  let text = '';
  let given: Readonly<Record<string, string>> = {};
  parser.on('error', () => {});
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'track') {
      track = attributes.nowplaying === undefined ? {} : { '@attr': attributes };
      line = parser.line;
    }
    given = attributes;
    text = '';
  });
  parser.on('text', (part) => {
    text += part;
  });
  parser.on('closetag', ({ name }) => {
    if (track === undefined) return;
    if (name !== 'track') track[name] = Object.keys(given).length === 0 ? text : { ...given, '#text': text };
    else {
      rows.push({ line, ...flatRecord.listenOf(track, options) });
      track = undefined;
    }
  });
  for await (const chunk of chunks) {
    parser.write(chunk);
    yield* rows;
    rows = [];
  }
  parser.close();
  yield* rows;
}
