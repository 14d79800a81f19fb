/** What a home's folder and a backup of it hold, and whether a backup is whole. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';
import { rowsOf } from '#shared/ports/warehouse.ts';

export const homeFiles = {
  documents: 'segue.db',
  warehouse: 'warehouse.duckdb',
  operatorToken: 'operator-token',
  webhookSecret: 'webhook-secret',
} as const;

export const manifestName = 'backup.json';

const FolderManifest = z.strictObject({
  madeAt: z.int(),
  codeVersion: z.string(),
  files: z.array(z.strictObject({ name: z.string(), bytes: z.int(), sha256: z.string() })),
});
export type FolderManifest = z.infer<typeof FolderManifest>;

/** Name, size and SHA-256 of the files that are there. */
export async function digestsOf(folder: string): Promise<FolderManifest['files']> {
  const names = Object.values(homeFiles).filter((name) => existsSync(join(folder, name)));
  return Promise.all(
    names.map(async (name) => ({
      name,
      bytes: statSync(join(folder, name)).size,
      sha256: await sha256(join(folder, name)),
    })),
  );
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

export type Contents = { readonly users: number; readonly editions: number; readonly listens: number };

/** Opens a backup as a home would and counts what is in it. Throws a sentence that says what is wrong with it. */
export async function verify(folder: string): Promise<FolderManifest & { readonly contents: Contents }> {
  const manifest = readManifest(folder);
  const found = new Map((await digestsOf(folder)).map((file) => [file.name, file.sha256]));
  for (const { name, sha256 } of manifest.files) {
    if (!found.has(name)) throw new Error(`"${folder}" lacks "${name}", which its ${manifestName} names`);
    if (found.get(name) !== sha256)
      throw new Error(`"${join(folder, name)}" is not what was backed up: it was changed`);
  }
  return { ...manifest, contents: { ...documentsIn(folder), listens: await listensIn(folder) } };
}

function readManifest(folder: string): FolderManifest {
  const path = join(folder, manifestName);
  if (!existsSync(path)) throw new Error(`"${folder}" is no backup: there is no ${manifestName} in it`);
  try {
    return FolderManifest.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new Error(`"${path}" is damaged: it is not what a backup writes`, { cause });
  }
}

function documentsIn(folder: string): Omit<Contents, 'listens'> {
  const database = new DatabaseSync(join(folder, homeFiles.documents), { readOnly: true });
  try {
    const [{ integrity_check: state } = {}] = database.prepare('PRAGMA integrity_check').all();
    if (state !== 'ok') throw new Error(`"${join(folder, homeFiles.documents)}" is damaged: ${state}`);
    const count = (table: string): number =>
      Number(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? 0);
    return { users: count('users'), editions: count('editions') };
  } finally {
    database.close();
  }
}

async function listensIn(folder: string): Promise<number> {
  await using warehouse = await openWarehouse({ path: join(folder, homeFiles.warehouse), readOnly: true });
  const counted = { name: 'backup', text: 'SELECT COUNT(*) AS n FROM listens' };
  const [row] = await rowsOf<{ readonly n: number }>(warehouse, counted, {});
  return row?.n ?? 0;
}
