/** MusicBrainz ids as clients spell them, and how to tell them from the ids Segue derives. */

const canonical = /^[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const digits = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/**
 * A UUID in lower case with hyphens, or undefined. Every spelling that ListenBrainz takes is read: any case, with
 * hyphens or without, in braces, behind "urn:uuid:".
 */
export function mbidOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const [, ...groups] = digits.exec(value.toLowerCase().replace(/^urn:uuid:|[{}-]/g, '')) ?? [];
  return groups.length === 0 ? undefined : groups.join('-');
}

export function isUuid(id: string): boolean {
  return canonical.test(id);
}

/** Derived ids are version 5 (domain/identity.ts); MusicBrainz hands out version 4, and version 3 for its oldest. */
export function isMbid(id: string): boolean {
  const [, version] = canonical.exec(id) ?? [];
  return version !== undefined && version !== '5';
}
