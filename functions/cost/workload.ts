/** What a deployment of some size does in a day. Every assumption is a field here, and a sentence in the report. */

import { publicationShards } from '#shared/domain/model/pointer.ts';
import { tuning } from '#shared/domain/tuning.ts';
import { limits } from '#shared/schemas/limits.ts';
import { neighboursWithin } from '#shared/sql/train/build-model.ts';

export type Workload = {
  readonly users: number;
  /** Of all users together. */
  readonly listensPerDay: number;
  /** Players send what was played as it was played: mostly one by one. */
  readonly listensPerRequest: number;
  readonly recommendationsPerUserAndDay: number;
  readonly playlistsReadPerUserAndDay: number;
  /** Different items that were ever played or described. */
  readonly items: number;
  /** Different items a user has played. */
  readonly itemsPerUser: number;
  /** Days of listening that have gathered: the bill grows with them. */
  readonly historyDays: number;
  /** Share of shared documents that an instance still remembers when it needs them, if popularity falls as 1 / rank. */
  readonly rememberedShare: number;
  /** Whether BigQuery is paid by the slot: infra, `slots`. */
  readonly slots: boolean;
};

export const daysPerMonth = 30;
export const secondsPerMonth = daysPerMonth * 86_400;

/** A workload from its users, with everything else as is usual. */
export function workloadOf(given: Partial<Workload> & Pick<Workload, 'users'>): Workload {
  const { users } = given;
  // Catalogues grow slower than audiences: 158,000 items at 1,000 users, 100 million at 400 million.
  const items = given.items ?? Math.min(1e8, Math.round(5_000 * Math.sqrt(users)));
  return {
    listensPerDay: users * 20,
    listensPerRequest: 1,
    recommendationsPerUserAndDay: 1,
    playlistsReadPerUserAndDay: 1,
    items,
    itemsPerUser: 800,
    historyDays: 365,
    slots: false,
    rememberedShare: rememberedOf(items),
    ...given,
  };
}

/** The sum of 1 / rank over what fits into memory, over the sum over all. */
function rememberedOf(items: number): number {
  const remembered = limits.cachedItemsMax / tuning.model.publishedNeighboursMax;
  return Number(Math.min(1, Math.log(remembered) / Math.log(Math.max(remembered, items))).toFixed(2));
}

/** How many units of each kind a day brings. */
export function dailyUnits(load: Workload) {
  const { users, listensPerDay, listensPerRequest } = load;
  return {
    listenRequests: listensPerDay / listensPerRequest,
    'weekly-exploration': users / 7,
    'weekly-jams': users / 7,
    'daily-jams': users,
    'new-releases': users / 7,
    recommendations: users * load.recommendationsPerUserAndDay,
    playlist: users * load.playlistsReadPerUserAndDay,
  };
}

/** Rows of the model's tables after one training. */
export function modelRows({ users, items, itemsPerUser }: Workload) {
  const { model } = tuning;
  const paired = Math.min(model.kernel.itemsPerUserMax, itemsPerUser);
  const neighbours = items * neighboursWithin(items);
  return {
    users,
    items,
    userItems: users * itemsPerUser,
    /** Each user brings so many pairs; common ones are brought by several. */
    kernelPairs: Math.min((items * items) / 2, (users * paired * paired) / 2 / 3),
    neighbours,
    candidates: users * model.candidates.perUserMax,
    seeds: users * model.candidates.perUserMax * model.candidates.seedsMax,
    loved: users * Math.min(model.lovedMax, itemsPerUser),
  };
}

/** Shards in which a model is published, one message each. */
export function publishShards(load: Workload): number {
  const { neighbours, candidates } = modelRows(load);
  return publicationShards(neighbours + candidates);
}

/** Editions that fall due in a day, on average over the week. */
export function editionsPerDay(load: Workload): number {
  const units = dailyUnits(load);
  return units['daily-jams'] + units['weekly-jams'] + units['weekly-exploration'] + units['new-releases'];
}
