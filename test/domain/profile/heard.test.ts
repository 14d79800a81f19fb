import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openHeard } from '#shared/domain/profile/heard.ts';
import { tuning } from '#shared/domain/tuning.ts';

const { sliceBytes, bitsPerItem } = tuning.heard;
const held = sliceBytes.reduce((sum, bytes) => sum + Math.floor((bytes * 8) / bitsPerItem), 0);
const item = (n: number): string => `item ${n}`;

describe('openHeard', () => {
  it('I6 Fresh: whatever was added is held, in every slice, also once it was stored and opened again', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: held }), { minLength: 1, maxLength: 6 }), (sizes) => {
        let heard = openHeard([]);
        let added = 0;
        for (const size of sizes) {
          for (const end = added + size; added < end; added++) heard.add(item(added));
          heard = openHeard(JSON.parse(JSON.stringify(heard.stored())));
        }
        for (let n = 0; n < added; n++) if (!heard.has(item(n))) expect.fail(`"${item(n)}" is forgotten of ${added}`);
      }),
      { numRuns: 20 },
    );
  });

  it('takes few unheard items for heard while its slices are not overfull', () => {
    const heard = openHeard([]);
    for (let n = 0; n < held; n++) heard.add(item(n));
    const strangers = Array.from({ length: 10_000 }, (_, n) => heard.has(`stranger ${n}`)).filter(Boolean);
    expect(strangers.length / 10_000).toBeLessThan(0.05);
    expect(openHeard([]).has('anything')).toBe(false);
  });

  it('I11 Bounded: grows slice by slice, each counted to its capacity, and never past the last', () => {
    const heard = openHeard([]);
    for (let n = 0; n < 2 * held; n++) heard.add(item(n));
    const stored = heard.stored();
    expect(stored.map(({ bits }) => Buffer.from(bits, 'base64').length)).toEqual(sliceBytes);
    for (const [at, { count }] of stored.slice(0, -1).entries()) {
      expect(count).toBe(Math.ceil(((sliceBytes[at] as number) * 8) / bitsPerItem));
    }
  });

  it('changes nothing when what it holds is added again', () => {
    const heard = openHeard([]);
    for (let n = 0; n < 1_500; n++) heard.add(item(n));
    const before = heard.stored();
    for (let n = 0; n < 1_500; n++) heard.add(item(n));
    expect(heard.stored()).toEqual(before);
  });
});
