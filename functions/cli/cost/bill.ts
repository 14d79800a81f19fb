/** The monthly bill of the cloud home: quantity times list price per line, after what is free, each with its formula. */
import { kept, type Unit, type UnitOfWork, work } from '#functions/cli/cost/operations.ts';
import { costOf, type Prices } from '#functions/cli/cost/prices.ts';
import { rowBytes, tableRows, trainingBytes } from '#functions/cli/cost/training.ts';
import { busySeconds, requestsPerDay, verbNames, verbs } from '#functions/cli/cost/verbs.ts';
import {
  dailyUnits,
  daysPerMonth,
  editionsPerDay,
  modelRows,
  publishShards,
  type Workload,
} from '#functions/cli/cost/workload.ts';
import { tuning } from '#shared/domain/tuning.ts';
import { limits } from '#shared/schemas/limits.ts';

export type Line = {
  readonly service: string;
  readonly item: string;
  /** A month's, in the unit of the price. */
  readonly quantity: number;
  readonly price: keyof Prices;
  readonly formula: string;
};

export type BilledLine = Line & { readonly usd: number };
export type Bill = {
  readonly lines: readonly BilledLine[];
  readonly services: readonly Service[];
  readonly usd: number;
};
type Service = { readonly service: string; readonly usd: number };

/** Lines that share a price share its free part too: in proportion to their quantities. */
export function billOf(load: Workload, prices: Prices): Bill {
  const lines = [...documents(load), ...messages(load), ...functions(load), ...warehouse(load), ...rest(load)];
  const totals = new Map<keyof Prices, number>();
  for (const { price, quantity } of lines) totals.set(price, (totals.get(price) ?? 0) + quantity);
  const billed = lines.map((line) => {
    const total = totals.get(line.price) as number;
    return { ...line, usd: total === 0 ? 0 : (costOf(total, prices[line.price]) * line.quantity) / total };
  });
  const services = new Map<string, number>();
  for (const { service, usd } of billed) services.set(service, (services.get(service) ?? 0) + usd);
  return {
    lines: billed,
    services: [...services].map(([service, usd]) => ({ service, usd })),
    usd: billed.reduce((sum, { usd }) => sum + usd, 0),
  };
}

type Daily = { readonly unit: string; readonly times: number; readonly does: UnitOfWork };

/** Every unit of work of a day with what it does. A plan is counted for three editions. */
function day(load: Workload): Daily[] {
  const units = dailyUnits(load);
  const batch = load.listensPerRequest;
  const rows = modelRows(load);
  const models = { reads: 0, sharedReads: 0, writes: 1, expiring: 1, messages: 0, messageBytes: 0, answerBytes: 0 };
  const each = (unit: Unit, times: number): Daily => ({ unit, times, does: work[unit] });
  return [
    { unit: 'ingest', times: units.listenRequests, does: between('ingest one listen', 'ingest 50 listens', batch) },
    { unit: 'learn', times: units.listenRequests, does: between('learn one listen', 'learn 50 listens', batch) },
    { unit: 'plan', times: editionsPerDay(load), does: { ...models, writes: 0, expiring: 0, reads: 1 } },
    each('weekly-exploration', units['weekly-exploration']),
    each('weekly-jams', units['weekly-jams']),
    each('daily-jams', units['daily-jams']),
    each('recommendations', units.recommendations),
    each('playlist', units.playlist),
    // A user document is read so that nobody who was forgotten comes back.
    { unit: 'publish candidates', times: rows.users, does: { ...models, reads: 1 } },
    { unit: 'publish neighbours', times: rows.items, does: models },
    { unit: 'publish lists', times: load.items / 5, does: models },
  ];
}

/** What a batch of so many listens does: a straight line through what one and fifty do. */
function between(one: Unit, fifty: Unit, listens: number): UnitOfWork {
  const at = (of: keyof UnitOfWork): number => work[one][of] + ((work[fifty][of] - work[one][of]) / 49) * (listens - 1);
  return {
    reads: at('reads'),
    sharedReads: at('sharedReads'),
    writes: at('writes'),
    expiring: at('expiring'),
    messages: at('messages'),
    messageBytes: at('messageBytes'),
    answerBytes: at('answerBytes'),
  };
}

function documents(load: Workload): Line[] {
  const service = 'Firestore';
  const units = day(load);
  const monthly = (of: (does: UnitOfWork) => number): number =>
    daysPerMonth * units.reduce((sum, { times, does }) => sum + times * of(does), 0);
  const stored = storedBytes(load);
  return [
    {
      service,
      item: 'reads of users’ own documents',
      quantity: monthly(({ reads }) => reads),
      price: 'documentReads',
      formula: 'Σ units a month × own reads of the unit',
    },
    {
      service,
      item: 'reads of catalogue and model',
      quantity: monthly(({ sharedReads }) => sharedReads * (1 - load.rememberedShare)),
      price: 'documentReads',
      formula: `Σ units × shared reads × (1 − ${load.rememberedShare} remembered)`,
    },
    {
      service,
      item: 'writes',
      quantity: monthly(({ writes }) => writes),
      price: 'documentWrites',
      formula: 'Σ units × writes',
    },
    {
      service,
      item: 'deletes by time to live',
      quantity: monthly(({ expiring }) => expiring),
      price: 'documentDeletes',
      formula: 'Σ units × documents that expire',
    },
    {
      service,
      item: 'storage',
      quantity: stored,
      price: 'documentStorage',
      formula:
        `users × (profile + user + ${tuning.model.keptDays} × candidates + ${editionsKept()} editions) ` +
        `+ ${limits.recentDays} days of listens + models of ${tuning.model.keptDays} days`,
    },
    {
      service,
      item: 'backups',
      quantity: backupsKept * stored,
      price: 'documentBackups',
      formula: `${backupsKept} daily backups × storage`,
    },
  ];
}

