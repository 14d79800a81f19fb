/** Fast, seedable, non-cryptographic hashing of text: the source of all chance and of short keys in the core. */

/**
 * Two independent 32-bit lanes over the UTF-16 code units, each a multiply-xor-rotate round with murmur3's finaliser.
 * Not for secrets. The same text and seed give the same lanes on every machine.
 */
export function hashLanes(text: string, seed = 0): readonly [number, number] {
  let a = 0x9e3779b9 ^ seed;
  let b = 0x85ebca6b ^ Math.imul(seed, 0x27d4eb2f);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0xcc9e2d51);
    a = (a << 15) | (a >>> 17);
    b = Math.imul(b ^ unit, 0x1b873593);
    b = (b << 13) | (b >>> 19);
  }
  return [finalise(a ^ text.length), finalise(b ^ a)];
}

function finalise(lane: number): number {
  let h = lane;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const codes = Array.from(alphabet, (letter) => letter.charCodeAt(0));
const code = (sixBits: number): number => codes[sixBits & 63] as number;

/**
 * An 11 character key of 64 bits, base64url, for recognising what was seen without keeping it. Spelled out, because a
 * number's own toString takes five times as long, and a batch has a hundred keys.
 */
export function shortKey(text: string): string {
  const [high, low] = hashLanes(text);
  return String.fromCharCode(
    code(high >>> 26),
    code(high >>> 20),
    code(high >>> 14),
    code(high >>> 8),
    code(high >>> 2),
    code((high << 4) | (low >>> 28)),
    code(low >>> 22),
    code(low >>> 16),
    code(low >>> 10),
    code(low >>> 4),
    code(low << 2),
  );
}

/** A number in [0, 1), 53 bits, that depends on the seed and the parts and nothing else: chance without order. */
export function chance(seed: number, ...parts: readonly (string | number)[]): number {
  const [high, low] = hashLanes(parts.join('\u0000'), seed);
  return (high * 0x200000 + (low >>> 11)) / 0x20000000000000;
}

/** A number in [0, 1), 32 bits, for the nth of many: a fiftieth of the price of hashing what it is called. */
export function nthChance(seed: number, nth: number): number {
  return finalise(seed ^ Math.imul(nth + 1, 0x9e3779b9)) / 0x100000000;
}

/** A 32-bit seed from parts, for manifests. */
export function seedOf(...parts: readonly string[]): number {
  return hashLanes(parts.join('\u0000'))[0];
}

/** The shard of an id: stable, spread evenly. */
export function shardOf(id: string, shards: number): number {
  return hashLanes(id, 1)[0] % shards;
}
