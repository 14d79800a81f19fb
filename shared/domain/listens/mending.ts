/** Mends a listen whose side fields are off: they are left out, so that the listen itself is not lost to them. */
import type { z } from 'zod';
import { limits } from '#shared/schemas/limits.ts';

const sideFields = new Set([
  'playedMs',
  'durationMs',
  'releaseName',
  'releaseId',
  'releaseGroupId',
  'artistId',
  'tags',
  'kind',
]);

/** Names as they are kept, whatever way they come: one line, whole characters, bounded. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, limits.textCharactersMax)
    .toWellFormed()
    .trim();
}

/** The listen with its names on one line and without the side fields that `error` finds fault with. */
export function mendListenInput(value: unknown, error: z.ZodError): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const faulty = new Set(error.issues.map(({ path }) => String(path[0])));
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, field]) => {
      if (!faulty.has(key)) return [[key, field]];
      if (isName(key) && typeof field === 'string' && oneLine(field) !== '') return [[key, oneLine(field)]];
      return sideFields.has(key) ? [] : [[key, field]];
    }),
  );
}

const isName = (key: string): boolean => key === 'title' || key === 'artistName' || key === 'releaseName';
