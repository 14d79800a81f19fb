import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listenedMessages, retractedMessage } from '#shared/domain/listens/messages.ts';
import type { ListenId, UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import type { Listen } from '#shared/schemas/listen.ts';

const some: fc.Arbitrary<Listen[]> = fc
  .uniqueArray(
    fc.record({
      id: fc.nat(99_999),
      user: fc.constantFrom('ada', 'bob'),
      at: fc.nat(50),
      info: fc.option(fc.constantFrom(10, 5_000, 90_000, 200_000)),
    }),
    { maxLength: 60, selector: ({ id }) => id },
  )
  .map((all) =>
    all.map(
      ({ id, user, at, info }) =>
        ({
          id: `l${id}`,
          userId: user,
          itemId: 'song',
          kind: 'track',
          listenedAt: 1_700_000_000 + at,
          ...(info === null ? {} : { info: { note: 'ü'.repeat(info) } }),
        }) as unknown as Listen,
    ),
  );

describe('listenedMessages', () => {
  it('I11 Bounded: cuts by user and size; nothing is lost, nothing doubled, the oldest of a user first', () => {
    fc.assert(
      fc.property(some, (listens) => {
        const messages = listenedMessages(listens, 7);
        for (const userId of ['ada', 'bob']) {
          const told = messages.filter((message) => message.userId === userId).flatMap((message) => message.listens);
          const own = listens.filter((listen) => listen.userId === userId);
          expect(told.map(({ id }) => id)).toEqual(
            own.toSorted((a, b) => a.listenedAt - b.listenedAt || (a.id < b.id ? -1 : 1)).map(({ id }) => id),
          );
        }
        for (const message of messages) {
          expect(message.receivedAt).toBe(7);
          expect(message.listens.length).toBeGreaterThan(0);
          expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThanOrEqual(limits.messageBytesMax);
        }
        expect(new Set(messages.map(({ batchId }) => batchId)).size).toBe(messages.length);
      }),
      { numRuns: 60 },
    );
  });

  it('sends a thousand ordinary listens of one user as one message', () => {
    const listens = Array.from(
      { length: 1_000 },
      (_, n) => ({ id: `l${n}`, userId: 'ada', itemId: 's', kind: 'track', listenedAt: n }) as unknown as Listen,
    );
    expect(listenedMessages(listens, 7)).toHaveLength(1);
  });
});

describe('retractedMessage', () => {
  it('I1 Once: has another batch id than the message that told of the same listens', () => {
    const [ada, listens] = ['ada' as UserId, [{ id: 'l1' as ListenId, listenedAt: 5 }]];
    const retracted = retractedMessage(ada, listens, 7);
    expect(retracted).toMatchObject({ type: 'retracted', userId: ada, receivedAt: 7, listens });
    const told = listenedMessages([{ ...listens[0], userId: ada } as unknown as Listen], 7);
    expect(told[0]?.batchId).not.toBe(retracted.batchId);
  });
});
