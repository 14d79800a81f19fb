import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderItems } from '#shared/domain/edition/order.ts';
import type { Proposal } from '#shared/domain/edition/proposal.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { ArtistId, ItemId } from '#shared/schemas/ids.ts';
import type { ItemCard } from '#shared/schemas/model.ts';

const dials = { ...tuning.edition, artistDistance: 3 };

type Sketch = {
  readonly tag: string;
  readonly artist: string;
  readonly kind?: 'track' | 'episode';
  readonly filler?: boolean;
};

function proposal({ tag, artist, kind = 'track', filler = false }: Sketch, nth: number): Proposal {
  const item: ItemCard = { itemId: `${nth}` as ItemId, kind, artistId: artist as ArtistId, tags: [tag] };
  const evidence = filler ? ({ rung: 'popular' } as const) : ({ rung: 'artists', share: 1 } as const);
  return { item, score: 1, evidence };
}

const anySketches = fc.array(
  fc.record({
    tag: fc.constantFrom('a', 'b', 'c'),
    artist: fc.constantFrom(...'pqrstuvwxyz'),
    kind: fc.constantFrom('track' as const, 'track' as const, 'track' as const, 'episode' as const),
    filler: fc.boolean(),
  }),
  { maxLength: 40 },
);

const jumps = (order: readonly Proposal[]): number =>
  order.filter(({ item }, nth) => nth > 0 && item.tags[0] !== order[nth - 1]?.item.tags[0]).length;

describe('ordered', () => {
  it('keeps every item, and opens with the first track that was taken', () => {
    fc.assert(
      fc.property(anySketches, (sketches) => {
        const chosen = sketches.map(proposal);
        const order = orderItems(chosen, dials);
        expect(new Set(order)).toEqual(new Set(chosen));
        expect(order).toHaveLength(chosen.length);
        const firstTrack = chosen.find(({ item }) => item.kind === 'track');
        const distinctArtists = new Set(sketches.map(({ artist }) => artist)).size === sketches.length;
        if (firstTrack !== undefined && distinctArtists) expect(order[0]).toBe(firstTrack);
      }),
    );
  });

  it('lets relatives follow each other', () => {
    const chosen = Array.from({ length: 30 }, (_, nth) =>
      proposal({ tag: 'abc'[nth % 3] as string, artist: `${nth}` }, nth),
    );
    expect(jumps(chosen)).toBe(29);
    expect(jumps(orderItems(chosen, dials))).toBeLessThan(12);
  });

  it('sets episodes at even intervals, never first', () => {
    const tracks = Array.from({ length: 12 }, (_, nth) => proposal({ tag: 'a', artist: `${nth}` }, nth));
    const episodes = Array.from({ length: 2 }, (_, nth) =>
      proposal({ tag: 'talk', artist: `show ${nth}`, kind: 'episode' }, 20 + nth),
    );
    const kinds = orderItems([...episodes, ...tracks], dials).map(({ item }) => item.kind);
    expect(kinds.flatMap((kind, nth) => (kind === 'episode' ? [nth] : []))).toEqual([4, 9]);
  });

  it('brings fillers after what is personal, as far as the flow allows', () => {
    const chosen = Array.from({ length: 40 }, (_, nth) =>
      proposal({ tag: 'a', artist: `${nth}`, filler: nth >= 20 }, nth),
    );
    const places = orderItems(chosen, dials).map(({ evidence }) => evidence.rung);
    expect(places.slice(0, 20).filter((rung) => rung === 'popular')).toEqual([]);
  });
});
