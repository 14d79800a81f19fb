/** One line of a bill before its price is known. */
import type { Prices } from '#functions/cost/prices.ts';

export type BillLine = {
  readonly service: string;
  readonly item: string;
  /** A month's, in the unit of the price. */
  readonly quantity: number;
  readonly price: keyof Prices;
  readonly formula: string;
};
