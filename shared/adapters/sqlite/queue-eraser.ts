/** Takes a user out of the embedded queue: what waits and what is buried, also where several users share a message. */
import type { Database } from '#shared/adapters/sqlite/database.ts';
import type { Eraser } from '#shared/ports/eraser.ts';
import type { EditionsMessage } from '#shared/schemas/message.ts';

type Held = { readonly id: number; readonly body: string };

/** Messages of topic `erasures` stay: they are what is at work, and go when it is done. */
export function createQueueEraser(database: Database): Eraser {
  const statements = {
    ownDeliveries: `
      DELETE FROM deliveries WHERE ordering_key = ? AND ordering_key <> ''
        AND message_id IN (SELECT id FROM messages WHERE topic <> 'erasures')`,
    ownLetters: "DELETE FROM dead_letters WHERE ordering_key = ? AND topic <> 'erasures'",
    orphans: 'DELETE FROM messages WHERE id NOT IN (SELECT message_id FROM deliveries)',
  };
  const remove = (sql: string, ...values: string[]): number => Number(database.prepare(sql).run(...values).changes);

  /** Editions of many users travel in one message, without a key. */
  const rewriteShared = (table: 'messages' | 'dead_letters', userId: string): number => {
    const held = database
      .prepare(`SELECT id, body FROM ${table} WHERE topic = 'editions' AND instr(body, ?) > 0`)
      .all(JSON.stringify(userId)) as Held[];
    let removed = 0;
    for (const { id, body } of held) {
      const message = JSON.parse(body) as EditionsMessage;
      const left = withoutUser(message, userId);
      if (left === message) continue;
      removed += 1;
      if (left !== undefined) {
        database.prepare(`UPDATE ${table} SET body = ? WHERE id = ?`).run(JSON.stringify(left), id);
        continue;
      }
      if (table === 'messages') database.prepare('DELETE FROM deliveries WHERE message_id = ?').run(id);
      database.prepare(`DELETE FROM ${table} WHERE id = ?`).run(id);
    }
    return removed;
  };

  return {
    store: 'queue',
    erase: (userId) =>
      database.write(() => {
        const own = remove(statements.ownDeliveries, userId) + remove(statements.ownLetters, userId);
        if (own > 0) remove(statements.orphans);
        return own + rewriteShared('messages', userId) + rewriteShared('dead_letters', userId);
      }),
  };
}

/** The message itself when it does not concern the user, undefined when it concerns nobody else. */
function withoutUser(message: EditionsMessage, userId: string): EditionsMessage | undefined {
  if (message.type === 'withdrawn') return message;
  if (message.type !== 'due') return message.userId === userId ? undefined : message;
  const due = message.due.filter((one) => one.userId !== userId);
  if (due.length === message.due.length) return message;
  return due.length === 0 ? undefined : { ...message, due };
}
