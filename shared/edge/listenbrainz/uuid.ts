/** MusicBrainz ids as clients spell them. */

const digits = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/**
 * A UUID in lower case with hyphens, or undefined. Every spelling that ListenBrainz takes is read: any case, with
 * hyphens or without, in braces, behind "urn:uuid:".
 */
export function parseUuid(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const [, ...groups] = digits.exec(value.toLowerCase().replace(/^urn:uuid:|[{}-]/g, '')) ?? [];
  return groups.length === 0 ? undefined : groups.join('-');
}
