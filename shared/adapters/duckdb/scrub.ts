/**
 * Leaves nothing of removed rows in the file. DuckDB only marks rows, gives blocks free without emptying them, and fills the
 * rest of a new block with whatever its memory held: so what stays is written to a new file by a process that never saw the rest.
 *
 *   tables ── rows as Parquet ── another process ──▶ new file ── takes the old one's name ── the old is overwritten, gone
 *
 * A rewrite, and not a key per user that is thrown away: models, pairs and counts are made of many users' rows together, and a
 * key that opens all of them is nobody's own. Costs the size of the file twice for a moment; who uses the warehouse waits.
 */
import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Keeper } from '#shared/adapters/duckdb/keeper.ts';
import { tableNames } from '#shared/schemas/tables.ts';

const child = new URL('./rewrite-process.ts', import.meta.url).pathname;

export async function scrub(keeper: Keeper, path: string): Promise<void> {
  const folder = `${path}.rows`;
  const next = `${path}.next`;
  const sweep = (): void => {
    for (const left of [folder, next, `${next}.wal`]) rmSync(left, { recursive: true, force: true });
  };
  sweep();
  try {
    await keeper.exchange(
      async ({ writer }) => {
        mkdirSync(folder, { mode: 0o700 });
        await writer.alone((connection) => writeRows(connection, folder));
        await runChild(next, folder);
      },
      async () => {
        // Everything was checkpointed: a log that is still there belongs to the old file and holds nothing new.
        rmSync(`${path}.wal`, { force: true });
        replaceFile(path, next);
      },
    );
  } finally {
    sweep();
  }
}

async function writeRows(connection: DuckDBConnection, folder: string): Promise<void> {
  await connection.run('CHECKPOINT');
  for (const table of tableNames) {
    const file = join(folder, `${table}.parquet`).replaceAll("'", "''");
    await connection.run(`COPY ${table} TO '${file}' (FORMAT parquet)`);
  }
}

async function runChild(target: string, folder: string): Promise<void> {
  const running = spawn(process.execPath, [child, target, folder], { stdio: ['ignore', 'ignore', 'pipe'] });
  let text = '';
  running.stderr.on('data', (some) => {
    text = `${text}${some}`.slice(-2_000);
  });
  const status = await new Promise((resolve, fail) => running.once('error', fail).once('close', resolve));
  if (status !== 0) throw new Error(`Cannot rewrite the warehouse: ${text}`);
}

/** `next` stands under the name of `path`; what was there is overwritten through the handle that is left of it. */
function replaceFile(path: string, next: string): void {
  const old = openSync(path, 'r+');
  try {
    renameSync(next, path);
    syncFolder(dirname(path));
    const zeros = Buffer.alloc(1 << 20);
    const { size } = fstatSync(old);
    for (let at = 0; at < size; at += zeros.length) writeSync(old, zeros, 0, Math.min(zeros.length, size - at), at);
    fsyncSync(old);
  } finally {
    closeSync(old);
  }
}

function syncFolder(folder: string): void {
  if (!existsSync(folder)) return;
  const open = openSync(folder, 'r');
  fsyncSync(open);
  closeSync(open);
}
