/**
 * `npm run backup -- FOLDER`: a backup of the embedded home, also while it runs, opened and counted before it is called done.
 * Everything a home is stands in it: documents, queue, warehouse, operator token.
 */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { homeFiles, verify } from '#functions/backup/folder.ts';
import { makeBackup } from '#functions/backup/make.ts';
import { connect, greet } from '#functions/cli/support/client.ts';
import { Failure, runCommand } from '#functions/cli/support/failure.ts';
import { openStores } from '#functions/local/stores.ts';
import { codeVersion } from '#shared/edge/code-version.ts';

const usage = `Usage: npm run backup -- FOLDER [--data DATA] [--url http://127.0.0.1:8080] [--token TOKEN]

  FOLDER   where the backup goes; empty or not there yet
  --data   the folder of the embedded home (SEGUE_DATA, else ./.segue)
  --url    where it runs, if it runs (SEGUE_URL)
  --token  the operator token (SEGUE_OPERATOR_TOKEN, else the one kept in the data folder)`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string', default: process.env.SEGUE_DATA ?? './.segue' },
      url: { type: 'string', default: process.env.SEGUE_URL ?? 'http://127.0.0.1:8080' },
      token: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const [target] = positionals;
  if (values.help || target === undefined || positionals.length > 1) {
    process.stdout.write(`${usage}\n`);
    return values.help ? 0 : 1;
  }
  if (!existsSync(join(values.data, homeFiles.documents)))
    throw new Failure(`There is no Segue in "${values.data}": name its folder with --data or SEGUE_DATA`);
  if (existsSync(target) && readdirSync(target).length > 0)
    throw new Failure(`"${target}" is not empty: name a folder for this backup alone`);
  const made = await backup(values);
  cpSync(made, target, { recursive: true });
  rmSync(made, { recursive: true, force: true });
  const { contents, files } = await verify(target).catch((error: Error) => {
    throw new Failure(`The backup cannot be opened: ${error.message}`);
  });
  const megabytes = (files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6).toFixed(1);
  const { users, editions, listens } = contents;
  process.stdout.write(
    `"${target}" holds ${users} users, ${editions} editions and ${listens} counted listens (${megabytes} MB), opened and checked.\n` +
      `Back from it: npm run restore -- ${target}\n`,
  );
  return 0;
}

type Where = { readonly data: string; readonly url: string; readonly token?: string | undefined };

/** By the home itself while it runs, since nobody else may open its warehouse; directly while it does not. */
async function backup({ data, url, token }: Where): Promise<string> {
  const stores = await openStores({
    file: join(data, homeFiles.documents),
    warehouseFile: join(data, homeFiles.warehouse),
    now: Date.now,
  }).catch(() => undefined);
  if (stores !== undefined) {
    await using opened = stores;
    const made = await makeBackup({ data, ...opened, codeVersion: codeVersion() }, Math.floor(Date.now() / 1_000));
    return join(data, made.folder);
  }
  await greet(url);
  const kept = join(data, homeFiles.operatorToken);
  const operator =
    token ?? process.env.SEGUE_OPERATOR_TOKEN ?? (existsSync(kept) ? readFileSync(kept, 'utf8').trim() : undefined);
  if (operator === undefined) throw new Failure('The operator token is needed: give it with --token');
  const client = connect({ url, token: operator, requestTimeoutMs: 600_000 });
  const { folder } = (await client.call('POST', '/v1/backups')) as { readonly folder: string };
  const path = join(data, folder);
  if (!existsSync(path))
    throw new Failure(`The Segue at "${url}" keeps its data elsewhere: name its folder with --data`);
  return path;
}

await runCommand(main);
