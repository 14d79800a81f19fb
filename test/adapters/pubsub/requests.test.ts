import fc from 'fast-check';
import { expect, it } from 'vitest';
import { orderedRequestsOf } from '#shared/adapters/pubsub/requests.ts';

const messages = fc.array(
  fc.record({ message: fc.record({ n: fc.integer() }), orderingKey: fc.constantFrom('ada', 'bob', '') }),
  {
    maxLength: 3_000,
  },
);

it('linesOf keeps every message, in order within its key, one key a line', () => {
  fc.assert(
    fc.property(messages, (sent) => {
      const lines = orderedRequestsOf(sent);
      expect(new Set(lines.map((line) => line.orderingKey)).size).toBe(lines.length);
      for (const { orderingKey, requests } of lines) {
        const numbers = requests.flat().map(({ data }) => JSON.parse(data.toString()));
        expect(numbers).toEqual(sent.filter((one) => one.orderingKey === orderingKey).map(({ message }) => message));
      }
      expect(lines.flatMap(({ requests }) => requests.flat())).toHaveLength(sent.length);
    }),
  );
});

it('I11 Bounded: linesOf puts at most 1,000 messages and 7 MB into a request', () => {
  const many = orderedRequestsOf(Array.from({ length: 2_500 }, (_, n) => ({ message: { n } })));
  expect(many.flatMap(({ requests }) => requests.map((request) => request.length))).toEqual([1_000, 1_000, 500]);
  const large = orderedRequestsOf(Array.from({ length: 10 }, () => ({ message: { text: 'x'.repeat(3_000_000) } })));
  expect(large[0]?.requests.map((request) => request.length)).toEqual([2, 2, 2, 2, 2]);
});
