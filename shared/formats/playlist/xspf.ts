/** XSPF 1, the XML of playlists (xspf.org): valid whatever a title holds. */
import { itemUri, locationOf, nameOf, rfc3339WithOffset } from '#shared/formats/playlist/identifiers.ts';
import type { Edition, EditionItem } from '#shared/schemas/edition.ts';

/** `timeZone`: the listener's IANA zone, whose offset dates carry. */
export function toXspf(edition: Edition, timeZone = 'UTC'): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<playlist version="1" xmlns="http://xspf.org/ns/0/">',
    `  ${element('title', edition.title)}`,
    `  ${element('creator', 'segue')}`,
    `  ${element('annotation', edition.description)}`,
    `  ${element('identifier', `urn:uuid:${edition.playlistId}`)}`,
    `  ${element('date', rfc3339WithOffset(edition.createdAt, timeZone))}`,
    '  <trackList>',
    ...edition.items.map((item) => `    <track>${trackOf(item)}</track>`),
    '  </trackList>',
    '</playlist>',
    '',
  ].join('\n');
}

/** Elements in the order of the specification. */
function trackOf({ item, reason }: EditionItem): string {
  return [
    locationOf(item) === undefined ? '<!-- no address is known -->' : element('location', locationOf(item)),
    element('identifier', itemUri(item)),
    element('title', nameOf(item)),
    element('creator', item.artistName),
    element('annotation', reason.text),
    element('album', item.releaseName),
    element('duration', item.durationMs?.toString()),
  ].join('');
}

function element(name: string, text: string | undefined): string {
  return text === undefined ? '' : `<${name}>${escapeXml(text)}</${name}>`;
}

/** XML 1.0 has no spelling at all for most control characters and for halves of surrogate pairs: they are left out. */
function escapeXml(text: string): string {
  return text.replace(notXml, '').replace(/[&<>"'\r]/g, (character) => escapes[character] as string);
}

const notXml = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

// A parser turns a bare carriage return into a line feed.
const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#13;',
};
