/** The contract of Topics: durable, at least once, in order per key; shown with whatever delivers at that home. */
import { expect, it } from 'vitest';
import type { Topics } from '#shared/ports/topics.ts';
import type { ErasuresMessage } from '#shared/schemas/message.ts';
import { eventually } from '#test/support/eventually.ts';
import { printChecks } from '#test/support/print-checks.ts';

/** Gets a message; a throw asks for another delivery. */
export type Handle = (message: ErasuresMessage) => Promise<void>;

export type OpenTopics = () => Promise<
  {
    readonly topics: Topics;
    /** Starts delivering one of the two subscriptions of topic `erasures`, which exist from the beginning. */
    readonly deliver: (subscription: 'first' | 'second', handle: Handle) => void;
  } & AsyncDisposable
>;

const message = (userId: string, n: number): ErasuresMessage =>
  ({ userId, receiptId: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` }) as ErasuresMessage;
const numberOf = ({ receiptId }: ErasuresMessage): number => Number(receiptId.slice(-12));

const publish = (topics: Topics, key: string, ...numbers: readonly number[]) =>
  topics.publish(
    'erasures',
    numbers.map((n) => ({ message: message(key, n), orderingKey: key })),
  );

export function topicsContract(open: OpenTopics): void {
  printChecks('Topics');
  it('Topics.publish reaches every subscription, also one that begins to listen later', async () => {
    await using opened = await open();
    const { topics, deliver } = opened;
    const [first, second]: [number[], number[]] = [[], []];
    deliver('first', async (received) => void first.push(numberOf(received)));
    await publish(topics, 'ada', 1, 2, 3);
    deliver('second', async (received) => void second.push(numberOf(received)));
    await eventually(() => {
      expect(new Set(first)).toEqual(new Set([1, 2, 3]));
      expect(new Set(second)).toEqual(new Set([1, 2, 3]));
    });
  });

  it('Topics.publish keeps order within a key, one at a time, over many calls and keys', async () => {
    await using opened = await open();
    const { topics, deliver } = opened;
    const keys = ['ada', 'bob', 'cy', 'dee'];
    const received = new Map(keys.map((key) => [key, [] as number[]]));
    const working = new Set<string>();
    let together = 0;
    deliver('first', async (got) => {
      const key = got.userId;
      if (working.has(key)) together += 1;
      working.add(key);
      await new Promise((resolve) => setTimeout(resolve, 1));
      received.get(key)?.push(numberOf(got));
      working.delete(key);
    });
    for (let n = 0; n < 40; n += 4) {
      await Promise.all(keys.map((key) => publish(topics, key, n, n + 1, n + 2, n + 3)));
    }
    const inOrder = Array.from({ length: 40 }, (_, n) => n);
    await eventually(() => {
      for (const key of keys) expect(firsts(received.get(key) ?? [])).toEqual(inOrder);
    });
    expect(together).toBe(0);
  });

  it('Topics.publish delivers again what was refused, and keeps what follows it behind it', async () => {
    await using opened = await open();
    const { topics, deliver } = opened;
    const accepted: number[] = [];
    let refusals = 0;
    deliver('first', async (received) => {
      if (numberOf(received) === 1 && ++refusals < 3) throw new Error('Cannot take it now');
      accepted.push(numberOf(received));
    });
    await publish(topics, 'ada', 1, 2, 3);
    await eventually(() => expect(firsts(accepted)).toEqual([1, 2, 3]));
    expect(refusals).toBe(3);
  });

  it('Topics.publish without a key delivers every message, and an empty list is fine', async () => {
    await using opened = await open();
    const { topics, deliver } = opened;
    const received = new Set<number>();
    deliver('first', async (got) => void received.add(numberOf(got)));
    await topics.publish('erasures', []);
    await topics.publish(
      'erasures',
      Array.from({ length: 120 }, (_, n) => ({ message: message('ada', n) })),
    );
    await eventually(() => expect(received.size).toBe(120));
  });

  it('Topics.publish carries any text and a megabyte of it as it is', async () => {
    await using opened = await open();
    const { topics, deliver } = opened;
    const sent = message(`🎧 "/\\ ${'x'.repeat(1_000_000)}`, 1);
    const received: ErasuresMessage[] = [];
    deliver('first', async (got) => void received.push(got));
    await topics.publish('erasures', [{ message: sent, orderingKey: 'a key / with "signs"' }]);
    await eventually(() => expect(received[0]).toEqual(sent));
  });
}

/** The order in which numbers came for the first time: a second delivery is allowed. */
function firsts(numbers: readonly number[]): number[] {
  return [...new Set(numbers)];
}
