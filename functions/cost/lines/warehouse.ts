/** BigQuery: trainings, and every listen ever, as a message and as a row. */
import type { BillLine } from '#functions/cost/lines/line.ts';
import { rowBytes, tableRows, trainingBytes, trainingSlotSeconds } from '#functions/cost/training.ts';
import {
  erasureBytes,
  erasuresPerMonth,
  rebuildBytes,
  rebuildsPerDay,
  refreshBytes,
  refreshesPerDay,
} from '#functions/cost/upkeep.ts';
import { inWords } from '#functions/cost/words.ts';
import { daysPerMonth, publishShards, type Workload } from '#functions/cost/workload.ts';

/** A project is on demand, paid by what its queries read, unless infra's `slots` reserves what they keep busy. */
function queries(load: Workload): BillLine {
  const training = { service: 'BigQuery', item: 'training and publishing' };
  return load.slots
    ? {
        ...training,
        quantity: trainingSlotSeconds(load) * daysPerMonth,
        price: 'slotSeconds',
        formula: `${daysPerMonth} trainings × slot seconds; by bytes it would be ${inWords((trainingBytes(load) * daysPerMonth) / 2 ** 40)} TiB`,
      }
    : {
        ...training,
        quantity: trainingBytes(load) * daysPerMonth,
        price: 'queryBytes',
        formula: `${daysPerMonth} trainings × columns read, ${publishShards(load)} shards published`,
      };
}

/** What a slot reads in a second, most of it JSON: an assumption, BigQuery publishes no figure. */
const bytesPerSlotSecond = 200e6;

/** Beside the trainings. */
function upkeep(load: Workload): BillLine[] {
  const [refreshes, rebuilds, erasures] = [refreshesPerDay(load), rebuildsPerDay(load), erasuresPerMonth(load)];
  const gib = (bytes: number): string => inWords(bytes / 2 ** 30);
  const line = (item: string, bytes: number, formula: string): BillLine => ({
    service: 'BigQuery',
    item,
    ...(load.slots
      ? { quantity: bytes / bytesPerSlotSecond, price: 'slotSeconds', formula: `${formula}, at 200 MB a slot second` }
      : { quantity: bytes, price: 'queryBytes', formula }),
  });
  return [
    line(
      'rebuilds of profiles',
      daysPerMonth * (refreshes * refreshBytes(load) + rebuilds * rebuildBytes(load)),
      `a day ${inWords(rebuilds)} rebuilds × ${gib(rebuildBytes(load))} GiB, sharing ${inWords(refreshes)} refreshes × ${gib(refreshBytes(load))} GiB`,
    ),
    line(
      'erasures of users',
      erasures * erasureBytes(load),
      `${inWords(erasures)} a month × ${gib(erasureBytes(load))} GiB, two passes`,
    ),
  ];
}

export function warehouseLines(load: Workload): BillLine[] {
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
  return [
    queries(load),
    ...upkeep(load),
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
