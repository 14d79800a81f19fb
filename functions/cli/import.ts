/**
 * `npm run import -- FILE… [--url U] [--token T] [--user U]`: listening history into a running Segue.
 *
 * An import that was interrupted goes on where it was when it is started again; every listen has an id derived from user,
 * instant and item, so what was sent already adds nothing. Exit code 0 when everything readable was accepted, 2 when the server
 * rejected some of it, 1 when it could not be reached, refused the token, or a path holds no history that can be read.
 */
import { parseArgs } from 'node:util';
import { connect, greet } from '#functions/cli/support/client.ts';
import { Failure, runCommand } from '#functions/cli/support/failure.ts';
import { complaintsMax, type Imported, importFiles } from '#functions/cli/support/import-files.ts';
import { inspect } from '#functions/cli/support/inventory.ts';
import type { Counts } from '#functions/cli/support/journal.ts';
import { keptToken } from '#functions/cli/support/kept-token.ts';
import { spellingOf } from '#functions/cli/support/known-user.ts';
import { groupDigits } from '#functions/cli/support/progress.ts';
import type { HistoryOptions } from '#shared/formats/history/options.ts';
import { isZone } from '#shared/formats/history/times.ts';

const usage = `Usage: npm run import -- FILE… [--url http://127.0.0.1:8080] [--token TOKEN] [--user USER] [--zone ZONE]

  FILE     history to import: files, archives (zip, tar, gzip) or folders; the format is recognised by the content
  --url    the running Segue (or SEGUE_URL)
  --token  the operator token, or the user's own (SEGUE_TOKEN, else the one kept in SEGUE_DATA or ./.segue)
  --user   whose listens they are, where a file does not say
  --zone   zone of times that are written without one, such as Europe/Berlin; UTC when left out
  --dates  day-first or month-first, where 03/04/2023 may be either
  --encoding         character set of files that are neither UTF-8 nor UTF-16; windows-1252 when left out
  --without-private  leaves out what was played in a private session
  --again            begins anew, where an import that was interrupted would go on`;

async function main(): Promise<number> {
  const { files, url, token, user: named, help, options, again } = readArguments();
  if (help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  if (files.length === 0) throw new Failure(`Name at least one file.\n\n${usage}`);
  if (token === undefined) {
    throw new Failure('A token is needed: give the one that "npm start" printed with --token or SEGUE_TOKEN');
  }
  for (const file of files) {
    for (const { name, format, refusal } of await inspect(file, named, options)) {
      process.stderr.write(`${name}: ${format ?? `passed over. ${refusal}`}\n`);
    }
  }
  await greet(url);
  const startedAt = performance.now();
  const client = connect({ url, token });
  const user = named === undefined ? undefined : await spellingOf(client, named);
  if (user !== named) process.stderr.write(`"${named}" is "${user}" there, and is taken for the same user\n`);
  const imported = await importFiles({ files, client, user, options, ...(again ? {} : { resumeAs: url }) });
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
        zone: { type: 'string' },
        dates: { type: 'string' },
        encoding: { type: 'string' },
        'without-private': { type: 'boolean', default: false },
        again: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return {
      ...values,
      options: optionsOf(values),
      token: values.token ?? process.env.SEGUE_TOKEN ?? keptToken(),
      files: positionals,
    };
  } catch (error) {
    throw new Failure(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

type Values = {
  readonly zone?: string;
  readonly dates?: string;
  readonly encoding?: string;
  readonly 'without-private': boolean;
};

function optionsOf({ zone, dates, encoding, 'without-private': withoutPrivate }: Values): HistoryOptions {
  if (zone !== undefined && !isZone(zone))
    throw new Failure(`"${zone}" is no time zone: give one such as Europe/Berlin`);
  if (dates !== undefined && dates !== 'day-first' && dates !== 'month-first') {
    throw new Failure(`"${dates}" is no order of dates: give day-first or month-first`);
  }
  if (encoding !== undefined) {
    try {
      new TextDecoder(encoding);
    } catch {
      throw new Failure(`"${encoding}" is no character set: give one such as windows-1252, windows-1251 or shift_jis`);
    }
  }
  return { zone, dates, encoding, withoutPrivate };
}

/** Counts first, then the complaints with their lines. */
function summaryOf(imported: Imported, seconds: number): string {
  const { rejected, unreadable, files, resumedAfter } = imported;
  return [
    ...(resumedAfter > 0 ? [`went on after ${groupDigits(resumedAfter)} records that were in already`] : []),
    `${countsIn(imported)}, in ${seconds.toFixed(1)} s`,
    ...(files.length > 1 ? files.map((file) => `${file.name}: ${countsIn(file)}`) : []),
    ...complaintsOf('Rejected by the server', rejected, imported.rejections),
    ...complaintsOf('Unreadable', unreadable, imported.unreadables),
    ...files.flatMap(({ name, remarks }) => remarks.map((remark) => `${name}: ${remark}`)),
    '',
  ].join('\n');
}

function countsIn({ read, accepted, rejected, unreadable, omitted, restored }: Counts): string {
  const counts = `read ${groupDigits(read)}, accepted ${groupDigits(accepted)}, rejected ${groupDigits(rejected)}, unreadable ${groupDigits(unreadable)}`;
  const told = omitted === 0 ? counts : `${counts}, left out ${groupDigits(omitted)}`;
  return restored === 0 ? told : `${told}, restored ${groupDigits(restored)}`;
}

function complaintsOf(title: string, count: number, shown: readonly string[]): string[] {
  if (count === 0) return [];
  const heading =
    count > complaintsMax ? `${title}, the first ${complaintsMax} of ${groupDigits(count)}:` : `${title}:`;
  return [heading, ...shown.map((complaint) => `  ${complaint}`)];
}

await runCommand(main);
