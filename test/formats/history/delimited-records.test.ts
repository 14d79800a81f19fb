import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fieldsOfLine } from '#shared/formats/history/delimited-records.ts';

it('fieldsOfLine: cuts whatever line as csv-parse does, with marks where they belong and where they do not', () => {
  const field = fc.oneof(
    fc.string({ unit: fc.constantFrom('"', ',', 'a', ' ', 'é'), maxLength: 6 }),
    fc.string({ maxLength: 8 }).map((text) => `"${text.replaceAll('"', '""')}"`),
  );
  fc.assert(
    fc.property(fc.array(field, { minLength: 1, maxLength: 5 }), (fields) => {
      const line = fields.join(',').replace(/[\r\n]/g, '');
      fc.pre(line.includes('"'));
      let expected: readonly string[] | undefined;
      try {
        [expected] = parse(line, { record_delimiter: '\n', relax_quotes: true, relax_column_count: true });
      } catch {
        expected = undefined;
      }
      expect(fieldsOfLine(line, ',', true)).toEqual(expected);
    }),
    { numRuns: 2_000 },
  );
});
