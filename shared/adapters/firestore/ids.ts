/**
 * Document ids as Firestore takes them. It refuses "/", ".", ".." and "__…__" and allows 1,500 bytes, so 600 bytes of
 * the port's ids may not grow more than 2.5 times: an escape is two bytes, not the three of percent-encoding.
 */

const escapes: Readonly<Record<string, string>> = { '%': '%%', '/': '%s', '.': '%d', _: '%u' };
const originals: Readonly<Record<string, string>> = { '%': '%', s: '/', d: '.', u: '_' };

/** Escapes "%" and "/" anywhere, and the first character of a name that would be reserved. */
export function encodeId(id: string): string {
  const escaped = id.replaceAll(/[%/]/g, (character) => escapes[character] as string);
  return /^(\.\.?|__.*__)$/su.test(escaped) ? `${escapes[escaped.charAt(0)]}${escaped.slice(1)}` : escaped;
}

export function decodeId(encoded: string): string {
  return encoded.replaceAll(/%(.)/g, (_escape, code: string) => originals[code] ?? code);
}
