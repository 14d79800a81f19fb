/**
 * Everything a user ever played, in bounded space: a scalable Bloom filter (Almeida, Baquero, Preguiça, Hutchison:
 * "Scalable Bloom Filters", 2007). It never forgets an item, so an exploration edition holds nothing that was played
 * (I6); with thousands of items it may take some unheard ones for heard, which only makes the pool smaller.
 */
import { hashLanes } from '#shared/domain/hash.ts';
import { songOf } from '#shared/domain/identity/keys.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { Profile } from '#shared/schemas/profile.ts';

const { hashes } = tuning.heard;

type Lanes = ReturnType<typeof hashLanes>;
type Slice = { readonly bytes: Uint8Array; count: number; stored: string | undefined };

export type Heard = {
  has(itemId: string): boolean;
  add(itemId: string): void;
  stored(): Profile['heard'];
};

/** Whether the item was heard: it, or its song in whatever version and from whatever source (I13). */
export function hasHeard(heard: Heard, card: Parameters<typeof songOf>[0]): boolean {
  return heard.has(card.itemId) || heard.has(songOf(card));
}

/** Opens the filter of a profile, or one of other slices. Slices that do not change keep their stored text. */
export function openHeard(
  stored: Profile['heard'],
  { sliceBytes, bitsPerItem }: { readonly sliceBytes: readonly number[]; readonly bitsPerItem: number } = tuning.heard,
): Heard {
  const slices: Slice[] = stored.map(({ bits, count }) => ({
    bytes: Buffer.from(bits, 'base64'),
    count,
    stored: bits,
  }));

  const holds = (lanes: Lanes): boolean => {
    for (const { bytes } of slices) if (contains(bytes, lanes)) return true;
    return false;
  };

  const add = (itemId: string): void => {
    const lanes = hashLanes(itemId, 2);
    if (holds(lanes)) return;
    let slice = slices.at(-1);
    if (
      slice === undefined ||
      (slice.count >= (slice.bytes.length * 8) / bitsPerItem && slices.length < sliceBytes.length)
    ) {
      slice = { bytes: new Uint8Array(sliceBytes[slices.length] as number), count: 0, stored: undefined };
      slices.push(slice);
    }
    insert(slice.bytes, lanes);
    slice.count += 1;
    slice.stored = undefined;
  };

  return {
    has: (itemId) => slices.length > 0 && holds(hashLanes(itemId, 2)),
    add,
    stored: () =>
      slices.map(({ bytes, count, stored }) => ({
        bits: stored ?? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64'),
        count,
      })),
  };
}

/** Kirsch and Mitzenmacher (2006): two hashes make as many as needed. */
function position(lanes: Lanes, nth: number, bits: number): number {
  return (lanes[0] + nth * lanes[1]) % bits;
}

function contains(bytes: Uint8Array, lanes: Lanes): boolean {
  for (let nth = 0; nth < hashes; nth++) {
    const bit = position(lanes, nth, bytes.length * 8);
    if (((bytes[bit >> 3] as number) & (1 << (bit & 7))) === 0) return false;
  }
  return true;
}

function insert(bytes: Uint8Array, lanes: Lanes): void {
  for (let nth = 0; nth < hashes; nth++) {
    const bit = position(lanes, nth, bytes.length * 8);
    bytes[bit >> 3] = (bytes[bit >> 3] as number) | (1 << (bit & 7));
  }
}
