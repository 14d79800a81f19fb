/** Every unit of work that a day brings, with what it does to the stores. */
import { type Unit, type UnitOfWork, work } from '#functions/cost/operations.ts';
import { dailyUnits, editionsPerDay, modelRows, type Workload } from '#functions/cost/workload.ts';

export type DailyFigures = { readonly unit: string; readonly times: number; readonly does: UnitOfWork };

/** A plan reads one schedule an edition; a batch of listens does what its size makes it do. */
export function day(load: Workload): DailyFigures[] {
  const units = dailyUnits(load);
  const batch = load.listensPerRequest;
  const rows = modelRows(load);
  const models = { reads: 0, sharedReads: 0, writes: 1, expiring: 1, messages: 0, messageBytes: 0, answerBytes: 0 };
  const each = (unit: Unit, times: number): DailyFigures => ({ unit, times, does: work[unit] });
  return [
    { unit: 'ingest', times: units.listenRequests, does: between('ingest one listen', 'ingest 50 listens', batch) },
    { unit: 'learn', times: units.listenRequests, does: between('learn one listen', 'learn 50 listens', batch) },
    { unit: 'plan', times: editionsPerDay(load), does: { ...models, writes: 0, expiring: 0, reads: 1 } },
    each('weekly-exploration', units['weekly-exploration']),
    each('weekly-jams', units['weekly-jams']),
    each('daily-jams', units['daily-jams']),
    each('new-releases', units['new-releases']),
    each('recommendations', units.recommendations),
    each('playlist', units.playlist),
    // A user document is read so that nobody who was forgotten comes back.
    { unit: 'publish candidates', times: rows.users, does: { ...models, reads: 1 } },
    { unit: 'publish neighbours', times: rows.items, does: models },
    { unit: 'publish lists', times: load.items / 5, does: models },
  ];
}

/** What a batch of so many listens does: a straight line through what one and fifty do. */
export function between(one: Unit, fifty: Unit, listens: number): UnitOfWork {
  const at = (of: keyof UnitOfWork): number => work[one][of] + ((work[fifty][of] - work[one][of]) / 49) * (listens - 1);
  return {
    reads: at('reads'),
    sharedReads: at('sharedReads'),
    writes: at('writes'),
    expiring: at('expiring'),
    messages: at('messages'),
    messageBytes: at('messageBytes'),
    answerBytes: at('answerBytes'),
  };
}
