/** From a JSON Schema to values that fit it, and to values that were made not to. */
import fc from 'fast-check';
import type { Schema } from '#test/edge/http/openapi/document.ts';

type Resolved = (schema: Schema) => Schema;

/** Long texts say little more than short ones; limits are tried apart. */
const lengthMax = 40;

export function fitting(schema: Schema, resolved: Resolved): fc.Arbitrary<any> {
  const { type, const: only, enum: options, anyOf, format, pattern, ...limits } = resolved(schema);
  if (only !== undefined) return fc.constant(only);
  if (options !== undefined) return fc.constantFrom(...options);
  if (anyOf !== undefined) return fc.oneof(...anyOf.map((each: Schema) => fitting(each, resolved)));
  if (Array.isArray(type))
    return fc.oneof(...type.map((each) => fitting({ ...resolved(schema), type: each }, resolved)));
  switch (type) {
    case 'string':
      if (format === 'uri') return anyUrl;
      if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
      return textOf(limits);
    case 'integer':
      return numberOf(limits);
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(fitting(limits.items, resolved), { minLength: limits.minItems ?? 0, maxLength: 6 });
    case 'object': {
      const properties = Object.entries<Schema>(limits.properties ?? {});
      const model = Object.fromEntries(properties.map(([name, each]) => [name, fitting(each, resolved)]));
      return fc.record(model, { requiredKeys: limits.required ?? [], noNullPrototype: true });
    }
    case 'null':
      return fc.constant(null);
    default:
      throw new Error(`The generator does not know ${JSON.stringify(schema)}`);
  }
}

/** URLs as people type them among those that need no care. */
const anyUrl = fc.oneof(
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  fc.constantFrom(
    'https://ex.example/ä b/%zz?a=[{b}]|c#d#e',
    'http://127.0.0.1:1/',
    'http://[::1]:65535',
    'ftp://ex.example',
  ),
);

function textOf({ minLength = 0, maxLength = lengthMax }: Schema): fc.Arbitrary<string> {
  const within = { minLength, maxLength: Math.min(maxLength, lengthMax) };
  return fc.oneof(
    { weight: 3, arbitrary: fc.string({ ...within, unit: 'grapheme-ascii' }) },
    { weight: 2, arbitrary: fc.string({ ...within, unit: 'binary' }) },
    { weight: 1, arbitrary: fc.constant('x'.repeat(Math.min(maxLength, 8_192))) },
  );
}

function numberOf({ minimum, maximum }: Schema): fc.Arbitrary<number> {
  return fc.oneof(fc.integer({ min: minimum, max: maximum }), fc.constantFrom(minimum, maximum));
}

/** What nobody asked for: values of any type, texts that mean something elsewhere, numbers at the edges. */
export const hostile: fc.Arbitrary<any> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    ...[
      '',
      ' ',
      '0',
      '-1',
      '1e999',
      'null',
      'NaN',
      '__proto__',
      'constructor',
      '../..',
      "' OR 1=1 --",
      '\u0000',
      '\ud800',
    ],
    ...['https://example.com/ä b', 'http://[::1', 'javascript:alert(1)', '2026-02-30T00:00:00Z', '𝒳'.repeat(300)],
    ...[-1, 0.5, 1e300, Number.MAX_SAFE_INTEGER, null, true, [], {}, [[[[]]]], { length: -1 }],
  ),
);

/** A value with one thing about it changed: a part replaced, taken away or added. */
export function spoiled(arbitrary: fc.Arbitrary<any>): fc.Arbitrary<any> {
  const change = fc.record({
    at: fc.array(fc.nat({ max: 20 }), { maxLength: 4 }),
    how: fc.constantFrom('replace', 'remove', 'add'),
    by: hostile,
  });
  return fc.tuple(arbitrary, change).map(([value, { at, how, by }]) => changed(value, at, { how, by }));
}

function changed(value: any, at: readonly number[], change: { readonly how: string; readonly by: unknown }): any {
  const { how, by } = change;
  if (typeof value !== 'object' || value === null) return by;
  const keys = Object.keys(value);
  const [first = 0, ...rest] = at;
  const key = keys[first % Math.max(1, keys.length)];
  if (how === 'add') return Array.isArray(value) ? [...value, by] : { ...value, surprise: by };
  if (key === undefined) return by;
  const entries = keys.flatMap((name): [string, any][] => {
    if (name !== key) return [[name, value[name]]];
    if (rest.length > 0) return [[name, changed(value[name], rest, change)]];
    return how === 'remove' ? [] : [[name, by]];
  });
  return Array.isArray(value) ? entries.map(([, each]) => each) : Object.fromEntries(entries);
}
