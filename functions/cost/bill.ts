/** The monthly bill of the cloud home: quantity times list price per line, after what is free, each with its formula. */
import { documentLines } from '#functions/cost/lines/documents.ts';
import { functionLines } from '#functions/cost/lines/functions.ts';
import type { BillLine } from '#functions/cost/lines/line.ts';
import { messageLines } from '#functions/cost/lines/messages.ts';
import { restLines } from '#functions/cost/lines/rest.ts';
import { warehouseLines } from '#functions/cost/lines/warehouse.ts';
import { costOf, type Prices } from '#functions/cost/prices.ts';
import type { Workload } from '#functions/cost/workload.ts';

export type BilledLine = BillLine & { readonly usd: number };
export type Bill = {
  readonly lines: readonly BilledLine[];
  readonly services: readonly Service[];
  readonly usd: number;
};
type Service = { readonly service: string; readonly usd: number };

/** Lines that share a price share its free part too: in proportion to their quantities. */
export function billOf(load: Workload, prices: Prices): Bill {
  const lines = [
    ...documentLines(load),
    ...messageLines(load),
    ...functionLines(load),
    ...warehouseLines(load),
    ...restLines(load),
  ];
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
