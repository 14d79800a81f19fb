/** Google Takeout's watch history as the web page it is unless JSON is asked for: one block per video, music among them. */

import { quote, textOf } from '#shared/formats/history/fields.ts';
import { zonelessRemark } from '#shared/formats/history/listen-fields.ts';
import type { HistoryOptions } from '#shared/formats/history/options.ts';
import { type HistoryRow, leaveOut, type RecordVerdict, unreadable } from '#shared/formats/history/row.ts';
import { artistOfChannel } from '#shared/formats/history/shapes/youtube-music.ts';
import { timeOf } from '#shared/formats/history/times.ts';
import { limits } from '#shared/schemas/limits.ts';

/** What a block begins with. */
const opening = '<div class="outer-cell';

export const looksLikeYoutubePage = (head: string): boolean =>
  head.includes('mdl-typography') && head.includes('content-cell') && /<html/i.test(head.slice(0, 5_000));

/** Blocks of the page, one after the other; their line is that on which each begins. */
export async function* youtubePage(chunks: AsyncIterable<string>, options: HistoryOptions): AsyncGenerator<HistoryRow> {
  let held = '';
  let line = 1;
  let inside = false;
  for await (const chunk of chunks) {
    held += chunk;
    for (let at = held.indexOf(opening, 1); at !== -1; at = held.indexOf(opening, 1)) {
      const block = held.slice(0, at);
      if (inside) yield { line, ...listenOfBlock(block, options) };
      line += linesIn(block);
      held = held.slice(at);
      inside = true;
    }
    if (held.length > limits.historyRecordCharactersMax) {
      line += linesIn(held);
      held = '';
      inside = false;
    }
  }
  if (held.startsWith(opening)) yield { line, ...listenOfBlock(held, options) };
}

const linesIn = (text: string): number => text.split('\n').length - 1;

function listenOfBlock(block: string, options: HistoryOptions): RecordVerdict {
  if (!/<p class="mdl-typography--title">\s*YouTube Music\b/.test(block)) {
    return leaveOut('watched on YouTube and not on YouTube Music');
  }
  const content = /<div class="content-cell[^"]*mdl-typography--body-1">(.*?)<\/div>/s.exec(block)?.[1] ?? '';
  const [song, channel] = [...content.matchAll(/<a [^>]*>(.*?)<\/a>/gs)].map(([, text]) => plain(text ?? ''));
  const title = textOf(song);
  const artistName = artistOfChannel(channel);
  if (title === undefined) return unreadable('links no song: ask Takeout for the history as JSON');
  if (artistName === undefined) return leaveOut('no longer on YouTube, so that nothing says whose song it was');
  const told = content
    .split(/<br\s*\/?>/)
    .map(plain)
    .filter((text) => text !== '');
  const time = timeOf(told.at(-1), options);
  if ('wrong' in time) {
    return unreadable(`its time is ${quote(told.at(-1))}, which ${time.wrong}: ask Takeout for the history as JSON`);
  }
  const listen = { kind: 'track' as const, listenedAt: time.at, title, artistName };
  return time.zoneless ? { listen, remarks: [zonelessRemark] } : { listen };
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** The text of a piece of HTML. */
const plain = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,6}));/gi, (whole, decimal, hex, name) => {
      if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
      const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    })
    .trim();
