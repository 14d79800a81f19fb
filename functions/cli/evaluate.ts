/**
 * `npm run evaluate -- --train F --test F …`: trains on one file and scores the model against another, with the shipped
 * SQL in DuckDB and the spectral stage, beside two baselines from the same listens.
 */
import { parseArgs } from 'node:util';
import { Failure, runCommand } from '#functions/cli/support/failure.ts';
import { readArtists, readTags } from '#functions/evaluation/catalogue.ts';
import { crowdTable, reportOnCrowd } from '#functions/evaluation/crowd/report.ts';
import { type EditionsReport, editionsTable, reportOnEditions } from '#functions/evaluation/editions/report.ts';
import { readInteractionTable } from '#functions/evaluation/interactions.ts';
import { inventPlays } from '#functions/evaluation/life/invented.ts';
import { lifetimeOf, playsOf, readPlays, weekSeconds } from '#functions/evaluation/life/plays.ts';
import { type LifeReport, lifeTable, reportOnLife } from '#functions/evaluation/life/report.ts';
import { distinctListenRows, listenRows } from '#functions/evaluation/listens.ts';
import { nextTable, reportOnNext } from '#functions/evaluation/next.ts';
import { type ProposalRequest, proposalsOf } from '#functions/evaluation/proposals.ts';
import { type JudgedModel, judgeRanking, judgeWeekly } from '#functions/evaluation/protocols.ts';
import { reportOf, tableOf } from '#functions/evaluation/report.ts';
import { caseRows, weeklyCases } from '#functions/evaluation/weekly.ts';
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';
import { createThreadedFactoriser } from '#shared/adapters/threads/factoriser.ts';

const usage = `Usage: npm run evaluate -- --train FILE --test FILE [options]

  --train, --test  tab-separated, plain or gzip, with a header: user_id item_id [plays] [listened_at|seconds|position]
  --tags FILE      item_id tag count: what people call the items; lets items in that nobody has played
  --items FILE     item_id artist_id (or artist_name): for the variety of artists in a list, nothing else
  --k 10,20        lengths of the lists that are scored; 30 in weekly mode
  --mode MODE      ranking (default), leave-one-out (one test item a user), weekly, editions, crowd, life, or next
  --background F   weekly, life: more users, who only say what goes with what
  --listeners N    crowd: how many are asked, one at a time (12)
  --weeks N        editions: how many are judged, from each user's fourth week on (12); crowd: from the eighth (4); life: the last N are lived through
  --invent N       life: N invented listeners instead of --train
  --length N       editions, life: items of an edition (50)
  --json           exactly one JSON object on stdout

What a row of --train weighs follows from its columns: plays count as that many listens; position makes older
items weigh less, by place; seconds or listened_at by age. All items are ranked but the user's own.

Weekly: the file with the column "seconds" (or "listened_at") is predicted week by week, each week from all before it:
  npm run evaluate -- --mode weekly --train background.tsv.gz --test timed.tsv.gz
--background names more of what --train does. "all" is whatever is played in the week, "new" what was never played.

Editions: the users of --test live through their weeks in an embedded home of their own, which learns, trains and makes
their editions; each is held against what they play in the week or day after, beside the most popular items that keep the
promise of its patch and as many drawn from all that it was chosen from:
  npm run evaluate -- --mode editions --train background.tsv.gz --test timed.tsv.gz

Crowd: one listener of --test at a time has a home alone; all others, those of --train too, are strangers. Its weekly
exploration without them, with them as a crowd, beside the most popular of them, and in a home that all live in:
  npm run evaluate -- --mode crowd --train background.tsv.gz --test timed.tsv.gz

Life: whole histories, of one user or several, in any format that can be imported, are lived through week by week; files
named by --train more than once are one household. What lies before the last N weeks is imported at once:
  npm run evaluate -- --mode life --train history.tsv.gz --weeks 26

Next: through the same histories, how often the next play is among what recommendations with familiar=true answer:
  npm run evaluate -- --mode next --train history.tsv.gz`;

const modes = ['ranking', 'leave-one-out', 'weekly', 'editions', 'crowd', 'life', 'next', 'search'] as const;

async function main(): Promise<number> {
  const options = readArguments();
  if (options === undefined) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  if (options.mode === 'editions') {
    const report = await evaluateEditions(options);
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : editionsTable(report));
    return 0;
  }
  if (options.mode === 'crowd') {
    const { train, test, listeners = 12, weeks = 4, length } = options;
    const [background, timed] = await Promise.all([readInteractionTable(train), readInteractionTable(test)]);
    const plays = playsOf(timed);
    const report = await reportOnCrowd({ background, plays, listeners, weeks, length, say: teller() });
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : crowdTable(report));
    return 0;
  }
  if (options.mode === 'search') {
    const { reportOnSearch, searchTable } = await import('#functions/evaluation/search/report.ts');
    const report = await reportOnSearch({ seed: 1, count: 50_000, each: 200 });
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : searchTable(report));
    return 0;
  }
  if (options.mode === 'life') {
    const report = await evaluateLife(options);
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : lifeTable(report));
    return 0;
  }
  if (options.mode === 'next') {
    const report = reportOnNext(await readPlays(options.trains), options.ks);
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : nextTable(report));
    return 0;
  }
  const { models, users, experiment, proposals } = await judge(options);
  const catalogue = {
    users: new Set(experiment.teachers.map(({ user_id }) => user_id)).size,
    usersOf: new Map(proposals.popularity.map(({ itemId, score }) => [itemId, score])),
    artistOf: options.items === undefined ? new Map<string, string>() : await readArtists(options.items),
  };
  const report = reportOf(models, { users, ks: options.ks, catalogue });
  process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : tableOf(report));
  return 0;
}

