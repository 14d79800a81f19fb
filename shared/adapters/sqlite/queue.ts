/**
 * The embedded home's topics: a durable queue in SQLite, at least once, in order per key.
 *
 *   publish ──▶ messages ──▶ deliveries (one per subscription) ──▶ claimed ──▶ acknowledged: gone
 *                                     ▲                               │ refused: later, with backoff
 *                                     └───────────────────────────────┤
 *                                                                     └─ too often: dead_letters
 */
import type { Database } from '#shared/adapters/sqlite/database.ts';
import { createDeadLetterTable, type DeadLetterTable } from '#shared/adapters/sqlite/dead-letters.ts';
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
  /** The body as it was published, where this process did so a moment ago; shared, so its readers leave it as it is. */
  readonly message?: unknown;
  /** JSON; see `attributesOf`. */
  readonly attributes: string;
};

export type Queue = Topics &
  Pick<DeadLetterTable, 'deadLetters' | 'deadLetterCounts'> & {
    /** Deliveries behind `after` in order of publication; some may not be due yet. */
    pending(subscription: string, after: number, limit: number): readonly (Delivery & { readonly notBefore: number })[];
    acknowledge(subscription: string, deliveryIds: readonly number[]): Promise<void>;
    /** Postpones a delivery to `notBefore` (Unix milliseconds), or buries it once attempts are used up. */
    refuse(deliveryId: number, notBefore: number, reason: string): Promise<'postponed' | 'buried'>;
    /** Deliveries waiting per subscription, and the oldest publication instant among them (Unix milliseconds). */
    backlog(): Readonly<Record<string, { readonly waiting: number; readonly oldestAt: number | null }>>;
    /** Whether at least so many deliveries wait, `messages` being at least 1. Takes no longer than it takes to pass by them. */
    isBehind(subscription: string, messages: number): boolean;
    /** Delivers dead letters again: one by id, or all of a subscription. Resolves with their number. */
    replay(which: { readonly deadLetterId?: number; readonly subscription?: string }): Promise<number>;
    /** Calls `wake` after each publish to the topic of this subscription. */
    onPublish(subscription: string, wake: () => void): void;
  };

/** `now`: Unix milliseconds. */
export function createSqliteQueue(database: Database, subscriptions: Subscriptions, now: () => number): Queue {
  createTables(database);
  const sql = prepareStatements(database);
  const letters = createDeadLetterTable(database);
  const { publish, wake, onPublish, published } = createPublisher(database, sql, subscriptions, now);

  const settle = (deliveryId: number): void => {
    const gone = sql.deleteDelivery.get(deliveryId) as { message_id: number } | undefined;
    if (gone === undefined) return;
    const { changes } = sql.deleteMessage.run(gone.message_id);
    if (changes > 0) published.delete(String(gone.message_id));
  };
  const bodyOf = (messageId: number): Body =>
    published.get(String(messageId)) ?? (sql.selectBody.get(messageId) as Pick<Delivery, 'body'>);

  return {
    publish,
    onPublish,

    pending: (subscription, after, limit) => {
      const rows = sql.selectPending.all(subscription, after, limit) as Omit<
        Delivery & { notBefore: number },
        'body'
      >[];
      return rows.map((row) => ({ ...row, ...bodyOf(row.messageId) }));
    },

    acknowledge: (_subscription, deliveryIds) =>
      database.write(() => {
        for (const deliveryId of deliveryIds) settle(deliveryId);
      }, 'redoable'),

    refuse: (deliveryId, notBefore, reason) =>
      database.write(() => {
        const delivery = sql.selectDelivery.get(deliveryId) as { attempts: number; topic: Topic } | undefined;
        if (delivery === undefined) return 'postponed';
        const attempts = delivery.attempts + 1;
        if (attempts < attemptsMaxOf(delivery.topic)) {
          sql.postpone.run(attempts, notBefore, deliveryId);
          return 'postponed';
        }
        letters.bury(deliveryId, attempts, now(), reason);
        settle(deliveryId);
        return 'buried';
      }),

    backlog: () => {
      const rows = sql.countWaiting.all() as { subscription: string; waiting: number; oldestAt: number }[];
      const of = new Map(rows.map((row) => [row.subscription, row]));
      return Object.fromEntries(
        Object.keys(subscriptions).map((name) => [
          name,
          { waiting: of.get(name)?.waiting ?? 0, oldestAt: of.get(name)?.oldestAt ?? null },
        ]),
      );
    },

    isBehind: (subscription, messages) => sql.selectNth.get(subscription, messages - 1) !== undefined,

    deadLetters: letters.deadLetters,
    deadLetterCounts: letters.deadLetterCounts,
    replay: async (which) => {
      const revived = await database.write(() => {
        const taken = letters.take(which);
        for (const letter of taken) {
          const { lastInsertRowid } = sql.insertMessage.run(letter.topic, letter.body, letter.attributes, now());
          sql.insertDelivery.run(letter.subscription, lastInsertRowid, letter.ordering_key);
        }
        return taken;
      });
      for (const name of new Set(revived.map((letter) => letter.subscription))) wake(name);
      return revived.length;
    },
  };
}

