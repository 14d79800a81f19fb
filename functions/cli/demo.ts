/**
 * `npm run demo`: the main job end to end on one machine. Listens go in over HTTP, are learned, a model is trained in SQL
 * and published, editions are planned and assembled, and one user's weekly playlists are printed with their reasons.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Failure, runCommand } from '#functions/cli/support/failure.ts';
import { startEmbeddedSegue } from '#functions/demo/embedded.ts';
import { printReport } from '#functions/demo/report.ts';
import { runDemo } from '#functions/demo/run.ts';
import { generatedSource, historySource } from '#functions/demo/sources.ts';

const usage = `Usage: npm run demo -- [--users N] [--count N] [--seed N] [--listens FILE… [--user U]] [--emulators] [--json]

  --listens    real history instead of invented listens: ListenBrainz JSONL, Spotify extended history, Last.fm-1K TSV, CSV
  --user       whose listens they are where a file does not say, and whose playlists are printed
  --users      invented users (1000)
  --count      invented listens (200000)
  --seed       seed of the invented world (1): same seed, same playlists
  --emulators  on Google's emulators instead of the embedded home
  --json       one JSON object on standard output`;

async function main(): Promise<number> {
  const { values, positionals } = readArguments();
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const files = [...(values.listens ?? []), ...positionals];
  const source =
    files.length > 0
      ? await historySource(files, values.user)
      : generatedSource({
          seed: whole('seed', values.seed),
          users: whole('users', values.users),
          listens: whole('count', values.count),
        });
  if (values.user !== undefined && !source.userIds.includes(values.user)) {
    const known = source.userIds.slice(0, 5).join('", "');
    throw new Failure(`There are no listens of "${values.user}" in there, but of "${known}"`);
  }
  const data = mkdtempSync(join(tmpdir(), 'segue-demo-'));
  // An exit ends the emulators too; without a listener a signal would end this process alone.
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      rmSync(data, { recursive: true, force: true });
      process.exit(code);
    });
  }
  try {
    const start = values.emulators
      ? (await import('#functions/demo/emulated.ts')).startEmulatedSegue
      : startEmbeddedSegue;
    await using segue = await start({ data, now: source.now });
    const report = await runDemo(segue, source, values.user);
    if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
    else printReport(report, (line) => process.stdout.write(`${line}\n`));
    return 0;
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        listens: { type: 'string', multiple: true },
        user: { type: 'string' },
        users: { type: 'string', default: '1000' },
        count: { type: 'string', default: '200000' },
        seed: { type: 'string', default: '1' },
        emulators: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new Failure(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

function whole(name: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new Failure(`--${name} takes a whole number above 0, not "${text}"`);
}

await runCommand(main);
