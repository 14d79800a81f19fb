/** Prints a bill as a person would check it: every line with its quantity, price and formula. */
import type { Bill } from '#functions/cli/cost/bill.ts';
import type { PersonalizeBill } from '#functions/cli/cost/personalize.ts';
import { type Prices, pricesDated } from '#functions/cli/cost/prices.ts';
import type { Workload } from '#functions/cli/cost/workload.ts';

export type Report = {
  readonly load: Workload;
  readonly region: string;
  readonly prices: Prices;
  readonly bill: Bill;
  readonly personalize: PersonalizeBill;
};

export function printBill({ load, region, prices, bill, personalize }: Report, print: (line: string) => void): void {
  print(
    `${short(load.users)} users, ${short(load.listensPerDay)} listens a day, ${region}, list prices of ${pricesDated}`,
  );
  print(
    `Assumed: ${load.listensPerRequest} listens a request, ${load.recommendationsPerUserAndDay} recommendations and ` +
      `${load.playlistsReadPerUserAndDay} playlist reads a user and day, 2 weekly editions and 7 daily ones a user and week, ` +
      `${short(load.items)} items, ${load.itemsPerUser} of them a user, ${load.historyDays} days of history`,
  );
  for (const { service, usd } of bill.services) {
    print('');
    print(`${service.padEnd(52)}${dollars(usd).padStart(16)}`);
    for (const line of bill.lines.filter((each) => each.service === service)) {
      const { per, usd: unit } = prices[line.price];
      const quantity = short(line.quantity * (unit < 1e-9 ? 2 ** -30 : 1));
      print(
        `  ${line.item.padEnd(36)}${`${quantity}${unit < 1e-9 ? ' GiB' : ''}`.padStart(14)}${dollars(line.usd).padStart(16)}  ${line.formula}; ${per}`,
      );
    }
  }
  print('');
  print(`${'A month'.padEnd(52)}${dollars(bill.usd).padStart(16)}`);
  print(`${'Amazon Personalize for the recommendations alone'.padEnd(52)}${dollars(personalize.usd).padStart(16)}`);
}

export function dollars(usd: number): string {
  if (usd === 0) return '$0';
  return usd < 10 ? `$${usd.toFixed(2)}` : `$${Math.round(usd).toLocaleString('en')}`;
}

/** Three digits and a word for the rest: 10.4 million. */
export function short(quantity: number): string {
  const steps = [
    [1e15, ' quadrillion'],
    [1e12, ' trillion'],
    [1e9, ' billion'],
    [1e6, ' million'],
    [1e3, ' thousand'],
  ] as const;
  for (const [size, word] of steps) if (quantity >= size) return `${Number((quantity / size).toPrecision(3))}${word}`;
  return String(Number(quantity.toPrecision(3)));
}
