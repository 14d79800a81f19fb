/** Digests: what made a result, named by its content. */
import { hash } from 'node:crypto';
import type { Tuning } from '#shared/domain/tuning.ts';
import type { ExperimentConfig } from '#shared/schemas/experiment.ts';

/**
 * JSON in one spelling (RFC 8785): keys sorted by UTF-16 code units, no white space, numbers as ECMAScript writes them.
 * Equal values give equal bytes, whatever store they came from.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) {
    let text = '[';
    for (let i = 0; i < value.length; i++) text += i === 0 ? canonicalJson(value[i]) : `,${canonicalJson(value[i])}`;
    return `${text}]`;
  }
  let text = '{';
  for (const key of sortedKeys(value)) {
    const member = (value as Record<string, unknown>)[key];
    if (member === undefined) continue;
    text += `${text.length === 1 ? '' : ','}${quoted(key)}:${canonicalJson(member)}`;
  }
  return `${text}}`;
}

/** SHA-256 of the UTF-8 bytes, hexadecimal. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}

/** Names the taste in force: every dial and every experiment. */
export function configDigest(config: { readonly tuning: Tuning; readonly experiments: ExperimentConfig }): string {
  return sha256(canonicalJson(config)).slice(0, 16);
}

/** Most strings need no escape, and asking first is faster than always quoting. */
function quoted(text: string): string {
  return needsEscape.test(text) ? JSON.stringify(text) : `"${text}"`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what JSON has to escape
const needsEscape = /["\\\u0000-\u001f\ud800-\udfff]/;

/** Insertion sort: objects have few keys, and those mostly in order. */
function sortedKeys(value: object): string[] {
  const keys = Object.keys(value);
  if (keys.length > fewKeys) return keys.sort();
  for (let nth = 1; nth < keys.length; nth++) {
    const key = keys[nth] as string;
    let at = nth;
    for (; at > 0 && (keys[at - 1] as string) > key; at--) keys[at] = keys[at - 1] as string;
    keys[at] = key;
  }
  return keys;
}

const fewKeys = 24;
