/**
 * The embedded home's topics: a durable queue in SQLite, at least once, in order per key.
 *
 *   publish ──▶ messages ──▶ deliveries (one per subscription) ──▶ claimed ──▶ acknowledged: gone
 *                                     ▲                               │ refused: later, with backoff
 *                                     └───────────────────────────────┤
 *                                                                     └─ too often: dead_letters
 */
import type { Database } from '#shared/adapters/sqlite/database.ts';
import { createLruCache } from '#shared/domain/lru-cache.ts';
import type { Topics } from '#shared/ports/topics.ts';
import { attemptsMaxOf } from '#shared/schemas/attempts.ts';
import { limits } from '#shared/schemas/limits.ts';
import { attributesOf, type Topic } from '#shared/schemas/message.ts';

/** Who receives what: subscription name to topic. */
export type Subscriptions = Readonly<Record<string, Topic>>;

export type Delivery = {
  readonly deliveryId: number;
  readonly messageId: number;
  readonly orderingKey: string;
  readonly attempts: number;
  readonly publishedAt: number;
  readonly body: string;
  /** The body as it was published, where this process did so a moment ago; shared, so whoever reads it leaves it as it is. */
  readonly message?: unknown;
  /** JSON; see `attributesOf`. */
  readonly attributes: string;
};

export type DeadLetter = {
  readonly deadLetterId: number;
  readonly subscription: string;
  readonly orderingKey: string;
  readonly attempts: number;
  readonly failedAt: number;
  readonly reason: string;
  readonly body: string;
};

export type Queue = Topics & {
  /** Deliveries behind `after` in order of publication; some may not be due yet. */
  pending(subscription: string, after: number, limit: number): readonly (Delivery & { readonly notBefore: number })[];
  acknowledge(subscription: string, deliveryIds: readonly number[]): Promise<void>;
  /** Postpones a delivery to `notBefore` (Unix milliseconds), or buries it once attempts are used up. */
  refuse(deliveryId: number, notBefore: number, reason: string): Promise<'postponed' | 'buried'>;
  /** Deliveries waiting per subscription, and the oldest publication instant among them (Unix milliseconds). */
  backlog(): Readonly<Record<string, { readonly waiting: number; readonly oldestAt: number | null }>>;
  /** Whether at least so many deliveries wait, `messages` being at least 1. Takes no longer than it takes to pass by them. */
  isBehind(subscription: string, messages: number): boolean;
  /** The oldest first, behind an id. */
  deadLetters(limit: number, after?: number): readonly DeadLetter[];
  deadLetterCounts(): Readonly<Record<string, number>>;
  /** Delivers dead letters again: one by id, or all of a subscription. Resolves with their number. */
  replay(which: { readonly deadLetterId?: number; readonly subscription?: string }): Promise<number>;
  /** Calls `wake` after each publish to the topic of this subscription. */
  onPublish(subscription: string, wake: () => void): void;
};

