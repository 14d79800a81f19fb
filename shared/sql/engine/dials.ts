/** The parameters that are dials: the name a statement uses, and its value from domain/tuning.ts. */
import {
  dayInSeconds,
  experimentDials,
  fastHalfLifeSeconds,
  slowHalfLifeSeconds,
  tuning,
  watchDials,
} from '#shared/domain/tuning.ts';
import { int64, type Parameters } from '#shared/ports/warehouse.ts';
import { limits } from '#shared/schemas/limits.ts';

const { affinity, echo, edition, engagement, model, window, words } = tuning;

export const statementDials: Parameters = {
  shortest_track_ms: int64(engagement.shortestTrackMs),
  counts_from_share: engagement.countsFromShare,
  counts_from_ms: engagement.countsFromMs,
  assumed_duration_ms: int64(engagement.assumedDurationMs),
  floor_weight: engagement.floorWeight,
  separation_seconds_max: int64(echo.secondsMax),
  separation_seconds_untold: int64(echo.untoldSeconds),

  fast_half_life_seconds: fastHalfLifeSeconds,
  slow_half_life_seconds: slowHalfLifeSeconds,
  rest_seconds: int64(edition.restDays * dayInSeconds),
  items_max: int64(affinity.itemsMax),
  artists_max: int64(affinity.artistsMax),
  shows_max: int64(affinity.showsMax),
  tags_max: int64(affinity.tagsMax),
  window_listens_max: int64(window.listensMax),

  words_tellers_min: int64(words.tellersMin),
  words_tellers_max: int64(limits.tellersMax),
  proposed_listeners_min: int64(model.proposedListenersMin),

  weight_power: model.weightPower,
  kernel_kappa: model.kernel.kappa,
  kernel_exponent: model.kernel.exponent,
  kernel_smoothing: model.kernel.smoothing,
  kernel_items_max: int64(model.kernel.itemsPerUserMax),
  kernel_neighbours_max: int64(model.neighboursMax),
  spectral_items_max: int64(model.spectral.itemsPerUserMax),
  kernel_share: model.kernelShare,
  tags_share: model.tagsShare,
  common_tags_share: model.commonTagsShare,
  cold_share: model.cold.share,
  cold_neighbours_max: int64(model.cold.neighboursMax),
  cold_per_tag_max: int64(model.cold.perTagMax),
  cold_per_artist_max: int64(model.cold.perArtistMax),
  seeds_per_user_max: int64(model.candidates.seedsPerUserMax),
  candidate_neighbours_max: int64(model.candidates.neighboursMax),
  candidates_max: int64(model.candidates.perUserMax),
  seeds_max: int64(model.candidates.seedsMax),
  user_shards: int64(1),
  user_shard: int64(0),
  loved_max: int64(model.lovedMax),
  own_items_max: int64(model.ownMax),
  popular_max: int64(model.popularMax),
  tag_items_max: int64(model.tagItemsMax),
  artist_items_max: int64(model.artistItemsMax),
  search_items_max: int64(tuning.search.itemsMax),
  published_neighbours_max: int64(model.publishedNeighboursMax),
  tolerated_listens: int64(model.gates.toleratedListens),
  duplicate_share_max: model.gates.duplicateShareMax,
  repeated_plays_max: int64(model.gates.repeatedPlaysMax),
  user_day_listens_max: int64(model.gates.userDayListensMax),
  history_share_min: model.gates.historyShareMin,
  /** Nobody is, unless a training says so. */
  set_aside: '[]',
  /** Strangers teach, unless a training does without. */
  with_crowd: true,
  served_candidates_min: int64(model.gates.servedCandidatesMin),

  outcome_seconds: int64(experimentDials.outcomeDays * dayInSeconds),
  late_seconds: int64(watchDials.lateSeconds),
};
