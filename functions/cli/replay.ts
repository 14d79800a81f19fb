/**
 * `npm run replay -- PLAYLIST_ID…`: rebuilds editions from their manifests and compares byte for byte (I5). Reads the
 * documents of the embedded home (SEGUE_DATA), also while it runs.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Failure, runCommand } from '#functions/cli/failure.ts';
import { openDatabase } from '#shared/adapters/sqlite/database.ts';
import { createSqliteDocumentStore } from '#shared/adapters/sqlite/document-store.ts';
import { replay } from '#shared/domain/replay.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { StoredEdition } from '#shared/schemas/edition.ts';

const usage = `Usage: npm run replay -- PLAYLIST_ID… | --latest N [--data FOLDER]

  --latest  replays the N latest editions instead of named ones
  --data    the folder of the embedded home (SEGUE_DATA, else ./.segue)`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      latest: { type: 'string' },
      data: { type: 'string', default: process.env.SEGUE_DATA ?? './.segue' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || (positionals.length === 0 && values.latest === undefined)) {
    process.stdout.write(`${usage}\n`);
    return values.help ? 0 : 1;
  }
  const file = join(values.data, 'segue.db');
  if (!existsSync(file))
    throw new Failure(`There is no Segue in "${values.data}": name its folder with --data or SEGUE_DATA`);
  using database = openDatabase(file);
  const store = createSqliteDocumentStore(database);
  let different = 0;
  for await (const stored of editionsOf(store, positionals, Number(values.latest ?? 0))) {
    const { identical, differences } = replay(stored);
    const { playlistId, patch, period, userId } = stored.edition;
    const verdict = identical ? 'identical' : `DIFFERENT at ${differences.join(', ')}`;
    process.stdout.write(`${playlistId}  ${patch} ${period} of "${userId}": ${verdict}\n`);
    if (!identical) different += 1;
  }
  return different === 0 ? 0 : 2;
}

async function* editionsOf(store: DocumentStore, ids: readonly string[], latest: number): AsyncIterable<StoredEdition> {
  for (const [index, stored] of (await store.read('editions', ids)).entries()) {
    if (stored === undefined) throw new Failure(`There is no playlist "${ids[index]}" here`);
    yield stored;
  }
  if (latest <= 0) return;
  const users = await store.query('users', { where: {}, limit: 1_000 });
  let left = latest;
  for (const { body } of users) {
    if (!('userId' in body) || left === 0) continue;
    const { userId } = body;
    const rows = await store.query('editions', {
      where: { userId },
      orderBy: { field: 'dueAt', direction: 'descending' },
      limit: Math.min(3, left),
    });
    left -= rows.length;
    for (const row of rows) yield row.body;
  }
}

await runCommand(main);
