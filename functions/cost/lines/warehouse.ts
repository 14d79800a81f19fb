/** BigQuery: trainings, and every listen ever, as a message and as a row. */
import type { BillLine } from '#functions/cost/lines/line.ts';
import { costOf, type Prices } from '#functions/cost/prices.ts';
import { rowBytes, tableRows, trainingBytes, trainingSlotSeconds } from '#functions/cost/training.ts';
import { inWords } from '#functions/cost/words.ts';
import { daysPerMonth, publishShards, type Workload } from '#functions/cost/workload.ts';

/** BigQuery is paid by what queries read or by the slots they keep busy, whichever is less. */
function queries(load: Workload, prices: Prices): BillLine {
  const read = trainingBytes(load) * daysPerMonth;
  const slotSeconds = trainingSlotSeconds(load) * daysPerMonth;
  const training = { service: 'BigQuery', item: 'training and publishing' };
  return costOf(read, prices.queryBytes) <= costOf(slotSeconds, prices.slotSeconds)
    ? {
        ...training,
        quantity: read,
        price: 'queryBytes',
        formula: `${daysPerMonth} trainings × columns read, ${publishShards(load)} shards published`,
      }
    : {
        ...training,
        quantity: slotSeconds,
        price: 'slotSeconds',
        formula: `${daysPerMonth} trainings × slot seconds; by bytes it would be ${inWords(read / 2 ** 40)} TiB`,
      };
}

export function warehouseLines(load: Workload, prices: Prices): BillLine[] {
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
    queries(load, prices),
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
