import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownerOf, viewOf, withClaim, withoutClaim, withoutTelling, withTelling } from '#shared/domain/tellings.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { Addressed, Item, StoredItem } from '#shared/schemas/item.ts';
import { limits } from '#shared/schemas/limits.ts';

type Said = Partial<Omit<Item, 'itemId' | 'source'>>;
/** An id of a client's own, which is not made of the names. */
const told = (said: Said): Item =>
  ({ itemId: 'x', kind: 'track', tags: [], recordingId: 'r', ...said, source: 'listen' }) as Item;
const all = (...tellings: readonly (readonly [string, Said])[]): StoredItem =>
  tellings.reduce<StoredItem | undefined>(
    (item, [by, said]) => withTelling(item, told(said), by as UserId) ?? item,
    undefined,
  ) as StoredItem;

describe('withTelling, viewOf', () => {
  it('one listener’s words are that listener’s alone, until enough say the same', () => {
    const lie = all(['mallory', { title: 'Lie', tags: ['lie'], releaseName: 'Lies' }]);
    expect(viewOf(lie, 'mallory')).toMatchObject({ title: 'Lie', tags: ['lie'], releaseName: 'Lies' });
    for (const reader of [undefined, 'bob']) {
      // The key of what nobody else plays: it takes the item from nobody.
      expect(viewOf(lie, reader)).toEqual({ itemId: 'x', kind: 'track', recordingId: 'r', tags: [], source: 'listen' });
    }
    const both = all(['mallory', { title: 'Lie' }], ['bob', { title: 'True' }]);
    expect([viewOf(both, 'bob').title, viewOf(both, undefined).title]).toEqual(['True', undefined]);
    const agreed = all(['mallory', { title: 'Lie' }], ['bob', { title: 'True' }], ['cyd', { title: 'True' }]);
    expect([viewOf(agreed, 'dan').title, viewOf(agreed, 'mallory').title]).toEqual(['True', 'Lie']);
  });

  it('whose song an item is, one listener says only of what nobody else plays', () => {
    const keys = (...tellings: readonly (readonly [string, Said])[]) => viewOf(all(...tellings), undefined).recordingId;
    expect(keys(['mallory', { recordingId: 'lie' as never }])).toBe('lie');
    expect(keys(['mallory', { recordingId: 'lie' as never }], ['ada', {}])).toBeUndefined();
    expect(keys(['mallory', { recordingId: 'lie' as never }], ['ada', {}], ['bob', {}])).toBe('r');
  });

  it('names that the id is made of are everybody’s, whoever tells them first', () => {
    const { recordingId: _, ...derived } = told({ title: 'Sinnerman', artistName: 'Nina Simone', releaseName: 'Lies' });
    const item = withTelling(undefined, derived as Item, 'mallory' as UserId) as StoredItem;
    expect(viewOf(item, 'bob')).toMatchObject({ title: 'Sinnerman', artistName: 'Nina Simone' });
    expect(viewOf(item, 'bob').releaseName).toBeUndefined();
  });

  it('an address that is known is not outvoted by a later one, and a key of the first gives way to enough others', () => {
    const addresses = (...some: string[]) => ({ addresses: some }) as Said;
    const item = all(
      ['ada', addresses('mbid:1')],
      ['bob', addresses('mbid:1')],
      ...['m1', 'm2', 'm3'].map((by) => [by, addresses('mbid:2')] as const),
    );
    expect(viewOf(item, undefined).addresses).toEqual(['mbid:1']);
    const artist = (artistId: string) => ({ artistId }) as Said;
    expect(viewOf(all(['m', artist('lie')]), undefined).artistId).toBe('lie');
    const outvoted = all(['m', artist('lie')], ['ada', artist('true')], ['bob', artist('true')]);
    expect(viewOf(outvoted, undefined).artistId).toBe('true');
  });

  it('the operator’s word stands, and only addresses are added to it', () => {
    const operators: StoredItem = { ...told({ title: 'True', tags: ['jazz'] }), source: 'operator' };
    expect(withTelling(operators, told({ title: 'Lie' }), 'mallory' as UserId)).toBeUndefined();
    const more = withTelling(operators, told({ title: 'Lie', addresses: ['mbid:1'] as never }), 'ada' as UserId);
    expect(viewOf(more as StoredItem, 'ada')).toMatchObject({ title: 'True', tags: ['jazz'], addresses: ['mbid:1'] });
  });

  it('I11 Bounded: so many tellers and no more, and who came first stays', () => {
    const crowd = Array.from({ length: 20 }, (_, nth) => [`user ${nth}`, { title: `Title ${nth}` }] as const);
    expect(all(...crowd).told?.map(({ by }) => by)).toEqual(crowd.slice(0, limits.tellersMax).map(([by]) => by));
  });

  it('I10 Forgotten: without a listener the item is as if that one had never told of it', () => {
    const words = fc.record({ title: fc.constantFrom('a', 'b'), tags: fc.constantFrom<string[]>([], ['x'], ['y']) });
    const tellers = fc.uniqueArray(fc.tuple(fc.constantFrom('ada', 'bob', 'cyd', 'dan'), words), {
      selector: ([by]) => by,
      minLength: 1,
    });
    fc.assert(
      fc.property(tellers, (tellings) => {
        const gone = tellings[0]?.[0] ?? '';
        const rest = tellings.slice(1);
        const left = withoutTelling(all(...tellings), gone);
        if (rest.length === 0) expect(left).toBeNull();
        else expect(left).toEqual(all(...rest));
        expect(withoutTelling(all(...tellings), 'eve')).toBeUndefined();
      }),
    );
  });
});

describe('withClaim, ownerOf', () => {
  const claim = (itemId: string): Addressed => ({ address: 'mbid:1', itemId }) as Addressed;
  const claims = (...made: readonly (readonly [string, string])[]): Addressed =>
    made.reduce<Addressed | undefined>(
      (stored, [by, itemId]) => withClaim(stored, claim(itemId), by as UserId) ?? stored,
      undefined,
    ) as Addressed;

  it('an address is whose enough say it is; until then the reader’s own claim counts before the first', () => {
    const disputed = claims(['mallory', 'lie'], ['ada', 'true']);
    expect(['ada', 'mallory', 'bob'].map((reader) => ownerOf(disputed, reader).itemId)).toEqual(['true', 'lie', 'lie']);
    const settled = claims(['mallory', 'lie'], ['ada', 'true'], ['bob', 'true']);
    expect(['mallory', undefined].map((reader) => ownerOf(settled, reader).itemId)).toEqual(['true', 'true']);
    expect(withClaim(settled, claim('other'), 'eve' as UserId)).toBeUndefined();
  });

  it('I10 Forgotten: a claim goes with who made it, and the address with the last of them', () => {
    expect(withoutClaim(claims(['ada', 'true']), 'ada')).toBeNull();
    expect(
      ownerOf(withoutClaim(claims(['mallory', 'lie'], ['ada', 'true']), 'mallory') as Addressed, 'bob').itemId,
    ).toBe('true');
    expect(withoutClaim(claims(['ada', 'true']), 'bob')).toBeUndefined();
  });
});
