/** What counts as recent: listens of the last days are kept whole in documents, older ones in the warehouse alone. */
import type { ListenedMessage } from '#shared/domain/listens/messages.ts';
import { limits } from '#shared/schemas/limits.ts';
import type { RecentListens } from '#shared/schemas/recent-listens.ts';

/** Documents hold every listen after this instant, Unix seconds; a day of margin, because they expire by the minute. */
export function recentHorizon(now: number): number {
  return now - (limits.recentDays - 1) * 86_400;
}

/** The recent part of a batch, or undefined when there is none. */
export function recentPart({ userId, batchId, receivedAt, listens }: ListenedMessage): RecentListens | undefined {
  const since = receivedAt - limits.recentDays * 86_400;
  const recent = listens.filter(({ listenedAt }) => listenedAt >= since);
  if (recent.length === 0) return undefined;
  const newestAt = Math.max(...recent.map(({ listenedAt }) => listenedAt));
  return { userId, batchId, newestAt, receivedAt, listens: recent };
}
