import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemIdOf, recordingIdsOf, uuidV5 } from '#shared/domain/identity/ids.ts';

const dns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

describe('uuidV5', () => {
  it('uuidV5: gives the example of RFC 9562, appendix A.4', () => {
    expect(uuidV5('www.example.com', dns)).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('uuidV5: is a version 5 UUID of any name, and other names give others', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
        expect(uuidV5(one, dns)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(uuidV5(one, dns) === uuidV5(other, dns)).toBe(one === other);
      }),
    );
  });
});

describe('itemIdOf', () => {
  it('itemIdOf: never changes, because every derived id that was ever stored would be orphaned', () => {
    expect(itemIdOf('Slowdive', 'Alison')).toBe(itemIdOf(' slowdive', 'ALISON '));
    expect(itemIdOf('Slowdive', 'Alison')).toBe('82684eb5-f636-5417-8c74-5318f6c2c242');
  });
});

describe('recordingIdsOf', () => {
  it('I13 One song: a title that names a place on a release is another recording on each, and no other title is', () => {
    const on = (title: string, releaseName?: string) =>
      recordingIdsOf({ kind: 'track', artistName: 'Ola', title, releaseName });
    for (const title of ['Intro', 'intro', '[untitled]', 'Interlude #2', 'Track 03', '07', 'Skit II', 'イントロ']) {
      expect(on(title, 'First Light').recordingId, title).not.toBe(on(title, 'Second Light').recordingId);
      expect(on(title, 'First Light').songId, title).not.toBe(on(title, 'Second Light').songId);
      expect(on(title, 'First Light').recordingId, title).toBe(on(title, 'First light (Deluxe Edition)').recordingId);
    }
    for (const title of ['Kelp', 'Introspection', '1999', 'Overture in D', 'Track Record', 'Silence Is Easy']) {
      expect(on(title, 'First Light'), title).toEqual(on(title, 'Second Light'));
      expect(on(title, 'First Light'), title).toEqual(on(title));
    }
  });
});
