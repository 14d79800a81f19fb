/** What rebuilds of profiles and erasures of users read in BigQuery, beside the trainings. */
import { refreshSpacingSeconds } from '#functions/cloud/seconds.ts';
import { statementBytes, statementsOfTraining, tableRows } from '#functions/cost/training.ts';
import type { Workload } from '#functions/cost/workload.ts';
import { type Table, type TableName, tableNames, tables } from '#shared/schemas/tables.ts';
import { tablesOfUsers, tablesOfWords } from '#shared/sql/forget/erasers.ts';

/** Of a hundred users, one a day brings a late history or takes a listen back; of a thousand, one a month wants to be forgotten. */
const rebuildsPerUserAndDay = 0.01;
const erasuresPerUserAndMonth = 0.001;

/** A partition of messages is a day, and the last hour may lie in two. */
const daysOfMessagesRead = 2;

/** See functions/learn/rebuild.ts. */
const statementsOfRebuild = [
  'learn/user_counts',
  'learn/batches_of_user',
  'learn/profile_affinities',
  'learn/profile_window',
  'learn/profile_heard',
  'learn/user_counts',
];
const statementsOfErasure = [...tablesOfWords, ...tablesOfUsers].map((table) => `forget/${table}`);
/** A first pass, and a last one when everything has settled. */
const passesOfErasure = 2;

export const rebuildsPerDay = ({ users }: Workload): number => users * rebuildsPerUserAndDay;
export const erasuresPerMonth = ({ users }: Workload): number => users * erasuresPerUserAndMonth;

/** Rebuilds that wait share the next refresh, of which there are only so many in a day. */
export function refreshesPerDay(load: Workload): number {
  return Math.min(rebuildsPerDay(load), 86_400 / refreshSpacingSeconds(load.listensPerDay * load.historyDays));
}

export function refreshBytes(load: Workload): number {
  const rows = tableRows(load, daysOfMessagesRead * 86_400);
  const names = Object.keys(statementsOfTraining).filter((name) => name.startsWith('refresh/'));
  return names.reduce((sum, name) => sum + statementBytes(name, load, rows), 0);
}

export function rebuildBytes(load: Workload): number {
  return bytesOfUser(statementsOfRebuild, load, daysOfMessagesRead);
}

export function erasureBytes(load: Workload): number {
  return passesOfErasure * bytesOfUser(statementsOfErasure, load, load.historyDays);
}

/** Of a table that is clustered by its users, a statement about one of them reads a few blocks, billed as the least there is. */
function bytesOfUser(names: readonly string[], load: Workload, daysOfMessages: number): number {
  const all = tableRows(load, daysOfMessages * 86_400);
  const rows = Object.fromEntries(tableNames.map((table) => [table, isByUser(table) ? 0 : all[table]]));
  return names.reduce((sum, name) => sum + statementBytes(name, load, rows as typeof all), 0);
}

function isByUser(table: TableName): boolean {
  const [first] = (tables[table] as Table).cluster ?? [];
  return first === 'user_id' || first === 'user_index';
}
