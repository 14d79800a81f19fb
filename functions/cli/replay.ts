/**
 * `npm run replay -- PLAYLIST_ID…`: rebuilds editions from what is kept beside them and compares byte for byte (I5). Reads
 * the documents of the embedded home (SEGUE_DATA), also while it runs.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Failure, runCommand } from '#functions/cli/support/failure.ts';
import { createDice } from '#functions/generator/dice.ts';
import { createEditions } from '#shared/adapters/documents/editions.ts';
import { type Database, openDatabase } from '#shared/adapters/sqlite/database.ts';
import { createSqliteDocumentStore } from '#shared/adapters/sqlite/document-store.ts';
import { replay } from '#shared/domain/edition/replay.ts';
import type { PlaylistId } from '#shared/schemas/ids.ts';

const usage = `Usage: npm run replay -- PLAYLIST_ID… | --sample N [--seed N] [--data FOLDER]

  --sample  replays N editions drawn by chance instead of named ones
  --seed    draws others (1)
  --data    the folder of the embedded home (SEGUE_DATA, else ./.segue)`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      sample: { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
      data: { type: 'string', default: process.env.SEGUE_DATA ?? './.segue' },
      help: { type: 'boolean', default: false },
    },
  });
  const sample = wholeNumber(values.sample, '--sample');
  if (values.help || (positionals.length === 0 && sample === 0)) {
    process.stdout.write(`${usage}\n`);
    return values.help ? 0 : 1;
  }
  const file = join(values.data, 'segue.db');
  if (!existsSync(file))
    throw new Failure(`There is no Segue in "${values.data}": name its folder with --data or SEGUE_DATA`);
  using database = openDatabase(file);
  const editions = createEditions(createSqliteDocumentStore(database));
  const ids = positionals.length > 0 ? positionals : drawn(database, sample, wholeNumber(values.seed, '--seed'));
  let different = 0;
  for (const id of ids) {
    const stored = await editions.read(id as PlaylistId);
    if (stored === undefined) throw new Failure(`There is no playlist "${id}" here`);
    const { identical, differences } = replay(stored);
    const { playlistId, patch, period, userId } = stored.edition;
    const verdict = identical ? 'identical' : `DIFFERENT at ${differences.join(', ')}`;
    process.stdout.write(`${playlistId}  ${patch} ${period} of "${userId}": ${verdict}\n`);
    if (!identical) different += 1;
  }
  process.stdout.write(`${ids.length - different} of ${ids.length} editions are identical\n`);
  return different === 0 ? 0 : 2;
}

/** The same seed draws the same editions as long as no other comes. */
function drawn(database: Database, sample: number, seed: number): string[] {
  const ids = (database.prepare('SELECT id FROM editions ORDER BY id').all() as { id: string }[]).map(({ id }) => id);
  const dice = createDice(seed, 'replay');
  const chosen: string[] = [];
  while (chosen.length < sample && ids.length > 0) chosen.push(...ids.splice(dice.below(ids.length), 1));
  return chosen;
}

function wholeNumber(text: string, option: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0) throw new Failure(`${option} "${text}" is no whole number`);
  return number;
}

await runCommand(main);