/** `now`: Unix milliseconds. */
export function createSqliteQueue(database: Database, subscriptions: Subscriptions, now: () => number): Queue {
  createTables(database);
  const wakers = new Map<string, () => void>();
  const subscribers = (topic: Topic): string[] =>
    Object.keys(subscriptions).filter((subscription) => subscriptions[subscription] === topic);

  const insertMessage = database.prepare(
    'INSERT INTO messages (topic, body, attributes, published_at) VALUES (?, ?, ?, ?)',
  );
  const insertDelivery = database.prepare(
    'INSERT INTO deliveries (subscription, message_id, ordering_key, attempts, not_before) VALUES (?, ?, ?, 0, 0)',
  );
  const selectPending = database.prepare(`
    SELECT d.id AS deliveryId, d.message_id AS messageId, d.ordering_key AS orderingKey, d.attempts,
           d.not_before AS notBefore, m.published_at AS publishedAt, m.attributes
    FROM deliveries d JOIN messages m ON m.id = d.message_id
    WHERE d.subscription = ? AND d.id > ? ORDER BY d.id LIMIT ?`);
  const selectNth = database.prepare('SELECT 1 FROM deliveries WHERE subscription = ? ORDER BY id LIMIT 1 OFFSET ?');
  const selectBody = database.prepare('SELECT body FROM messages WHERE id = ?');
  const selectDelivery = database.prepare(
    'SELECT d.attempts, m.topic FROM deliveries d JOIN messages m ON m.id = d.message_id WHERE d.id = ?',
  );
  const deleteDelivery = database.prepare('DELETE FROM deliveries WHERE id = ? RETURNING message_id');
  const deleteMessage = database.prepare(
    'DELETE FROM messages WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM deliveries WHERE message_id = ?1)',
  );
  const settle = (deliveryId: number): void => {
    const gone = deleteDelivery.get(deliveryId) as { message_id: number } | undefined;
    if (gone === undefined) return;
    const { changes } = deleteMessage.run(gone.message_id);
    if (changes > 0) published.delete(String(gone.message_id));
  };

  const published = createLruCache<Pick<Delivery, 'body' | 'message'>>(limits.publishedCharactersMax);
  const bodyOf = (messageId: number): Pick<Delivery, 'body' | 'message'> =>
    published.get(String(messageId)) ?? (selectBody.get(messageId) as Pick<Delivery, 'body'>);

  return {
    publish: async (topic, outgoing) => {
      const names = subscribers(topic);
      const bodies = outgoing.map(({ message, orderingKey }) => ({
        message,
        body: JSON.stringify(message),
        attributes: JSON.stringify(attributesOf(message)),
        orderingKey,
      }));
      await database.write(() => {
        const publishedAt = now();
        for (const { message, body, attributes, orderingKey } of bodies) {
          const { lastInsertRowid } = insertMessage.run(topic, body, attributes, publishedAt);
          published.set(String(lastInsertRowid), { message, body }, body.length);
          for (const name of names) insertDelivery.run(name, lastInsertRowid, orderingKey ?? '');
        }
      });
      for (const name of names) wakers.get(name)?.();
    },

    pending: (subscription, after, limit) => {
      const rows = selectPending.all(subscription, after, limit) as Omit<Delivery & { notBefore: number }, 'body'>[];
      return rows.map((row) => ({ ...row, ...bodyOf(row.messageId) }));
    },

    acknowledge: (_subscription, deliveryIds) =>
      database.write(() => {
        for (const deliveryId of deliveryIds) settle(deliveryId);
      }, 'redoable'),

    refuse: (deliveryId, notBefore, reason) =>
      database.write(() => {
        const delivery = selectDelivery.get(deliveryId) as { attempts: number; topic: Topic } | undefined;
        if (delivery === undefined) return 'postponed';
        const attempts = delivery.attempts + 1;
        if (attempts < attemptsMaxOf(delivery.topic)) {
          database
            .prepare('UPDATE deliveries SET attempts = ?, not_before = ? WHERE id = ?')
            .run(attempts, notBefore, deliveryId);
          return 'postponed';
        }
        database
          .prepare(`
            INSERT INTO dead_letters (subscription, topic, ordering_key, attempts, failed_at, reason, body, attributes)
            SELECT d.subscription, m.topic, d.ordering_key, ?, ?, ?, m.body, m.attributes
            FROM deliveries d JOIN messages m ON m.id = d.message_id WHERE d.id = ?`)
          .run(attempts, now(), reason, deliveryId);
        settle(deliveryId);
        return 'buried';
      }),

    backlog: () => {
      const rows = database
        .prepare(`
          SELECT d.subscription, COUNT(*) AS waiting, MIN(m.published_at) AS oldestAt
          FROM deliveries d JOIN messages m ON m.id = d.message_id GROUP BY d.subscription`)
        .all() as { subscription: string; waiting: number; oldestAt: number }[];
      const of = new Map(rows.map((row) => [row.subscription, row]));
      return Object.fromEntries(
        Object.keys(subscriptions).map((name) => [
          name,
          { waiting: of.get(name)?.waiting ?? 0, oldestAt: of.get(name)?.oldestAt ?? null },
        ]),
      );
    },

    isBehind: (subscription, messages) => selectNth.get(subscription, messages - 1) !== undefined,

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

    replay: async ({ deadLetterId, subscription }) => {
      const revived = await database.write(() => {
        const letters = database
          .prepare(
            'SELECT * FROM dead_letters WHERE (?1 IS NULL OR id = ?1) AND (?2 IS NULL OR subscription = ?2) ORDER BY id',
          )
          .all(deadLetterId ?? null, subscription ?? null) as {
          id: number;
          subscription: string;
          topic: string;
          ordering_key: string;
          body: string;
          attributes: string;
        }[];
        for (const letter of letters) {
          const { lastInsertRowid } = insertMessage.run(letter.topic, letter.body, letter.attributes, now());
          insertDelivery.run(letter.subscription, lastInsertRowid, letter.ordering_key);
          database.prepare('DELETE FROM dead_letters WHERE id = ?').run(letter.id);
        }
        return letters;
      });
      for (const name of new Set(revived.map((letter) => letter.subscription))) wakers.get(name)?.();
      return revived.length;
    },

    onPublish: (subscription, wake) => {
      wakers.set(subscription, wake);
    },
  };
}

function createTables(database: Database): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS messages (
      id INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL, body TEXT NOT NULL, attributes TEXT NOT NULL,
      published_at INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS deliveries (
      id INTEGER PRIMARY KEY AUTOINCREMENT, subscription TEXT NOT NULL, message_id INTEGER NOT NULL,
      ordering_key TEXT NOT NULL, attempts INTEGER NOT NULL, not_before INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS deliveries_subscription ON deliveries (subscription, id);
    CREATE INDEX IF NOT EXISTS deliveries_message ON deliveries (message_id);
    CREATE INDEX IF NOT EXISTS deliveries_key ON deliveries (ordering_key) WHERE ordering_key <> '';
    CREATE TABLE IF NOT EXISTS dead_letters (
      id INTEGER PRIMARY KEY AUTOINCREMENT, subscription TEXT NOT NULL, topic TEXT NOT NULL, ordering_key TEXT NOT NULL,
      attempts INTEGER NOT NULL, failed_at INTEGER NOT NULL, reason TEXT NOT NULL, body TEXT NOT NULL,
      attributes TEXT NOT NULL);
  `);
}
