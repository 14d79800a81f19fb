/** Deliveries of the embedded queue that were refused too often: kept, counted, and taken out to be delivered again. */
import type { Database } from '#shared/adapters/sqlite/database.ts';

export type DeadLetter = {
  readonly deadLetterId: number;
  readonly subscription: string;
  readonly orderingKey: string;
  readonly attempts: number;
  readonly failedAt: number;
  readonly reason: string;
  readonly body: string;
};

type Letter = {
  readonly id: number;
  readonly subscription: string;
  readonly topic: string;
  readonly ordering_key: string;
  readonly body: string;
  readonly attributes: string;
};

export type DeadLetterTable = {
  /** The oldest first, behind an id. */
  deadLetters(limit: number, after?: number): readonly DeadLetter[];
  deadLetterCounts(): Readonly<Record<string, number>>;
  /** Copies a delivery and its message; `failedAt` in Unix milliseconds. */
  bury(deliveryId: number, attempts: number, failedAt: number, reason: string): void;
  /** Removes one by id, or all of a subscription, or all, and returns what they held. */
  take(which: { readonly deadLetterId?: number; readonly subscription?: string }): readonly Letter[];
};

/** Its tables stand beside those of the queue, and its writes belong to the queue's transactions. */
export function createDeadLetterTable(database: Database): DeadLetterTable {
  database.exec(`
    CREATE TABLE IF NOT EXISTS dead_letters (
      id INTEGER PRIMARY KEY AUTOINCREMENT, subscription TEXT NOT NULL, topic TEXT NOT NULL, ordering_key TEXT NOT NULL,
      attempts INTEGER NOT NULL, failed_at INTEGER NOT NULL, reason TEXT NOT NULL, body TEXT NOT NULL,
      attributes TEXT NOT NULL);
  `);
  return {
    deadLetters: (limit, after = 0) =>
      database
        .prepare(`
          SELECT id AS deadLetterId, subscription, ordering_key AS orderingKey, attempts, failed_at AS failedAt, reason, body
          FROM dead_letters WHERE id > ? ORDER BY id LIMIT ?`)
        .all(after, limit) as never,

    deadLetterCounts: () => {
      const rows = database
        .prepare('SELECT subscription, COUNT(*) AS buried FROM dead_letters GROUP BY subscription')
        .all() as { subscription: string; buried: number }[];
      return Object.fromEntries(rows.map(({ subscription, buried }) => [subscription, buried]));
    },

    bury: (deliveryId, attempts, failedAt, reason) => {
      database
        .prepare(`
          INSERT INTO dead_letters (subscription, topic, ordering_key, attempts, failed_at, reason, body, attributes)
          SELECT d.subscription, m.topic, d.ordering_key, ?, ?, ?, m.body, m.attributes
          FROM deliveries d JOIN messages m ON m.id = d.message_id WHERE d.id = ?`)
        .run(attempts, failedAt, reason, deliveryId);
    },

    take: ({ deadLetterId, subscription }) => {
      const letters = database
        .prepare(
          'SELECT * FROM dead_letters WHERE (?1 IS NULL OR id = ?1) AND (?2 IS NULL OR subscription = ?2) ORDER BY id',
        )
        .all(deadLetterId ?? null, subscription ?? null) as unknown as Letter[];
      const remove = database.prepare('DELETE FROM dead_letters WHERE id = ?');
      for (const { id } of letters) remove.run(id);
      return letters;
    },
  };
}