type Options = NonNullable<ReturnType<typeof readArguments>>;

async function evaluateLife({ trains, invent, background, weeks, length }: Options): Promise<LifeReport> {
  if (invent !== undefined) {
    const lived = weeks ?? 52;
    const { plays, from } = inventPlays({ listeners: invent, weeks: lived });
    return reportOnLife({ background: [], plays, from, weeks: lived, length, say: teller() });
  }
  const plays = await readPlays(trains);
  const others = background === undefined ? [] : await readInteractionTable(background);
  const { from, weeks: all } = lifetimeOf(plays);
  const lived = Math.min(weeks ?? all, all);
  return reportOnLife({
    background: others,
    plays,
    from: from + (all - lived) * weekSeconds,
    weeks: lived,
    length,
    say: teller(),
  });
}

async function evaluateEditions({ train, test, length, weeks = 12 }: Options): Promise<EditionsReport> {
  const [background, timed] = await Promise.all([readInteractionTable(train), readInteractionTable(test)]);
  return reportOnEditions({ background, plays: playsOf(timed), weeks, length, say: teller() });
}

function teller(): (step: string) => void {
  const startedAt = performance.now();
  return (step) => void process.stderr.write(`${((performance.now() - startedAt) / 1000).toFixed(1)} s  ${step}\n`);
}

async function judge(options: Options) {
  const length = Math.max(...options.ks);
  const say = teller();
  say(`reading ${options.train} and ${options.test}`);
  const train = await readInteractionTable(options.train);
  const test = await readInteractionTable(options.test);
  const tags = options.tags === undefined ? [] : await readTags(options.tags);
  await using warehouse = await openWarehouse({ path: ':memory:', memoryLimitMb: 2_048 });
  const shared = { warehouse, factoriser: createThreadedFactoriser(), tags, length, say };

  if (options.mode === 'weekly') {
    const more = options.background === undefined ? [] : await readInteractionTable(options.background);
    const cases = weeklyCases(test);
    const others = options.train === options.test ? more : [...train, ...more];
    if (others.length === 0) throw new Failure('Weekly mode needs other users: name them with --train or --background');
    const experiment: ProposalRequest = { ...shared, teachers: distinctListenRows(others), asked: caseRows(cases) };
    const proposals = await proposalsOf(experiment);
    const users = new Set(test.map(({ userId }) => userId)).size;
    return { models: judgeWeekly({ cases, length }, proposals), users, experiment, proposals };
  }
  const experiment: ProposalRequest = { ...shared, teachers: listenRows(train) };
  const proposals = await proposalsOf(experiment);
  const models: JudgedModel[] = judgeRanking({ train, test, length }, proposals);
  return { models, users: new Set(test.map(({ userId }) => userId)).size, experiment, proposals };
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        train: { type: 'string', multiple: true },
        test: { type: 'string' },
        tags: { type: 'string' },
        items: { type: 'string' },
        background: { type: 'string' },
        listeners: { type: 'string' },
        weeks: { type: 'string' },
        invent: { type: 'string' },
        length: { type: 'string' },
        k: { type: 'string' },
        mode: { type: 'string', default: 'ranking' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return undefined;
    const { train: trains = [], mode, k = mode === 'weekly' ? '30' : '10,20' } = values;
    // What is made up is in no file.
    const invented = mode === 'search' || (mode === 'life' && values.invent !== undefined);
    const [train] = invented ? [''] : trains;
    const whole = mode === 'life' || mode === 'next' || mode === 'search';
    const test = whole ? train : values.test;
    if (train === undefined || test === undefined) {
      throw new Failure(whole ? 'Name a history with --train' : 'Name both --train and --test');
    }
    if (trains.length > 1 && !whole) throw new Failure('Name --train once; several make a household in mode life');
    if (!modes.includes(mode as (typeof modes)[number])) throw new Failure(`--mode is one of ${modes.join(', ')}`);
    const ks = k.split(',').map(Number);
    if (!ks.every((each) => Number.isInteger(each) && each > 0)) throw new Failure(`--k "${k}" is no list of lengths`);
    const [weeks, length, invent, listeners] = (['weeks', 'length', 'invent', 'listeners'] as const).map((name) =>
      countOf(values[name], name),
    );
    return { ...values, trains, train, test, mode, ks, weeks, length, invent, listeners };
  } catch (error) {
    throw new Failure(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

function countOf(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new Failure(`--${name} "${text}" is no number from 1 up`);
  return count;
}

await runCommand(main);
