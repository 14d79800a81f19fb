/**
 * A backup of a home that runs: documents and queue first, the warehouse after them. What arrives in between is in the
 * queue of the backup and lands once more, where it counts once (I1); the other way round it would be in neither.
 */
import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestsOf, type FolderManifest, homeFiles, manifestName } from '#functions/backup/folder.ts';
import type { DuckDbWarehouse } from '#shared/adapters/duckdb/warehouse.ts';
import type { Database } from '#shared/adapters/sqlite/database.ts';

export type BackupSource = {
  /** The folder of the home. */
  readonly data: string;
  readonly database: Pick<Database, 'copyTo'>;
  readonly warehouse: Pick<DuckDbWarehouse, 'copyTo'>;
  readonly codeVersion: string;
};

/** Makes the backup in a folder of its own under `data`, and nothing at all where it fails. `now`: Unix seconds. */
export async function makeBackup({ data, database, warehouse, codeVersion }: BackupSource, now: number) {
  const name = `backup-${new Date(now * 1_000).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
  const folder = join(data, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    database.copyTo(join(folder, homeFiles.documents));
    await warehouse.copyTo(join(folder, homeFiles.warehouse));
    for (const name of [homeFiles.operatorToken, homeFiles.webhookSecret]) {
      if (existsSync(join(data, name))) copyFileSync(join(data, name), join(folder, name));
    }
    const manifest: FolderManifest = { madeAt: now, codeVersion, files: await digestsOf(folder) };
    writeFileSync(join(folder, manifestName), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    return { folder: name, ...manifest };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
