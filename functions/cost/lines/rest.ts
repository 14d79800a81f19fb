/** Network, logs, schedules and bundles. */
import { day } from '#functions/cost/lines/day.ts';
import type { BillLine } from '#functions/cost/lines/line.ts';
import { dailyUnits, daysPerMonth, editionsPerDay, type Workload } from '#functions/cost/workload.ts';

export function restLines(load: Workload): BillLine[] {
  const units = day(load);
  const answers = units.reduce((sum, { times, does }) => sum + times * does.answerBytes, 0) * daysPerMonth;
  const facts = dailyUnits(load).listenRequests + editionsPerDay(load);
  const logged = facts * factLogBytes;
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
      item: 'facts',
      quantity: logged * daysPerMonth,
      price: 'logBytes',
      formula: `batches and editions × ${factLogBytes} bytes; infra keeps no request log`,
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

const factLogBytes = 600;
