/** `npm run cost -- --users N --listens-per-day N`: the monthly bill of the cloud home, line by line, from counted operations and list prices. */
import { parseArgs } from 'node:util';
import { Failure, runCommand } from '#functions/cli/support/failure.ts';
import { billOf } from '#functions/cost/bill.ts';
import { personalizeBill } from '#functions/cost/personalize.ts';
import { type Region, regions } from '#functions/cost/prices.ts';
import { printBill, printWeek } from '#functions/cost/report.ts';
import { simulateWeek } from '#functions/cost/scale/week.ts';
import { type Workload, workloadOf } from '#functions/cost/workload.ts';
import { limits } from '#shared/schemas/limits.ts';

const usage = `Usage: npm run cost -- --users N [--listens-per-day N] [options]

  --users N                   users, all of them with weekly and daily editions
  --listens-per-day N         of all users together (20 a user)
  --listens-per-request N     what players send at once (1)
  --recommendations N         a user and day (1)
  --playlist-reads N          a user and day (1)
  --items N                   different items (5,000 times the square root of the users, at most 100 million)
  --items-per-user N          different items a user has played (800)
  --history-days N            days of listening that have gathered (365)
  --remembered SHARE          share of catalogue and model documents that instances still remember (by Zipf's law)
  --slots                     BigQuery by the slot (infra: slots) instead of on demand
  --region R                  ${Object.keys(regions).join(' or ')} (us-central1)
  --week                      instead of a bill: a week of editions around the globe, hour by hour, with
                              --planned-per-hour (${limits.editionsPerPlanMax}), --instances (200), --editions-per-second (20 an instance),
                              --ahead-hours (0)
  --json                      one JSON object on standard output`;

async function main(): Promise<number> {
  const { values } = readArguments();
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  if (values.users === undefined) throw new Failure(`How many users?\n\n${usage}`);
  if (!Object.hasOwn(regions, values.region)) {
    throw new Failure(`--region is ${Object.keys(regions).join(' or ')}, not "${values.region}"`);
  }
  const given = {
    users: values.users,
    listensPerDay: values['listens-per-day'],
    listensPerRequest: values['listens-per-request'],
    recommendationsPerUserAndDay: values.recommendations,
    playlistsReadPerUserAndDay: values['playlist-reads'],
    items: values.items,
    itemsPerUser: values['items-per-user'],
    historyDays: values['history-days'],
    rememberedShare: values.remembered,
  };
  const numbers = Object.entries(given).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, number(name, text)]],
  );
  const load = workloadOf({
    ...(Object.fromEntries(numbers) as Partial<Workload> & Pick<Workload, 'users'>),
    slots: values.slots,
  });
  if (values.week) return week(load, values);
  const prices = regions[values.region as Region];
  const report = {
    load,
    region: values.region,
    prices,
    bill: billOf(load, prices),
    personalize: personalizeBill(load),
  };
  if (values.json) {
    const { prices: _, ...shown } = report;
    process.stdout.write(`${JSON.stringify(shown)}\n`);
  } else printBill(report, (line) => process.stdout.write(`${line}\n`));
  return 0;
}

type WeekOptions = Readonly<Record<'planned-per-hour' | 'instances' | 'editions-per-second' | 'ahead-hours', string>>;

function week({ users }: Workload, options: WeekOptions & { readonly json: boolean }): number {
  const capacity = {
    plannedPerHour: number('planned-per-hour', options['planned-per-hour']),
    instances: number('instances', options.instances),
    editionsPerSecondAndInstance: number('editions-per-second', options['editions-per-second']),
    aheadHours: number('ahead-hours', options['ahead-hours']),
  };
  const simulated = simulateWeek(users, capacity);
  if (options.json) process.stdout.write(`${JSON.stringify({ users, capacity, ...simulated })}\n`);
  else printWeek({ users, capacity, week: simulated }, (line) => process.stdout.write(`${line}\n`));
  return 0;
}

function number(name: string, text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new Failure(`"${name}" takes a number, not "${text}"`);
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        users: { type: 'string' },
        'listens-per-day': { type: 'string' },
        'listens-per-request': { type: 'string' },
        recommendations: { type: 'string' },
        'playlist-reads': { type: 'string' },
        items: { type: 'string' },
        'items-per-user': { type: 'string' },
        'history-days': { type: 'string' },
        remembered: { type: 'string' },
        region: { type: 'string', default: 'us-central1' },
        slots: { type: 'boolean', default: false },
        week: { type: 'boolean', default: false },
        'planned-per-hour': { type: 'string', default: String(limits.editionsPerPlanMax) },
        instances: { type: 'string', default: '200' },
        'editions-per-second': { type: 'string', default: '20' },
        'ahead-hours': { type: 'string', default: '0' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new Failure(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

await runCommand(main);
