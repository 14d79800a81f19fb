/** The plays of whole histories, named as the server names them and moved so that everybody's last week is the same one. */
import { createReadStream } from 'node:fs';
import { Failure } from '#functions/cli/support/failure.ts';
import type { Interaction } from '#functions/evaluation/interactions.ts';
import { judgeListens } from '#shared/domain/listens/judging.ts';
import { readHistory } from '#shared/formats/history/read.ts';
import type { HistoryListen } from '#shared/formats/history/row.ts';
import type { UserId } from '#shared/schemas/ids.ts';

/** One listen of one user. `at`: Unix seconds. */
export type HistoryPlay = {
  readonly userId: string;
  readonly itemId: string;
  readonly at: number;
  /** What a client would send. */
  readonly listen: Omit<HistoryListen, 'userId' | 'listenedAt'>;
};

export const weekSeconds = 7 * 86_400;

/** A Monday, midnight UTC: the zone of users who say nothing else. */
export const firstMonday = Date.parse('2026-01-05T00:00:00Z') / 1_000;

/** Interactions with `seconds` since each user's first play: everybody begins on the same Monday. */
export function playsOf(timed: readonly Interaction[]): HistoryPlay[] {
  return timed.map(({ userId, itemId, seconds = 0 }) => ({
    userId,
    itemId,
    at: firstMonday + seconds,
    listen: { itemId },
  }));
}

/** Histories in any known format. Who is in a file without names is called after the file. */
export async function readPlays(files: readonly string[]): Promise<HistoryPlay[]> {
  const plays: HistoryPlay[] = [];
  for (const [nth, file] of files.entries()) {
    const history = await readHistory(createReadStream(file), { relativeStart: firstMonday });
    if ('refusal' in history) throw new Failure(`Cannot read "${file}": ${history.refusal}`);
    for await (const row of history.rows) {
      if (!('listen' in row)) continue;
      const { userId = `user ${nth + 1}`, listenedAt, ...listen } = row.listen;
      const [named] = judgeListens([row.listen], { userId: userId as UserId }, Number.POSITIVE_INFINITY).listens;
      if (named !== undefined) plays.push({ userId, itemId: named.itemId, at: listenedAt, listen });
    }
  }
  if (plays.length === 0) throw new Failure('There is no readable listen in these files');
  return alignedAtTheEnd(plays);
}

/** Moved by whole weeks, so that the hour and the day of the week stay. */
function alignedAtTheEnd(plays: readonly HistoryPlay[]): HistoryPlay[] {
  const weekOf = (at: number): number => Math.floor((at - firstMonday) / weekSeconds);
  const last = new Map<string, number>();
  for (const { userId, at } of plays) last.set(userId, Math.max(weekOf(at), last.get(userId) ?? -Infinity));
  const end = plays.reduce((max, { at }) => Math.max(max, weekOf(at)), Number.NEGATIVE_INFINITY);
  return plays
    .map((play) => ({ ...play, at: play.at + (end - (last.get(play.userId) as number)) * weekSeconds }))
    .sort((a, b) => a.at - b.at);
}

/** The Mondays of a life: from the one after the first play to the one before the last. */
export function lifetimeOf(plays: readonly HistoryPlay[]): { readonly from: number; readonly weeks: number } {
  const week = ({ at }: HistoryPlay): number => Math.floor((at - firstMonday) / weekSeconds);
  const first = week(plays[0] as HistoryPlay) + 1;
  const last = week(plays.at(-1) as HistoryPlay);
  return { from: firstMonday + first * weekSeconds, weeks: Math.max(1, last - first + 1) };
}