type Body = Pick<Delivery, 'body' | 'message'>;

/** Writes messages with a delivery for each subscription, wakes who waits for them, and keeps the latest bodies at hand. */
function createPublisher(
  database: Database,
  sql: ReturnType<typeof prepareStatements>,
  subscriptions: Subscriptions,
  now: () => number,
) {
  const published = createLruCache<Body>(limits.publishedCharactersMax);
  const wakers = new Map<string, () => void>();
  const wake = (subscription: string): void => wakers.get(subscription)?.();

  const publish: Queue['publish'] = async (topic, outgoing) => {
    const names = Object.keys(subscriptions).filter((subscription) => subscriptions[subscription] === topic);
    const bodies = outgoing.map(({ message, orderingKey }) => ({
      message,
      body: JSON.stringify(message),
      attributes: JSON.stringify(attributesOf(message)),
      orderingKey,
    }));
    await database.write(() => {
      const publishedAt = now();
      for (const { message, body, attributes, orderingKey } of bodies) {
        const { lastInsertRowid } = sql.insertMessage.run(topic, body, attributes, publishedAt);
        published.set(String(lastInsertRowid), { message, body }, body.length);
        for (const name of names) sql.insertDelivery.run(name, lastInsertRowid, orderingKey ?? '');
      }
    });
    for (const name of names) wake(name);
  };
  const onPublish: Queue['onPublish'] = (subscription, waker) => {
    wakers.set(subscription, waker);
  };
  return { publish, wake, onPublish, published };
}

/** The statements of every message's way through the tables. */
function prepareStatements(database: Database) {
  return {
    insertMessage: database.prepare('INSERT INTO messages (topic, body, attributes, published_at) VALUES (?, ?, ?, ?)'),
    insertDelivery: database.prepare(
      'INSERT INTO deliveries (subscription, message_id, ordering_key, attempts, not_before) VALUES (?, ?, ?, 0, 0)',
    ),
    selectPending: database.prepare(`
    SELECT d.id AS deliveryId, d.message_id AS messageId, d.ordering_key AS orderingKey, d.attempts,
           d.not_before AS notBefore, m.published_at AS publishedAt, m.attributes
    FROM deliveries d JOIN messages m ON m.id = d.message_id
    WHERE d.subscription = ? AND d.id > ? ORDER BY d.id LIMIT ?`),
    selectNth: database.prepare('SELECT 1 FROM deliveries WHERE subscription = ? ORDER BY id LIMIT 1 OFFSET ?'),
    countWaiting: database.prepare(`
      SELECT d.subscription, COUNT(*) AS waiting, MIN(m.published_at) AS oldestAt
      FROM deliveries d JOIN messages m ON m.id = d.message_id GROUP BY d.subscription`),
    selectBody: database.prepare('SELECT body FROM messages WHERE id = ?'),
    selectDelivery: database.prepare(
      'SELECT d.attempts, m.topic FROM deliveries d JOIN messages m ON m.id = d.message_id WHERE d.id = ?',
    ),
    postpone: database.prepare('UPDATE deliveries SET attempts = ?, not_before = ? WHERE id = ?'),
    deleteDelivery: database.prepare('DELETE FROM deliveries WHERE id = ? RETURNING message_id'),
    deleteMessage: database.prepare(
      'DELETE FROM messages WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM deliveries WHERE message_id = ?1)',
    ),
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
  `);
}
