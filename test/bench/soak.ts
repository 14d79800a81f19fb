/** soak: 50,000 listens are imported while the home is killed with -9 two hundred times; nothing may be lost or doubled. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Options } from '#test/bench/options.ts';
import { type Row, row } from '#test/bench/row.ts';
import { countedIn, type Import, importThroughKills } from '#test/support/kills.ts';

const run: Import = { kills: 200, users: 10, batchesPerUser: 500, batchSize: 10, seed: 8 };

/** Throws when a listen is lost or doubled, in a profile or in the warehouse. */
export async function soakRows({ say }: Options): Promise<Row[]> {
  const data = mkdtempSync(join(tmpdir(), 'segue-soak-'));
  const startedAt = performance.now();
  try {
    let lives = 0;
    const accepted = await importThroughKills(data, run, () => {
      if (++lives % 20 === 0) say(`soak: killed ${lives} times`);
    });
    const { profiles, warehouse, deadLetters, integrity } = await countedIn(data, run);
    const learned = profiles.reduce((sum, { listens }) => sum + listens, 0);
    const played = profiles.reduce((sum, { plays }) => sum + plays, 0);
    const counts = [learned, played, warehouse.listens, warehouse.ids];
    if (deadLetters > 0 || integrity !== 'ok' || counts.some((count) => count !== accepted)) {
      throw new Error(`Accepted ${accepted}, counted ${counts}, ${deadLetters} dead letters, file ${integrity}`);
    }
    return [
      row('soak: kill -9 during an import', run.kills, 'kills'),
      row('soak: listens accepted, each learned and landed once', accepted, 'listens'),
      row('soak: duration', (performance.now() - startedAt) / 1_000, 's'),
    ];
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}
