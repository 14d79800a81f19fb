/** `npm run crowd -- FILE…`: public listens of strangers teach a home what goes with what; they are nobody's here. */
import { createReadStream, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { unpackTar } from 'modern-tar/fs';
import { homeFiles } from '#functions/backup/folder.ts';
import { Failure, runCommand } from '#functions/cli/support/failure.ts';
import { groupDigits } from '#functions/cli/support/progress.ts';
import { itemOfStranger, keepCrowd } from '#functions/crowd/keep.ts';
import { openStores } from '#functions/local/stores.ts';
import { type CrowdBounds, readCrowd } from '#shared/adapters/duckdb/crowd-files.ts';

const bounds: CrowdBounds = {
  listenersMax: 10_000,
  itemsPerListenerMax: 300,
  listenersPerItemMin: 5,
  itemsMax: 50_000,
};

const usage = `Usage: npm run crowd -- FILE… [--data DATA] [--none]

  FILE     public listens of strangers: a ListenBrainz daily dump (listenbrainz-spark-dump-….tar, or its .parquet),
           or tab-separated text with the columns user_id, artist_name, recording_name, recording_mbid
  --data   the folder of the home, which must be stopped (SEGUE_DATA, else ./.segue)
  --none   takes the crowd away again

The crowd only says what goes with what: it is in no edition, profile, export or statistic. At most ${groupDigits(bounds.listenersMax)} listeners,
those with most listens, ${bounds.itemsPerListenerMax} items of each, and of these what ${bounds.listenersPerItemMin} of them play. It replaces the crowd before.`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string', default: process.env.SEGUE_DATA ?? './.segue' },
      none: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || (positionals.length === 0 && !values.none)) {
    process.stdout.write(`${usage}\n`);
    return values.help ? 0 : 1;
  }
  const files = { file: join(values.data, homeFiles.documents), warehouseFile: join(values.data, homeFiles.warehouse) };
  const opened = await openStores({ ...files, now: Date.now, withPlayers: true }).catch((error: Error) => {
    throw new Failure(
      `Stop the Segue of "${values.data}" first: nobody else may open its warehouse (${error.message})`,
    );
  });
  await using stores = opened;
  if (values.none) {
    await stores.warehouse.load('crowd', [], 'replace');
    process.stdout.write('There is no crowd any more, from the next model on.\n');
    return 0;
  }
  const folder = mkdtempSync(join(tmpdir(), 'segue-crowd-'));
  try {
    const found = await unpacked(positionals, folder);
    process.stderr.write(`reading ${found.parquet.length + found.tsv.length} files …\n`);
    const crowd = await readCrowd({ ...found, folder }, bounds, (name) => itemOfStranger(name)?.itemId);
    if (crowd.pairs.length === 0)
      throw new Failure('Nothing in these files is played by enough listeners to teach anything');
    const added = await keepCrowd(stores, crowd, Math.floor(Date.now() / 1_000));
    const listeners = new Set(crowd.pairs.map(({ listener }) => listener)).size;
    process.stdout.write(
      `${groupDigits(crowd.listens)} listens read: ${groupDigits(listeners)} listeners, ${groupDigits(crowd.items.size)} items ` +
        `(${groupDigits(added)} new to the catalogue), ${groupDigits(crowd.pairs.length)} pairs. The next model is taught by them where they help.\n`,
    );
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A dump is a tar of Parquet files; everything else is read where it is. */
async function unpacked(paths: readonly string[], folder: string) {
  const parquet = paths.filter((path) => path.endsWith('.parquet'));
  const tsv = paths.filter((path) => /\.(tsv|txt)(\.gz)?$/.test(path));
  const tars = paths.filter((path) => path.endsWith('.tar'));
  const strange = paths.find((path) => ![...parquet, ...tsv, ...tars].includes(path));
  if (strange !== undefined) throw new Failure(`"${strange}" is no .tar, .parquet or .tsv`);
  for (const [nth, path] of tars.entries()) {
    await pipeline(
      createReadStream(path),
      unpackTar(join(folder, String(nth)), {
        filter: ({ name, type }) => type === 'directory' || name.endsWith('.parquet'),
      }),
    );
  }
  const inside = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.parquet'));
  return { parquet: [...parquet, ...inside.map((name) => join(folder, name))], tsv };
}

await runCommand(main);
