/** The Backlog port over the embedded queue. */
import type { Queue } from '#shared/adapters/sqlite/queue.ts';
import type { Backlog } from '#shared/ports/verdicts.ts';

export function createSqliteBacklog(queue: Queue): Backlog {
  return {
    read: async () => {
      const buried = queue.deadLetterCounts();
      return Object.entries(queue.backlog()).map(([subscription, { waiting, oldestAt }]) => ({
        subscription,
        waiting,
        oldestAt: oldestAt === null ? null : Math.floor(oldestAt / 1000),
        deadLetters: buried[subscription] ?? 0,
      }));
    },
  };
}
