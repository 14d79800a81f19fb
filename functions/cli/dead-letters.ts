/**
 * `npm run dead-letters [-- list | replay ID… | replay --all]`: what failed for good, with its reason, and once more.
 * Every consumer is idempotent, so delivering again what was handled after all changes nothing.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Failure, runCommand } from '#functions/cli/support/failure.ts';
import { cloudDeadLetters } from '#functions/dead-letters/cloud.ts';
import { embeddedDeadLetters } from '#functions/dead-letters/embedded.ts';
import type { DeadLetters, Letter } from '#functions/dead-letters/letters.ts';
import { subscriptions } from '#functions/local/subscriptions.ts';
import { emulatorToken } from '#shared/adapters/google/access-token.ts';
import { createRest } from '#shared/adapters/google/rest.ts';
import { openDatabase } from '#shared/adapters/sqlite/database.ts';
import { createSqliteQueue } from '#shared/adapters/sqlite/queue.ts';

const usage = `Usage: npm run dead-letters [-- list | replay ID… | replay --all] [--data FOLDER | --project PROJECT]

  list       what failed for good, and why (when nothing else is said)
  replay     delivers the named ones, or all of them, again: mend what the reason says first
  --data     the folder of the embedded home (SEGUE_DATA, else ./.segue); it may be running
  --project  the Google Cloud project instead; asks gcloud for an access token`;

async function main(): Promise<number> {
  const { command, ids, all, data, project, help } = readArguments();
  if (help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  using open = new DisposableStack();
  const letters = project === undefined ? openEmbedded(data, open) : openCloud(project);
  if (command === 'list') return list(letters);
  if (all === ids.length > 0) throw new Failure(`Name the dead letters to replay, or --all of them\n\n${usage}`);
  const replayed = await letters.replay(all ? 'all' : new Set(ids));
  process.stdout.write(`delivered again: ${replayed.length}\n`);
  const missing = ids.filter((id) => !replayed.includes(id));
  if (missing.length > 0) throw new Failure(`There is no dead letter ${missing.map((id) => `"${id}"`).join(', ')}`);
  return 0;
}

async function list(letters: DeadLetters): Promise<number> {
  let count = 0;
  for await (const letter of letters.list()) {
    count += 1;
    process.stdout.write(`${describe(letter)}\n`);
  }
  process.stdout.write(`dead letters: ${count}\n`);
  return 0;
}

function describe({ id, consumer, attempts, failedAt, reason, body }: Letter): string {
  const indented = reason.split('\n').join('\n    ');
  return `${id}  ${consumer}, ${attempts} attempts, given up at ${failedAt}\n    ${body.slice(0, 400)}\n    ${indented}\n`;
}

function openEmbedded(data: string, open: DisposableStack): DeadLetters {
  const file = join(data, 'segue.db');
  if (!existsSync(file)) throw new Failure(`There is no Segue in "${data}": name its folder with --data or SEGUE_DATA`);
  return embeddedDeadLetters(createSqliteQueue(open.use(openDatabase(file)), subscriptions, Date.now));
}

function openCloud(projectId: string): DeadLetters {
  const emulator = process.env.PUBSUB_EMULATOR_HOST;
  const rest =
    emulator === undefined
      ? createRest({ origin: 'https://pubsub.googleapis.com', token: gcloudToken })
      : createRest({ origin: `http://${emulator}`, token: emulatorToken });
  return cloudDeadLetters({ rest, projectId, consumers: subscriptions });
}

async function gcloudToken(): Promise<string> {
  try {
    return execFileSync('gcloud', ['auth', 'print-access-token'], { encoding: 'utf8' }).trim();
  } catch {
    throw new Failure('gcloud gives no access token: install it and run "gcloud auth login"');
  }
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        all: { type: 'boolean', default: false },
        data: { type: 'string', default: process.env.SEGUE_DATA ?? './.segue' },
        project: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    const [command = 'list', ...ids] = positionals;
    if (command !== 'list' && command !== 'replay') throw new Error(`There is no command "${command}"`);
    return { ...values, command, ids };
  } catch (error) {
    throw new Failure(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

await runCommand(main);
