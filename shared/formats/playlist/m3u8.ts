/** Extended M3U in UTF-8: a line with length and name, then a line a player opens, or a comment where no address is known. */
import { locationOf, nameOf } from '#shared/formats/playlist/identifiers.ts';
import type { Edition, EditionItem } from '#shared/schemas/edition.ts';

export function toM3u8(edition: Edition): string {
  return ['#EXTM3U', `#PLAYLIST:${oneLine(edition.title)}`, ...edition.items.flatMap(linesOf), ''].join('\n');
}

function linesOf({ item }: EditionItem): string[] {
  const name = item.artistName === undefined ? nameOf(item) : `${item.artistName} - ${nameOf(item)}`;
  // Players read -1 as "unknown".
  const seconds = item.durationMs === undefined ? -1 : Math.round(item.durationMs / 1000);
  const location = locationOf(item);
  if (location === undefined) return [`# no address is known of: ${oneLine(name)}`];
  return [
    `#EXTINF:${seconds},${oneLine(name)}`,
    ...(item.releaseName === undefined ? [] : [`#EXTALB:${oneLine(item.releaseName)}`]),
    location,
  ];
}

/** The format has no escape: whatever some player takes for the end of a line becomes a space. */
function oneLine(text: string): string {
  return text.replace(lineBreaks, ' ').trim();
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what has to go
const lineBreaks = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
