/** Pub/Sub: listens, published once and delivered twice. The other topics carry fifty editions or a shard a message. */
import { between } from '#functions/cost/lines/day.ts';
import type { BillLine } from '#functions/cost/lines/line.ts';
import { dailyUnits, daysPerMonth, type Workload } from '#functions/cost/workload.ts';

export function messageLines(load: Workload): BillLine[] {
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

/** infra/prod.tfvars: `replay_days`. */
const replayDays = 14;
