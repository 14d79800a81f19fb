/** From what is kept to what is shown: instants as RFC 3339, nothing internal. */
import type { Edition } from '#shared/schemas/edition.ts';
import { ListenId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import { Rejection } from '#shared/schemas/problem.ts';
import type { User } from '#shared/schemas/user.ts';

/** Unix seconds as RFC 3339, UTC, whole seconds. */
export function rfc3339Of(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

export const rfc3339OrNull = (seconds: number | null | undefined): string | null =>
  seconds === null || seconds === undefined ? null : rfc3339Of(seconds);

export function userView({ userId, createdAt, settings }: User) {
  return { userId, createdAt: rfc3339Of(createdAt), settings };
}

export function playlistSummary({ playlistId, patch, period, title, createdAt, modelVersion, items }: Edition) {
  return { playlistId, patch, period, title, createdAt: rfc3339Of(createdAt), items: items.length, modelVersion };
}

/** A cursor is opaque to clients: the order value of the last entry shown. */
export function cursorOf(...parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** The instant of a one-part cursor. Throws a Rejection for one we did not make. */
export function readCursor(cursor: string): number {
  return instantIn(cursorParts(cursor)[0]);
}

/** The place of a listen in a cursor of two parts. Throws a Rejection for one we did not make. */
export function readPlace(cursor: string): { readonly listenedAt: number; readonly id: string } {
  const [listenedAt, id] = cursorParts(cursor);
  const known = ListenId.safeParse(id);
  if (!known.success) throw badCursor();
  return { listenedAt: instantIn(listenedAt), id: known.data };
}

/** The place of a user in a cursor of two parts. Throws a Rejection for one we did not make. */
export function readUserPlace(cursor: string): { readonly createdAt: number; readonly id: string } {
  const [createdAt, id] = cursorParts(cursor);
  if (typeof id !== 'string' || id.length > limits.idBytesMax) throw badCursor();
  return { createdAt: instantIn(createdAt), id };
}

/** No listen is older than 1970, and none newer than what a date can say. */
function instantIn(part: unknown): number {
  if (typeof part !== 'number' || !Number.isInteger(part) || part < 0 || part > 99_999_999_999) throw badCursor();
  return part;
}

function cursorParts(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parts)) return parts;
  } catch {
    // Whatever it was, it is not ours.
  }
  throw badCursor();
}

const badCursor = (): Rejection =>
  new Rejection('invalid-request', '"cursor": use the nextCursor of an answer as it is');