/** infra: `backup_days`. */
const backupsKept = 7;
/** Index entries and names beside a document's body: what Firestore's own arithmetic gives for ours. */
const overheadBytes = 600;

function editionsKept(): number {
  return Math.round(tuning.edition.keptDays * (1 + 2 / 7));
}

function storedBytes(load: Workload): number {
  const { users, items } = load;
  const { keptDays } = tuning.model;
  const { neighbours } = modelRows(load);
  const perNeighbour = kept.neighbours / tuning.model.publishedNeighboursMax;
  const ofUser =
    kept.profile +
    kept.user +
    keptDays * (kept.candidates + overheadBytes) +
    editionsKept() * (kept.edition + overheadBytes);
  const model = neighbours * perNeighbour + (items / 5) * kept['artist list'];
  const listens = load.listensPerDay * limits.recentDays * work['ingest one listen'].messageBytes;
  return users * ofUser + keptDays * model + listens + items * 400;
}

function messages(load: Workload): Line[] {
  const service = 'Pub/Sub';
  const { listenRequests } = dailyUnits(load);
  const bytes = between('ingest one listen', 'ingest 50 listens', load.listensPerRequest).messageBytes + 120;
  const billed = Math.max(1_000, bytes) * listenRequests * daysPerMonth;
  const landed = bytes * listenRequests * daysPerMonth;
  return [
    {
      service,
      item: 'publish',
      quantity: billed,
      price: 'messageBytes',
      formula: 'requests × max(1,000, message bytes)',
    },
    { service, item: 'push to learn', quantity: billed, price: 'messageBytes', formula: 'the same once more' },
    { service, item: 'land in BigQuery', quantity: landed, price: 'warehouseDelivery', formula: 'message bytes' },
    {
      service,
      item: 'retention for replay',
      quantity: (landed * replayDays) / daysPerMonth,
      price: 'messageStorage',
      formula: `message bytes of ${replayDays} days`,
    },
  ];
}

/** infra: `replay_days`. */
const replayDays = 7;

function functions(load: Workload): Line[] {
  const service = 'Cloud Run functions';
  const busy = verbNames.map((verb) => ({ verb, seconds: busySeconds(verb, load) }));
  const requests = verbNames.reduce((sum, verb) => sum + requestsPerDay(verb, load), 0);
  return [
    ...busy.map(
      ({ verb, seconds }): Line => ({
        service,
        item: `${verb}: CPU`,
        quantity: seconds * verbs[verb].cpus,
        price: 'cpuSeconds',
        formula: 'seconds with a request in hand × CPUs',
      }),
    ),
    {
      service,
      item: 'memory',
      quantity: busy.reduce((sum, { verb, seconds }) => sum + seconds * verbs[verb].gib, 0),
      price: 'memorySeconds',
      formula: 'the same seconds × GiB',
    },
    {
      service,
      item: 'requests',
      quantity: requests * daysPerMonth,
      price: 'requests',
      formula: 'HTTP calls and pushed messages',
    },
  ];
}

function warehouse(load: Workload): Line[] {
  const service = 'BigQuery';
  const rows = tableRows(load);
  const perListen = rowBytes('listens') + rowBytes('listen_messages') / load.listensPerRequest;
  const history = rows.listens * perListen;
  const active = Math.min(1, 90 / load.historyDays);
  const model =
    rows.model_user_items * rowBytes('model_user_items') +
    rows.model_candidates * rowBytes('model_candidates') +
    rows.model_seeds * rowBytes('model_seeds') +
    rows.model_loved * rowBytes('model_loved') +
    rows.model_kernel_pairs * rowBytes('model_kernel_pairs');
  const read = trainingBytes(load) * daysPerMonth;
  return [
    {
      service,
      item: 'training and publishing',
      quantity: read,
      price: 'queryBytes',
      formula: `30 trainings × columns read, ${publishShards(load)} shards published`,
    },
    {
      service,
      item: 'storage, written lately',
      quantity: history * active + model,
      price: 'warehouseStorage',
      formula: 'listens of 90 days as rows and as messages, and the model',
    },
    {
      service,
      item: 'storage, long term',
      quantity: history * (1 - active),
      price: 'warehouseLongTerm',
      formula: 'older listens',
    },
  ];
}

function rest(load: Workload): Line[] {
  const units = day(load);
  const answers = units.reduce((sum, { times, does }) => sum + times * does.answerBytes, 0) * daysPerMonth;
  const requests = verbNames.reduce((sum, verb) => sum + requestsPerDay(verb, load), 0);
  const facts = dailyUnits(load).listenRequests + editionsPerDay(load);
  const logged = requests * requestLogBytes + facts * factLogBytes;
  return [
    {
      service: 'Network',
      item: 'answers to the internet',
      quantity: answers,
      price: 'egressBytes',
      formula: 'Σ requests × answer bytes, uncompressed',
    },
    {
      service: 'Cloud Logging',
      item: 'request logs and facts',
      quantity: logged * daysPerMonth,
      price: 'logBytes',
      formula: `requests × ${requestLogBytes} bytes + batches and editions × ${factLogBytes} bytes`,
    },
    {
      service: 'Cloud Scheduler',
      item: 'jobs',
      quantity: 3,
      price: 'schedulerJobs',
      formula: 'train, plan, watch',
    },
    {
      service: 'Cloud Storage',
      item: 'bundles and images',
      quantity: 2 * 2 ** 30,
      price: 'objectStorage',
      formula: 'about 2 GiB',
    },
  ];
}

/** Cloud Run writes a line for every request, with its resource and HTTP fields; ours are shorter. */
const requestLogBytes = 1_100;
const factLogBytes = 600;
