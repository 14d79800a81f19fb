import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, sha256 } from '#shared/domain/digest.ts';
import { assemble } from '#shared/domain/edition/assemble.ts';
import { replay } from '#shared/domain/edition/replay.ts';
import { seal, unpack } from '#shared/domain/edition/seal.ts';
import { Edition, Manifest, StoredEdition } from '#shared/schemas/edition.ts';
import { adasEpisodes, adasPlays, inputsOf, profileOf } from '#test/support/editions.ts';
import { anySituation } from '#test/support/situations.ts';

const inputs = inputsOf({ patch: 'weekly-jams', profile: profileOf(adasPlays()), episodes: adasEpisodes });

describe('I5 Replay', () => {
  it('I5 100 editions of any situation are rebuilt byte for byte from what is stored', () => {
    fc.assert(
      fc.property(anySituation, (situation) => {
        const kept = StoredEdition.parse(JSON.parse(JSON.stringify(seal(inputsOf(situation)))));
        const { identical, differences, rebuilt } = replay(kept);
        expect(differences).toEqual([]);
        expect(identical).toBe(true);
        expect(JSON.stringify(canonicalJson(rebuilt.edition))).toBe(JSON.stringify(canonicalJson(kept.edition)));
      }),
      { numRuns: 100 },
    );
  });

  it('I5 an edition that was changed afterwards is told, and where', () => {
    const stored = seal(inputs);
    const [first] = stored.edition.items;
    const items = stored.edition.items.map((item) => (item === first ? { ...item, score: 0.123 } : item));
    expect(replay({ ...stored, edition: { ...stored.edition, items } })).toMatchObject({
      identical: false,
      differences: ['edition.items.0.score'],
    });
    const manifest = { ...stored.manifest, seed: stored.manifest.seed + 1 };
    expect(replay({ ...stored, manifest }).differences).toEqual(['manifest.seed']);
  });
});

describe('seal', () => {
  it('names inputs and edition by the digest of their canonical JSON', () => {
    const { edition, manifest, inputs: packed } = seal(inputs);
    const used = assemble(inputs).used();
    expect(manifest.inputsDigest).toBe(sha256(canonicalJson(used)));
    expect(manifest.editionDigest).toBe(sha256(canonicalJson(edition)));
    expect(unpack(packed)).toEqual(used);
    expect(Edition.parse(edition)).toEqual(edition);
    expect(Manifest.parse(manifest)).toEqual(manifest);
  });

  it('fits a document with much room', () => {
    expect(JSON.stringify(seal(inputs)).length).toBeLessThan(100_000);
  });
});

describe('canonicalJson', () => {
  it('is JSON that reads back, the same for the same value whatever order its keys are in', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = canonicalJson(value);
        expect(JSON.stringify(JSON.parse(text))).toBe(JSON.stringify(JSON.parse(JSON.stringify(value, sortedKeys))));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
    expect(canonicalJson({ b: [1, { d: undefined, c: '\u2028"' }], a: null })).toBe(
      '{"a":null,"b":[1,{"c":"\u2028\\""}]}',
    );
  });
});

function sortedKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
