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

/**
 * Of a model's document: versions rise by the day, and one range of keys after another would take a night's writes alone. A
 * letter of the name's hash goes before it, so that 64 ranges share them.
 */
export const modelKey = (version: ModelVersion, id: string): string =>
  `${hash('sha256', id, 'base64url').charAt(0)}:${version}:${id}`;

/** What the keys of a version's documents begin with, all of them. */
export const modelPrefixes = (version: ModelVersion): string[] =>
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].map((letter) => `${letter}:${version}:`);

/** The same items told by the same user are one document. */
export const tellingKey = (userId: string, itemIds: readonly string[]): string =>
  hash('sha256', JSON.stringify([userId, ...itemIds]), 'base64url');
