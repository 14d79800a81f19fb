import { describe, expect, it } from 'vitest';
import { judgeListens } from '#shared/domain/listens/judging.ts';
import { ListenInput } from '#shared/schemas/listen.ts';
import { readUntrusted } from '#shared/schemas/read-untrusted.ts';

const listen = { userId: 'ada', itemId: 'i', listenedAt: '2026-11-22T20:00:00Z' };
/** A length that cannot be turned into a number. */
const odd = { length: { toString: 'x', valueOf: 'y' } };

describe('readUntrusted', () => {
  it('reads what fits, and says what is wrong with what does not', () => {
    expect(readUntrusted(ListenInput, listen).success).toBe(true);
    expect(readUntrusted(ListenInput, { ...listen, listenedAt: 'x' }).success).toBe(false);
  });

  it('refuses an object that passes itself off as text, and the rest of the batch is kept', () => {
    expect(readUntrusted(ListenInput, { ...listen, artistName: odd }).success).toBe(false);
    const { listens, refused } = judgeListens([{ ...listen, artistName: odd }, listen], 'operator', 1_796_000_000);
    expect(listens.length + refused.length).toBe(2);
    expect(listens.some(({ artistName }) => artistName === undefined)).toBe(true);
  });
});
