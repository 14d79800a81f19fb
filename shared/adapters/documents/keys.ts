/** Document ids: users under a hash, so that what outlives them does not hold their id; the rest readable. */
import { hash } from 'node:crypto';
import type { DuePatch } from '#shared/schemas/edition.ts';
import type { ModelVersion } from '#shared/schemas/ids.ts';

/** SHA-256 of the user id, base64url. */
export function userKey(userId: string): string {
  return hash('sha256', userId, 'base64url');
}

/** SHA-256 of an address, base64url: other people's ids may hold anything. */
export const addressKey = (address: string): string => hash('sha256', address, 'base64url');

export const scheduleKey = (userId: string, patch: DuePatch): string => `${userKey(userId)}:${patch}`;
export const modelKey = (version: ModelVersion, id: string): string => `${version}:${id}`;

/** The same items told by the same user are one document. */
export const tellingKey = (userId: string, itemIds: readonly string[]): string =>
  hash('sha256', JSON.stringify([userId, ...itemIds]), 'base64url');
