/** Cloud Run functions: CPU and memory while a request is in hand, and the requests. */
import type { BillLine } from '#functions/cost/lines/line.ts';
import { busySeconds, pricedVerbs, requestsPerDay, verbs } from '#functions/cost/verbs.ts';
import { daysPerMonth, type Workload } from '#functions/cost/workload.ts';

export function functionLines(load: Workload): BillLine[] {
  const service = 'Cloud Run functions';
  const busy = pricedVerbs.map((verb) => ({ verb, seconds: busySeconds(verb, load) }));
  const requests = pricedVerbs.reduce((sum, verb) => sum + requestsPerDay(verb, load), 0);
  return [
    ...busy.map(
      ({ verb, seconds }): BillLine => ({
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
