/** The parameters that are dials: the name a statement uses, and its value from domain/tuning.ts. */
import { fastHalfLifeSeconds, slowHalfLifeSeconds, tuning } from '#shared/domain/tuning.ts';
import { int64, type Parameters } from '#shared/ports/warehouse.ts';

const { affinity, engagement, window } = tuning;

export const dials: Parameters = {
  shortest_track_ms: int64(engagement.shortestTrackMs),
  counts_from_share: engagement.countsFromShare,
  counts_from_ms: engagement.countsFromMs,
  assumed_duration_ms: int64(engagement.assumedDurationMs),
  floor_weight: engagement.floorWeight,

  fast_half_life_seconds: fastHalfLifeSeconds,
  slow_half_life_seconds: slowHalfLifeSeconds,
  items_max: int64(affinity.itemsMax),
  artists_max: int64(affinity.artistsMax),
  shows_max: int64(affinity.showsMax),
  tags_max: int64(affinity.tagsMax),
  window_listens_max: int64(window.listensMax),
};
