/** How much one listen says: a full play weighs 1, a play that just counts 0.5, a skip 0. */
import { tuning } from '#shared/domain/tuning.ts';

export type Played = { readonly playedMs?: number | undefined; readonly durationMs?: number | undefined };

/**
 * Engagement weight, 0 to 1. The floor of what counts is Last.fm's scrobble rule: the item is longer than 30 seconds,
 * and half of it or four minutes were played. A listen without `playedMs` comes from a scrobbler that has applied the
 * rule itself and weighs 1. shared/sql/refresh/listens.sql computes the same number (I3).
 */
export function engagementWeight({ playedMs, durationMs }: Played): number {
  const dials = tuning.engagement;
  if (durationMs !== undefined && durationMs > 0 && durationMs <= dials.shortestTrackMs) return 0;
  if (playedMs === undefined) return 1;
  const lengthMs = durationMs !== undefined && durationMs > 0 ? durationMs : dials.assumedDurationMs;
  if (playedMs < Math.min(lengthMs * dials.countsFromShare, dials.countsFromMs)) return 0;
  return Math.min(1, Math.max(dials.floorWeight, playedMs / lengthMs));
}
