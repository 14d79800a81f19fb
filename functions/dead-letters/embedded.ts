/** Dead letters of the embedded home: rows of its queue, also while it runs. */
import type { DeadLetters } from '#functions/dead-letters/letters.ts';
import type { Queue } from '#shared/adapters/sqlite/queue.ts';

const pageSize = 100;

export function embeddedDeadLetters(queue: Pick<Queue, 'deadLetters' | 'replay'>): DeadLetters {
  const list: DeadLetters['list'] = async function* () {
    for (let after = 0; ; ) {
      const page = queue.deadLetters(pageSize, after);
      for (const { deadLetterId, subscription, attempts, failedAt, reason, body } of page) {
        const id = String(deadLetterId);
        yield { id, consumer: subscription, attempts, failedAt: new Date(failedAt).toISOString(), reason, body };
        after = deadLetterId;
      }
      if (page.length < pageSize) return;
    }
  };
  return {
    list,
    replay: async (ids) => {
      const replayed: string[] = [];
      for await (const { id } of list()) {
        if (ids !== 'all' && !ids.has(id)) continue;
        if ((await queue.replay({ deadLetterId: Number(id) })) > 0) replayed.push(id);
      }
      return replayed;
    },
  };
}
