/** `npm run library`: the running Segue reads the libraries of its media servers now, and says how far it is. */
import { connect, greet } from '#functions/cli/support/client.ts';
import { Failure, runCommand } from '#functions/cli/support/failure.ts';
import { keptToken } from '#functions/cli/support/kept-token.ts';
import { readOperatorArguments } from '#functions/cli/support/operator-arguments.ts';
import { groupDigits, startProgress } from '#functions/cli/support/progress.ts';
import type { LibraryOutcome } from '#functions/collect/handler.ts';

const usage = `Usage: npm run library [-- --url http://127.0.0.1:8080] [--token TOKEN]

  Reads the libraries that SEGUE_LIBRARIES of the running Segue names, whole and now.
  --url    where Segue runs (SEGUE_URL)
  --token  the operator token (SEGUE_TOKEN, else the one kept in SEGUE_DATA or ./.segue)`;

const lookMs = 500;
/** A library of a million songs from a slow disk. */
const patienceMs = 3_600_000;

async function main(): Promise<number> {
  const { url, token = keptToken(), help } = readOperatorArguments(usage);
  if (help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  if (token === undefined) {
    throw new Failure('The operator token is needed: give it with --token; none is kept in SEGUE_DATA or ./.segue');
  }
  await greet(url);
  const client = connect({ url, token, requestTimeoutMs: patienceMs });
  const run = client.call('POST', '/v1/run/collect').then((answer) => (answer as { result: LibraryOutcome[] }).result);
  const collected = await shown(run, async () => {
    const { libraries } = (await client.call('GET', '/v1/libraries')) as Libraries;
    return libraries;
  });
  if (collected.length === 0) {
    throw new Failure(
      'No media server is named: start Segue with SEGUE_LIBRARIES, for example\n' +
        `  SEGUE_LIBRARIES='{"url":"http://localhost:4533","user":"ada","password":"…","for":["ada"]}' npm start`,
    );
  }
  for (const { server, songs, items, outcome, detail } of collected) {
    const words =
      outcome === 'trouble' ? detail : `${groupDigits(songs)} songs, ${groupDigits(items)} items new or better known`;
    process.stdout.write(`${server}: ${words}\n`);
  }
  const isGood = collected.every(({ outcome }) => outcome !== 'trouble');
  if (isGood) process.stdout.write('The next model knows them: 03:00 UTC, or now by POST /v1/run/train\n');
  return isGood ? 0 : 1;
}

type Libraries = { readonly libraries: readonly { readonly songs: number; readonly reading: number | null }[] };

async function shown<R>(run: Promise<R>, look: () => Promise<Libraries['libraries']>): Promise<R> {
  let isOver = false;
  const over = run.finally(() => {
    isOver = true;
  });
  // Whoever looks in between fails with it, and then it is told below.
  over.catch(() => {});
  using progress = startProgress({ what: 'reading', unit: 'songs', total: 0 });
  let total = 0;
  let read = 0;
  while (!isOver) {
    await Promise.race([over.catch(() => {}), new Promise((done) => setTimeout(done, lookMs))]);
    const libraries = await look();
    const now = libraries.reduce((sum, { reading }) => sum + (reading ?? 0), 0);
    const expected = libraries.reduce((sum, { songs, reading }) => sum + Math.max(songs, reading ?? 0), 0);
    if (expected > total) progress.expect(expected);
    total = Math.max(total, expected);
    if (now > read) progress.advance(now - read);
    read = Math.max(read, now);
  }
  return over;
}

await runCommand(main);
