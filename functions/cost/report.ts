/** Prints a bill as a person would check it: every line with its quantity, price and formula. */
import type { Bill } from '#functions/cost/bill.ts';
import type { PersonalizeBill } from '#functions/cost/personalize.ts';
import { type Prices, pricesDated } from '#functions/cost/prices.ts';
import type { Capacity, Week } from '#functions/cost/scale/week.ts';
import { dollars, inWords } from '#functions/cost/words.ts';
import type { Workload } from '#functions/cost/workload.ts';

export type CostReport = {
  readonly load: Workload;
  readonly region: string;
  readonly prices: Prices;
  readonly bill: Bill;
  readonly personalize: PersonalizeBill;
};

export function printBill(
  { load, region, prices, bill, personalize }: CostReport,
  print: (line: string) => void,
): void {
  print(
    `${inWords(load.users)} users, ${inWords(load.listensPerDay)} listens a day, ${region}, list prices of ${pricesDated}`,
  );
  print(
    `Assumed: ${load.listensPerRequest} listens a request, ${load.recommendationsPerUserAndDay} recommendations and ` +
      `${load.playlistsReadPerUserAndDay} playlist reads a user and day, 2 weekly editions and 7 daily ones a user and week, ` +
      `${inWords(load.items)} items, ${load.itemsPerUser} of them a user, ${load.historyDays} days of history`,
  );
  for (const { service, usd } of bill.services) {
    print('');
    print(`${service.padEnd(52)}${dollars(usd).padStart(16)}`);
    for (const line of bill.lines.filter((each) => each.service === service)) {
      const { per, usd: unit } = prices[line.price];
      const quantity = inWords(line.quantity * (unit < 1e-9 ? 2 ** -30 : 1));
      print(
        `  ${line.item.padEnd(36)}${`${quantity}${unit < 1e-9 ? ' GiB' : ''}`.padStart(14)}${dollars(line.usd).padStart(16)}  ${line.formula}; ${per}`,
      );
    }
  }
  print('');
  print(`${'A month'.padEnd(52)}${dollars(bill.usd).padStart(16)}`);
  print(`${'Amazon Personalize for the recommendations alone'.padEnd(52)}${dollars(personalize.usd).padStart(16)}`);
}

export type WeekReport = { readonly users: number; readonly capacity: Capacity; readonly week: Week };

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Every day's busiest hour, and what the week came to. */
export function printWeek({ users, capacity, week }: WeekReport, print: (line: string) => void): void {
  print(
    `${inWords(users)} users, ${inWords(week.editions)} editions a week; planning hands on ${inWords(capacity.plannedPerHour)} an hour, ` +
      `${capacity.instances} instances assemble ${capacity.editionsPerSecondAndInstance} a second each`,
  );
  for (const [at, day] of days.entries()) {
    const hours = week.hours.slice(at * 24, (at + 1) * 24);
    const busiest = hours.reduce((most, each) => (each.due > most.due ? each : most));
    const waiting = Math.max(...hours.map((each) => each.waiting));
    const busy = Math.max(...hours.map((each) => each.busy));
    print(
      `${day.padEnd(10)} most due at ${String(busiest.hour % 24).padStart(2)}:00 UTC ${inWords(busiest.due).padStart(14)}, ` +
        `waiting ${inWords(waiting).padStart(14)}, busy instances ${Math.ceil(busy).toLocaleString('en').padStart(7)}`,
    );
  }
  print(
    `The longest wait is ${week.longestWaitHours.toFixed(1)} h; ${(100 * week.withinObjective).toFixed(1)} % are made within two hours`,
  );
}
