/** What somebody might send to break something: ids, texts, JSON values and bodies that come close to good ones. */
import fc from 'fast-check';

/** Names that mean something to JavaScript, to Firestore, to SQL, to a path or to whoever decodes text. */
export const hostileIds: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '__id7__',
  '__name__',
  '.',
  '..',
  '...',
  '../../users',
  'a/b',
  'users/ada',
  '%2e%2e%2f',
  '%',
  '%s',
  'a?b=c',
  'a#b',
  ';',
  ':',
  "'; DROP TABLE users; --",
  "' OR '1'='1",
  '$user_id',
  '@user_id',
  '$1',
  '{{1}}',
  '"',
  '\\',
  '`',
  '\u0000',
  'a\u0000b',
  '\u001b[31m',
  '\r\nset-cookie: a=b',
  '\u202e',
  '\u2028',
  '\ufeff',
  '\uffff',
  '🎧',
  '\u00e9',
  'e\u0301',
  '👩‍👩‍👧',
  'x'.repeat(256),
  'x'.repeat(257),
  'x'.repeat(1_500),
  '🎧'.repeat(64),
  '🎧'.repeat(400),
  ' ',
  '0',
  '-1',
  'null',
  'undefined',
  'NaN',
];

/**
 * As it stands in a path or query. Halves of surrogate pairs have no such spelling, so their bytes are sent; "." and
 * ".." have none either: every client makes another path of them, however they are escaped.
 */
export function escaped(text: string): string {
  if (text === '.' || text === '..') return `${text}%20`;
  return text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80';
}

const number = fc.oneof(
  fc.constantFrom(0, -1, 1e21, -1e21, 1e308, 2 ** 53, 2 ** 63, 0.1, 5e-324),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const plainText = fc.oneof(
  fc.constantFrom(...hostileIds),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('\ud800', 'a\udc00', '1e400', '99999999999999999999', '-0', 'true', '[]', '{}'),
);

/** Cursors as we make them, of values that we do not. */
const cursor = fc
  .oneof(
    fc.array(fc.oneof(number, plainText), { maxLength: 3 }).map((parts) => JSON.stringify(parts)),
    fc.constantFrom('[1e400,"x"]', '[null]', '[[]]', '{}', '[{"__proto__":1},"x"]'),
  )
  .map((json) => Buffer.from(json).toString('base64url'));

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: plainText, weight: 3 },
  { arbitrary: cursor, weight: 1 },
);

const keys = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'prototype', 'toJSON', 'length', ''), hostileText);

/** Any JSON value; objects may have own keys that the language's own objects have too. */
export const hostileValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    hostileText,
    number,
    fc.constantFrom(null, true, false),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(keys, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
})).value;

/** A good value with something else at one place of it, or something added there. */
export function mutated(good: unknown): fc.Arbitrary<unknown> {
  if (typeof good !== 'object' || good === null) return hostileValue;
  const entries = Object.entries(good);
  const remade = (changed: readonly (readonly [string, unknown])[]): unknown =>
    Array.isArray(good) ? changed.map(([, value]) => value) : Object.fromEntries(changed);
  const within = entries.map(([key, value], at) =>
    mutated(value).map((other) => remade(entries.with(at, [key, other]))),
  );
  const without = entries.map((_, at) => fc.constant(remade(entries.toSpliced(at, 1))));
  const added = fc.tuple(keys, hostileValue).map((entry) => remade([...entries, entry]));
  return fc.oneof({ arbitrary: hostileValue, weight: 1 }, { arbitrary: added, weight: 2 }, ...within, ...without);
}

/** Text that is JSON, is nearly JSON, or is none. */
export function hostileBody(good: unknown): fc.Arbitrary<string> {
  const sound = mutated(good).map((value) => JSON.stringify(value));
  return fc.oneof(
    { arbitrary: sound, weight: 12 },
    { arbitrary: fc.tuple(sound, fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1))), weight: 1 },
    { arbitrary: fc.constantFrom('', ' ', '\ufeff{}', '1e400', '{"a":1e400}', '"\ud800"', 'null'), weight: 1 },
    { arbitrary: fc.string({ unit: 'binary', maxLength: 60 }), weight: 1 },
  );
}
