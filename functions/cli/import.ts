/**
 * `npm run import -- FILE… [--url U] [--token T] [--user U]`: listening history into a running Segue.
 *
 * Every listen has an id derived from user, instant and item, so an import that was interrupted is simply started
 * again, and a second one adds nothing. Exit code 0 when everything readable was accepted, 2 when the server
 * rejected some of it, 1 when it could not be reached, refused the token, or a file is in no known format.
 */
import { parseArgs } from 'node:util';
import { connect, greet } from '#functions/cli/support/client.ts';
import { Failure, runCommand } from '#functions/cli/support/failure.ts';
import { complaintsMax, type Imported, importFiles, inspect } from '#functions/cli/support/import-files.ts';
import { groupDigits } from '#functions/cli/support/progress.ts';

const usage = `Usage: npm run import -- FILE… [--url http://127.0.0.1:8080] [--token TOKEN] [--user USER]

  FILE     history to import, plain or gzip; the format is recognised by its content
  --url    the running Segue (or SEGUE_URL)
  --token  the operator token, or the user's own (or SEGUE_TOKEN)
  --user   whose listens they are, where a file does not say`;

async function main(): Promise<number> {
  const { files, url, token, user, help } = readArguments();
  if (help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  if (files.length === 0) throw new Failure(`Name at least one file.\n\n${usage}`);
  if (token === undefined) {
    throw new Failure('A token is needed: give the one that "npm start" printed with --token or SEGUE_TOKEN');
  }
  for (const file of files) process.stderr.write(`${file}: ${await inspect(file, user)}\n`);
  await greet(url);
  const startedAt = performance.now();
  const imported = await importFiles({ files, client: connect({ url, token }), user });
  process.stdout.write(summaryOf(imported, (performance.now() - startedAt) / 1000));
  return imported.rejected === 0 ? 0 : 2;
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        url: { type: 'string', default: process.env.SEGUE_URL ?? 'http://127.0.0.1:8080' },
        token: { type: 'string' },
        user: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    return { ...values, token: values.token ?? process.env.SEGUE_TOKEN, files: positionals };
  } catch (error) {
    throw new Failure(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

/** Counts first, then the complaints with their lines. */
function summaryOf(imported: Imported, seconds: number): string {
  const { read, accepted, rejected, unreadable } = imported;
  const counts = `read ${groupDigits(read)}, accepted ${groupDigits(accepted)}, rejected ${groupDigits(rejected)}, unreadable ${groupDigits(unreadable)}`;
  return [
    `${counts}, in ${seconds.toFixed(1)} s`,
    ...complaintsOf('Rejected by the server', rejected, imported.rejections),
    ...complaintsOf('Unreadable', unreadable, imported.unreadables),
    '',
  ].join('\n');
}

function complaintsOf(title: string, count: number, shown: readonly string[]): string[] {
  if (count === 0) return [];
  const heading =
    count > complaintsMax ? `${title}, the first ${complaintsMax} of ${groupDigits(count)}:` : `${title}:`;
  return [heading, ...shown.map((complaint) => `  ${complaint}`)];
}

await runCommand(main);
