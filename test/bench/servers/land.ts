/** Lands an invented world of so many listens in a warehouse file, as messages: in a process of its own, whose memory ends with it. */
import { generateWorld } from '#functions/generator/world.ts';
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';
import { judgeListens } from '#shared/domain/listens/judging.ts';
import { listenedMessages } from '#shared/domain/listens/messages.ts';
import type { Warehouse } from '#shared/ports/warehouse.ts';
import type { Listen } from '#shared/schemas/listen.ts';
import { landed } from '#test/support/warehouse-rows.ts';

const [file = '', listens = '', until = ''] = process.argv.slice(2);
/** A million listens are 10,000 users; the catalogue of some 50,000 items is the same whoever listens. */
const listensPerUser = 100;
const artistsPerScene = 209;

await using warehouse = await openWarehouse({ path: file });
await land(warehouse, Number(listens), Number(until));

/** Messages of up to a thousand listens of one user, as they land. */
async function land(warehouse: Warehouse, listens: number, until: number): Promise<void> {
  const users = Math.max(60, Math.round(listens / listensPerUser));
  const world = generateWorld({ seed: 1, users, listens, until, artistsPerScene });
  let waiting: Listen[] = [];
  let messages = 0;
  const flush = async (): Promise<void> => {
    const rows = listenedMessages(waiting, until).map((message) => {
      messages += 1;
      return landed(String(messages), message, until + messages / 1_000);
    });
    waiting = [];
    if (rows.length > 0) await warehouse.load('listen_messages', rows);
  };
  let sent: unknown[] = [];
  for (const listen of world.listens()) {
    sent.push(listen);
    if (sent.length < 20_000) continue;
    waiting.push(...judgeListens(sent, 'operator', until).listens);
    sent = [];
    await flush();
  }
  waiting.push(...judgeListens(sent, 'operator', until).listens);
  await flush();
}
