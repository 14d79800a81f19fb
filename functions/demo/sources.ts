/** Where a demo's listens come from: invented ones, or real history. Either says what time it is there. */
import type { Client } from '#functions/cli/support/client.ts';
import { Failure } from '#functions/cli/support/failure.ts';
import { importFiles } from '#functions/cli/support/import-files.ts';
import { inspect } from '#functions/cli/support/inventory.ts';
import { startProgress } from '#functions/cli/support/progress.ts';
import { sendListens } from '#functions/cli/support/send-listens.ts';
import { sourcesOf } from '#functions/cli/support/source-files.ts';
import { generateWorld } from '#functions/generator/world.ts';
import { readHistories } from '#shared/formats/history/read.ts';
import { limits } from '#shared/schemas/limits.ts';

export type Source = {
  /** Unix milliseconds: an hour after the newest listen, so that "now" is the now of the history. */
  readonly now: number;
  /** Sends users, catalogue and listens; resolves with the number accepted. */
  readonly send: (client: Client) => Promise<number>;
  /** The user with the most listens. */
  readonly busiest: string;
  readonly userIds: readonly string[];
};

type Size = { readonly seed: number; readonly users: number; readonly listens: number };

/** A Monday morning on which everybody's week has begun, wherever they are. */
const inventedNow = Date.parse('2026-11-23T13:00:00Z');

export function generatedSource({ seed, users, listens }: Size): Source {
  const until = Math.floor(inventedNow / 1000) - 3_600;
  const world = generateWorld({ seed, users, listens, until });
  return {
    now: inventedNow,
    userIds: world.users.map(({ userId }) => userId),
    busiest: world.users[0]?.userId ?? '',
    send: async (client) => {
      for (const items of pages(world.items, limits.itemsPerRequestMax))
        await client.call('PUT', '/v1/items', { items });
      for (const { userId, timeZone } of world.users) {
        await client.call('PUT', `/v1/users/${encodeURIComponent(userId)}`, { timeZone });
      }
      using progress = startProgress({ what: 'sending listens', unit: 'listens', total: listens });
      const rows = [...world.listens()].map((listen) => ({ listen }));
      return (await sendListens(client, rows, { onSent: ({ rows: sent }) => progress.advance(sent) })).accepted;
    },
  };
}

export async function historySource(files: readonly string[], user: string | undefined): Promise<Source> {
  for (const file of files) await inspect(file, user);
  const { newest, plays } = await surveyed(files, user);
  const [busiest] = [...plays].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0] ?? [];
  if (busiest === undefined) throw new Failure('There is no readable listen in these files');
  return {
    now: (newest + 3_600) * 1_000,
    userIds: [...plays.keys()],
    busiest,
    send: async (client) => {
      const { accepted, rejections, unreadable, rejected } = await importFiles({ files, client, user });
      if (unreadable + rejected > 0) {
        process.stderr.write(`${unreadable} rows were unreadable, ${rejected} rejected\n${rejections.join('\n')}\n`);
      }
      return accepted;
    },
  };
}

/** One look through the files: who plays how much, and until when. */
async function surveyed(files: readonly string[], user: string | undefined) {
  const plays = new Map<string, number>();
  let newest = 0;
  for await (const source of sourcesOf(files)) {
    for await (const { history } of readHistories(source)) {
      if (!('rows' in history)) continue;
      for await (const row of history.rows) {
        if (!('listen' in row)) continue;
        const userId = row.listen.userId ?? user ?? '';
        plays.set(userId, (plays.get(userId) ?? 0) + 1);
        newest = Math.max(newest, row.listen.listenedAt);
      }
    }
  }
  return { plays, newest };
}

function* pages<T>(all: Iterable<T>, size: number): Iterable<T[]> {
  let page: T[] = [];
  for (const one of all) {
    page.push(one);
    if (page.length < size) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
