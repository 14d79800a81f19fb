/** Replays a stored edition: rebuilds it from its inputs and compares byte for byte (I5). */
import { canonicalJson } from '#shared/domain/digest.ts';
import { seal, unpack } from '#shared/domain/edition/seal.ts';
import type { StoredEdition } from '#shared/schemas/edition.ts';

export type Replay = {
  readonly identical: boolean;
  /** Paths at which the rebuilt edition or manifest differs, for example "edition.items.3.score", at most `differencesMax`. */
  readonly differences: readonly string[];
  readonly rebuilt: StoredEdition;
};

const differencesMax = 20;

export function replay(stored: StoredEdition): Replay {
  const rebuilt = seal(unpack(stored.inputs));
  const kept = { edition: stored.edition, manifest: stored.manifest };
  const made = { edition: rebuilt.edition, manifest: rebuilt.manifest };
  const identical = canonicalJson(kept) === canonicalJson(made);
  return { identical, differences: identical ? [] : differences(kept, made, '').slice(0, differencesMax), rebuilt };
}

function differences(a: unknown, b: unknown, path: string): string[] {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return Object.is(a, b) ? [] : [path];
  }
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return keys.flatMap((key) =>
    differences(Reflect.get(a, key), Reflect.get(b, key), path === '' ? key : `${path}.${key}`),
  );
}
