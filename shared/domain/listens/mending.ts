/** Mends a listen whose side fields are off: they are left out, and said, so that the listen itself is not lost to them. */
import type { z } from 'zod';
import { Tag } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import { readUntrusted } from '#shared/schemas/read-untrusted.ts';

const sideFields = new Set([
  'playedMs',
  'durationMs',
  'releaseName',
  'releaseId',
  'releaseGroupId',
  'artistId',
  'tags',
  'kind',
  'addresses',
  'artistAddresses',
  'info',
]);

const names: ReadonlySet<string> = new Set(['title', 'artistName', 'releaseName']);

// biome-ignore lint/suspicious/noControlCharactersInRegex: taking control characters off is the purpose
const breaks = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/gu;

/** A name as it is kept, whatever way it comes: on one line, in whole characters, bounded. `altered` says what that took. */
export function plainName(text: string): { readonly name: string; readonly altered?: string } {
  const trimmed = text.trim();
  const line = trimmed.replace(breaks, ' ').trim().toWellFormed();
  if (line.length > limits.textCharactersMax) {
    const characters = [...line];
    if (characters.length > limits.textCharactersMax) {
      const name = characters.slice(0, limits.textCharactersMax).join('').trim();
      return { name, altered: `cut after ${limits.textCharactersMax} characters` };
    }
  }
  return line === trimmed ? { name: line } : { name: line, altered: 'characters that no name holds were taken out' };
}

export const oneLine = (text: string): string => plainName(text).name;

/** The listen with its names as they are kept, without the fields at fault, and what was changed, field by field. */
export type Mended = { readonly value: unknown; readonly dropped: readonly string[] };

/** Mends what `error` finds fault with, as far as a listen does without it; what it cannot do without stays as it came. */
export function mendListenInput(value: unknown, error: z.ZodError): Mended {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { value, dropped: [] };
  const faulty = new Set(error.issues.map(({ path }) => String(path[0])));
  const unknown = new Set(error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : [])));
  const dropped: string[] = [];
  const fields = Object.entries(value).flatMap(([key, field]): [string, unknown][] => {
    if (unknown.has(key)) {
      dropped.push(key);
      return [];
    }
    if (!faulty.has(key)) return [[key, field]];
    const mended = mendField(key, field);
    if (mended === undefined) {
      if (!sideFields.has(key)) return [[key, field]];
      dropped.push(key);
      return [];
    }
    if (mended.altered !== undefined) dropped.push(`${key} (${mended.altered})`);
    return [[key, mended.field]];
  });
  return { value: Object.fromEntries(fields), dropped };
}

type Field = { readonly field: unknown; readonly altered?: string | undefined };

/** A field put right, or undefined when nothing can be made of it. */
function mendField(key: string, field: unknown): Field | undefined {
  if (names.has(key)) {
    const { name, altered } = plainName(
      typeof field === 'number' ? String(field) : typeof field === 'string' ? field : '',
    );
    return name === '' ? undefined : { field: name, altered };
  }
  if (key === 'listenedAt') {
    const seconds = typeof field === 'string' && /^\s*\d{1,15}(\.\d*)?\s*$/.test(field) ? Number(field) : field;
    return typeof seconds === 'number' && seconds >= 0 ? { field: Math.floor(seconds) } : undefined;
  }
  if (key === 'tags' && Array.isArray(field)) {
    const good = field.slice(0, limits.tagsPerItemMax * 4).filter((tag) => readUntrusted(Tag, tag).success);
    return good.length === 0 ? undefined : { field: good.slice(0, limits.tagsPerItemMax), altered: 'some' };
  }
  return undefined;
}
