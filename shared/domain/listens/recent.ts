/** What counts as recent: listens of the last days are kept whole in documents, older ones in the warehouse alone. */
import { songOf } from '#shared/domain/identity/keys.ts';
import { type Play, separationOf } from '#shared/domain/listens/echo.ts';
import type { ListenedMessage } from '#shared/domain/listens/messages.ts';
import { limits } from '#shared/schemas/limits.ts';
import type { Listen } from '#shared/schemas/listen.ts';
import type { RecentListens } from '#shared/schemas/recent-listens.ts';

/** Documents hold every listen after this instant, Unix seconds; a day of margin, because they expire by the minute. */
export function recentHorizon(now: number): number {
  return now - (limits.recentDays - 1) * 86_400;
}

/** The play of which a listen tells. */
export function playOf(listen: Listen): Play {
  return { song: songOf(listen), listenedAt: listen.listenedAt, separation: separationOf(listen) };
}

/** A batch without listens that were taken back, of whose plays it still tells. */
export function withoutListens(batch: RecentListens, gone: ReadonlySet<string>): RecentListens {
  const [left, taken] = [true, false].map((stays) => batch.listens.filter(({ id }) => gone.has(id) !== stays));
  return { ...batch, listens: left as Listen[], gone: [...(batch.gone ?? []), ...(taken as Listen[]).map(playOf)] };
}

/** The recent part of a batch, or undefined when there is none. */
export function recentPart({ userId, batchId, receivedAt, listens }: ListenedMessage): RecentListens | undefined {
  const since = receivedAt - limits.recentDays * 86_400;
  const recent = listens.filter(({ listenedAt }) => listenedAt >= since);
  if (recent.length === 0) return undefined;
  const newestAt = Math.max(...recent.map(({ listenedAt }) => listenedAt));
  return { userId, batchId, newestAt, receivedAt, listens: recent };
}
