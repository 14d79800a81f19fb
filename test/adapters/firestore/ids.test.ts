import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeId, encodeId } from '#shared/adapters/firestore/ids.ts';

const bytes = (text: string): number => Buffer.byteLength(text);
const awkward = fc.constantFrom('/', '.', '..', '__', '%', '%2F', '%s', '_', 'a', '🎧', '\u{ffff}');
const id = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.array(awkward, { minLength: 1 }).map((parts) => parts.join('')),
);

it('encodeId gives what Firestore takes, and decodeId gives the id back', () => {
  fc.assert(
    fc.property(id, (original) => {
      const encoded = encodeId(original);
      expect(decodeId(encoded)).toBe(original);
      expect(encoded).not.toMatch(/^(\.\.?|__.*__)$/su);
      expect(encoded).not.toContain('/');
      expect(bytes(encoded)).toBeLessThanOrEqual(2 * bytes(original));
    }),
  );
});

it('encodeId leaves ordinary ids readable', () => {
  expect(encodeId('20261123T030000Z:mbid-1.5_x')).toBe('20261123T030000Z:mbid-1.5_x');
});
