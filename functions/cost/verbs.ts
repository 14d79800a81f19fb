/** How long the functions are busy: what Cloud Run bills. Sizes are those of infra/functions.tf. */
import {
  dailyUnits,
  daysPerMonth,
  editionsPerDay,
  modelRows,
  publishShards,
  secondsPerMonth,
  type Workload,
} from '#functions/cost/workload.ts';
import { limits } from '#shared/schemas/limits.ts';

type Shape = {
  readonly cpus: number;
  readonly gib: number;
  /** Milliseconds of one CPU that a request takes: `npm run bench`, and 0.2 to 0.4 ms for every call to a store. */
  readonly cpuMs: number;
  /** Milliseconds from first to last byte: most of it waiting for documents, at 10 to 20 ms a round trip. */
  readonly wallMs: number;
};

export const verbs = {
  ingest: { cpus: 1, gib: 0.5, cpuMs: 1, wallMs: 60 },
  learn: { cpus: 1, gib: 0.5, cpuMs: 2, wallMs: 100 },
  serve: { cpus: 1, gib: 0.5, cpuMs: 8, wallMs: 120 },
  /** A message of fifty editions, one behind the other. */
  assemble: {
    cpus: 1,
    gib: 0.5,
    cpuMs: 20 * limits.editionsPerMessageMax,
    wallMs: 200 * limits.editionsPerMessageMax,
  },
  publish: { cpus: 1, gib: 1, cpuMs: 20_000, wallMs: 60_000 },
  plan: { cpus: 1, gib: 0.5, cpuMs: 1_000, wallMs: 5_000 },
  /** Waiting for BigQuery and factorising, which its dials bound; see `busySeconds` for what grows. */
  train: { cpus: 4, gib: 8, cpuMs: 0, wallMs: 300_000 },
  watch: { cpus: 1, gib: 0.5, cpuMs: 200, wallMs: 1_000 },
} as const satisfies Record<string, Shape>;

export type Verb = keyof typeof verbs;
export const pricedVerbs = Object.keys(verbs) as Verb[];

/** An instance is full at this share of its CPU: where Cloud Run's autoscaler starts another. */
const fullShare = 0.6;
/** Milliseconds in which `train` reads a million pairs of user and item into memory. */
const readMsPerMillion = 6_000;

export function requestsPerDay(verb: Verb, load: Workload): number {
  const units = dailyUnits(load);
  switch (verb) {
    case 'ingest':
    case 'learn':
      return units.listenRequests;
    case 'serve':
      return units.recommendations + units.playlist;
    case 'assemble':
      return editionsPerDay(load) / limits.editionsPerMessageMax;
    case 'publish':
      return publishShards(load);
    case 'plan':
      return 24;
    case 'train':
      return 1;
    case 'watch':
      return 96;
    default:
      return verb satisfies never;
  }
}

/**
 * Instance seconds a month. Requests that overlap share an instance, so at little traffic it is the share of time in
 * which any request is in hand, 1 − e^(−a) for a of them on average; at much traffic it is the CPU they take.
 */
export function busySeconds(verb: Verb, load: Workload): number {
  const perDay = requestsPerDay(verb, load);
  const { cpuMs, wallMs } = verbs[verb];
  const reading = verb === 'train' ? (modelRows(load).userItems / 1e6) * readMsPerMillion : 0;
  const inHand = (perDay * (wallMs + reading)) / 1_000 / 86_400;
  const awake = secondsPerMonth * (1 - Math.exp(-inHand));
  const computing = (perDay * daysPerMonth * cpuMs) / 1_000 / fullShare;
  return Math.max(awake, computing);
}
