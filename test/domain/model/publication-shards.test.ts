import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publicationShards } from '#shared/domain/model/pointer.ts';
import { tuning } from '#shared/domain/tuning.ts';

describe('publicationShards', () => {
  it('publicationShards: one for a small model, two hundred for a usual one, larger ones and then more of them', () => {
    const rows = [0, 1, 100_000, 100_001, 20_000_000, 150_000_000, 200_000_000, 2_000_000_000];
    expect(rows.map(publicationShards)).toEqual([1, 1, 1, 2, 200, 200, 200, 2_000]);
  });

  it('I11 Bounded: no shard is larger than one message may publish, and more rows are never fewer shards', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), fc.integer({ min: 0, max: 1e12 }), (one, more) => {
        expect(one / publicationShards(one)).toBeLessThanOrEqual(tuning.model.rowsPerShard.max);
        expect(publicationShards(one + more)).toBeGreaterThanOrEqual(publicationShards(one));
      }),
    );
  });
});
