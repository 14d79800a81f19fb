/** `npm run restore -- FOLDER`: puts a backup back as the embedded home's data. What is there is set aside, never overwritten. */
import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { homeFiles, verify } from '#functions/backup/folder.ts';
import { Failure, runCommand } from '#functions/cli/support/failure.ts';
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';

const usage = `Usage: npm run restore -- FOLDER [--data DATA] [--replace]

  FOLDER     a backup made by "npm run backup"
  --data     the folder that becomes the home (SEGUE_DATA, else ./.segue); stop the home first
  --replace  sets a home that is there aside, under another name beside it`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string', default: process.env.SEGUE_DATA ?? './.segue' },
      replace: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [from] = positionals;
  if (values.help || from === undefined || positionals.length > 1) {
    process.stdout.write(`${usage}\n`);
    return values.help ? 0 : 1;
  }
  const { contents, madeAt, codeVersion } = await verify(from).catch((error: Error) => {
    throw new Failure(`Cannot restore: ${error.message}`);
  });
  await makeRoom(values.data, values.replace);
  mkdirSync(values.data, { recursive: true, mode: 0o700 });
  for (const name of Object.values(homeFiles)) {
    if (!existsSync(join(from, name))) continue;
    copyFileSync(join(from, name), join(values.data, name));
    chmodSync(join(values.data, name), 0o600);
  }
  const made = new Date(madeAt * 1_000).toISOString();
  const { users, editions, listens } = contents;
  process.stdout.write(
    `"${values.data}" is as it was at ${made} (Segue ${codeVersion}): ${users} users, ${editions} editions, ${listens} counted listens.\n` +
      'Start it with "npm start"; players send again what they kept since then.\n',
  );
  return 0;
}

async function makeRoom(data: string, replace: boolean): Promise<void> {
  if (!existsSync(join(data, homeFiles.documents)) && !existsSync(join(data, homeFiles.warehouse))) return;
  if (!replace)
    throw new Failure(`There is a home in "${data}": "--replace" sets it aside, "--data" names another folder`);
  const warehouse = join(data, homeFiles.warehouse);
  if (existsSync(warehouse)) {
    const free = await openWarehouse({ path: warehouse }).then(
      (opened) => opened.close().then(() => true),
      () => false,
    );
    if (!free) throw new Failure(`The home in "${data}" is running, or cannot be opened: stop it first`);
  }
  const aside = `${data.replace(/\/+$/, '')}.before-${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
  renameSync(data, aside);
  process.stdout.write(`What was in "${data}" is in "${aside}" now.\n`);
}

await runCommand(main);
