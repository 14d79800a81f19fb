/** Public list prices in US dollars, with the day they were looked up and where. Edit here when a provider changes them. */

export const pricesDated = '2026-11';

export type Price = {
  /** For one unit of the quantity: a document, a byte, a second. */
  readonly usd: number;
  /** The price as it is listed. */
  readonly per: string;
  /** What a month has for nothing, in the unit of the quantity; per billing account or project. */
  readonly freePerMonth: number;
  /** Lower prices from these quantities on, ascending. */
  readonly tiers?: readonly { readonly from: number; readonly usd: number }[];
  readonly source: string;
};

const firestore = 'https://cloud.google.com/firestore/pricing';
const pubsub = 'https://cloud.google.com/pubsub/pricing';
const run = 'https://cloud.google.com/run/pricing';
const bigquery = 'https://cloud.google.com/bigquery/pricing';
const logging = 'https://cloud.google.com/stackdriver/pricing';
const network = 'https://cloud.google.com/vpc/network-pricing';
const storage = 'https://cloud.google.com/storage/pricing';
const scheduler = 'https://cloud.google.com/scheduler/pricing';
const personalize = 'https://aws.amazon.com/personalize/pricing';

const million = 1e6;
const gib = 2 ** 30;
const tib = 2 ** 40;
const daysPerMonth = 30;

/** Iowa, us-central1: the default of infra/variables.tf, and the region whose prices every one of the pages names first. Quantities are documents, bytes, seconds. */
const iowa = {
  documentReads: price(0.03 / 1e5, '100,000 documents at $0.03', 50_000 * daysPerMonth, firestore),
  documentWrites: price(0.09 / 1e5, '100,000 documents at $0.09', 20_000 * daysPerMonth, firestore),
  /** Time to live deletes for this price too, without a free part. */
  documentDeletes: price(0.01 / 1e5, '100,000 documents at $0.01', 0, firestore),
  documentStorage: price(0.15 / gib, 'GiB and month at $0.15', gib, firestore),
  documentRecovery: price(0.15 / gib, 'GiB and month at $0.15', 0, firestore),
  documentBackups: price(0.03 / gib, 'GiB and month at $0.03', 0, firestore),
  /** Publishing and delivery by push, each; a request counts for 1,000 bytes at least. */
  messageBytes: price(40 / tib, 'TiB at $40', 10 * gib, pubsub),
  warehouseDelivery: price(50 / tib, 'TiB at $50', 0, pubsub),
  messageStorage: price(0.27 / gib, 'GiB and month at $0.27', 0, pubsub),
  cpuSeconds: price(0.000024, 'vCPU second at $0.000024', 180_000, run),
  memorySeconds: price(0.0000025, 'GiB second at $0.0000025', 360_000, run),
  requests: price(0.4 / million, 'million requests at $0.40', 2 * million, run),
  queryBytes: price(6.25 / tib, 'TiB read at $6.25', tib, bigquery),
  slotSeconds: price(0.06 / 3_600, 'slot hour (Enterprise) at $0.06', 0, bigquery),
  warehouseStorage: price(0.02 / gib, 'GiB and month at $0.02', 10 * gib, bigquery),
  /** A partition that nobody wrote to for 90 days. */
  warehouseLongTerm: price(0.01 / gib, 'GiB and month at $0.01', 0, bigquery),
  logBytes: price(0.5 / gib, 'GiB at $0.50', 50 * gib, logging),
  egressBytes: {
    ...price(0.12 / gib, 'GiB at $0.12, from 1 TiB $0.11, from 10 TiB $0.08', gib, network),
    tiers: [
      { from: tib, usd: 0.11 / gib },
      { from: 10 * tib, usd: 0.08 / gib },
    ],
  },
  objectStorage: price(0.02 / gib, 'GiB and month at $0.02', 5 * gib, storage),
  schedulerJobs: price(0.1, 'job and month at $0.10', 3, scheduler),
} as const satisfies Record<string, Price>;

/** Where documents live in a multi-region and the rest beside them; other regions differ by up to a fifth. */
const europe = {
  ...iowa,
  documentReads: { ...iowa.documentReads, usd: 0.06 / 1e5, per: '100,000 documents at $0.06' },
  documentWrites: { ...iowa.documentWrites, usd: 0.18 / 1e5, per: '100,000 documents at $0.18' },
  documentDeletes: { ...iowa.documentDeletes, usd: 0.02 / 1e5, per: '100,000 documents at $0.02' },
  documentStorage: { ...iowa.documentStorage, usd: 0.18 / gib, per: 'GiB and month at $0.18' },
} as const satisfies Record<keyof typeof iowa, Price>;

export const regions = { 'us-central1': iowa, eur3: europe } as const;
export type Region = keyof typeof regions;
export type Prices = Readonly<Record<keyof typeof iowa, Price>>;

/** Amazon Personalize, recipe User-Personalization-v2, us-east-1. */
export const personalizePrices = {
  ingestedBytes: price(0.05 / 1e9, 'GB at $0.05', 0, personalize),
  trainedInteractions: price(0.002 / 1_000, '1,000 interactions at $0.002', 0, personalize),
  recommendations: price(0.15 / 1_000, '1,000 requests at $0.15', 0, personalize),
} as const satisfies Record<string, Price>;

/** Interactions that one Personalize model considers at most: its quota. */
export const personalizeInteractionsMax = 3e9;

/** What a month's quantity costs after the free part, tier by tier. */
export function costOf(quantity: number, { usd, freePerMonth, tiers = [] }: Price): number {
  let [from, cost] = [freePerMonth, 0];
  let at = usd;
  for (const tier of tiers) {
    cost += Math.max(0, Math.min(quantity, tier.from) - from) * at;
    [from, at] = [tier.from, tier.usd];
  }
  return cost + Math.max(0, quantity - from) * at;
}

function price(usd: number, per: string, freePerMonth: number, source: string): Price {
  return { usd, per, freePerMonth, source };
}
