/** From what is kept to what is shown: instants as RFC 3339, nothing internal. */
import type { StoredEdition } from '#shared/schemas/edition.ts';
import type { User } from '#shared/schemas/user.ts';

/** Unix seconds as RFC 3339, UTC, whole seconds. */
export function rfc3339(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

export const rfc3339OrNull = (seconds: number | null | undefined): string | null =>
  seconds === null || seconds === undefined ? null : rfc3339(seconds);

export function userView({ userId, createdAt, settings }: User) {
  return { userId, createdAt: rfc3339(createdAt), settings };
}

export function playlistSummary({ edition }: StoredEdition) {
  const { playlistId, patch, period, title, createdAt, modelVersion, items } = edition;
  return { playlistId, patch, period, title, createdAt: rfc3339(createdAt), items: items.length, modelVersion };
}
