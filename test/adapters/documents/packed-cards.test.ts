import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packCards, unpackCards } from '#shared/adapters/documents/packed-cards.ts';
import type { ItemCard } from '#shared/schemas/model.ts';
import { bytesOf } from '#test/support/counting.ts';
import { inventCatalogue, neighboursOf } from '#test/support/regular-listener.ts';

const text = fc.oneof(fc.constantFrom('', 'rock', 'a genre 1', '7', '__proto__', 'constructor'), fc.string());
const some = fc.option(text, { nil: undefined });
const number = fc.option(fc.nat(), { nil: undefined });
const list = fc.option(fc.array(text, { maxLength: 4 }), { nil: undefined });
const card = fc
  .record({
    itemId: text,
    kind: fc.constantFrom('track', 'episode'),
    title: some,
    artistId: some,
    durationMs: number,
    serial: number,
    explicit: fc.option(fc.boolean(), { nil: undefined }),
    addresses: list,
    tags: fc.array(text, { maxLength: 6 }),
  })
  .map((fields) => JSON.parse(JSON.stringify(fields)) as ItemCard);

describe('packCards', () => {
  it('unpackCards gives back what was packed, also through JSON', () => {
    fc.assert(
      fc.property(fc.array(card, { maxLength: 12 }), (cards) => {
        expect(unpackCards(JSON.parse(JSON.stringify(packCards(cards))))).toEqual(cards);
      }),
    );
  });

  it('packCards says what comes back once: the usual neighbours take less than two thirds of their bytes', () => {
    const { tracks } = inventCatalogue(3_000);
    const cards = neighboursOf(tracks[7]?.itemId as string, tracks).neighbours.map(({ item }) => item);
    expect(bytesOf(packCards(cards))).toBeLessThan((bytesOf(cards) * 2) / 3);
  });
});
