/**
 * A station: an endless list from its seeds, a page at a time. Near the seeds first, then, page by page, near what is near
 * them; what the user plays, loves or skips meanwhile pulls it towards or away from itself.
 *
 *   score = Σ weight(source) · neighbour score      sources: seeds, steps further out, what was played, loved or skipped
 *           · (1 + liking)                          of the artist and the tags, by the user's affinities
 */
import { chance } from '#shared/domain/hash.ts';
import { mainArtistIn, songOf } from '#shared/domain/identity/keys.ts';
import { affinityAt } from '#shared/domain/profile/decay.ts';
import { type Heard, hasHeard, openHeard } from '#shared/domain/profile/heard.ts';
import { likingOf } from '#shared/domain/profile/liking.ts';
import { round } from '#shared/domain/round.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { Allows } from '#shared/domain/wishes/visibility.ts';
import type { ItemCard, Neighbours } from '#shared/schemas/model.ts';
import type { Profile } from '#shared/schemas/profile.ts';
import type { User } from '#shared/schemas/user.ts';

const dials = tuning.radio;

/** Where a station stands: what a cursor carries. */
export type StationState = {
  /** Unix seconds. */
  readonly startedAt: number;
  /** Pages given so far. */
  readonly pages: number;
  readonly memory: Profile['heard'];
  /** Artists of the last tracks, as short keys, the last first. */
  readonly artists: readonly string[];
  /** Some of the last tracks: where the station goes on when it has played all that is near its seeds. */
  readonly tail: readonly string[];
};

export const firstPlace = (now: number): StationState => ({
  startedAt: now,
  pages: 0,
  memory: [],
  artists: [],
  tail: [],
});

/** An item whose neighbours are heard. */
export type StationSource = { readonly itemId: string; readonly weight: number };

/** Items of the user's listens since the station began that steer it, the latest first. */
export function steersOf(
  profile: Pick<Profile, 'window' | 'items'> | undefined,
  { feedback }: Pick<User, 'feedback'>,
  { startedAt, now }: { readonly startedAt: number; readonly now: number },
): StationSource[] {
  const steers = new Map<string, number>();
  for (const [itemId, { score, givenAt }] of feedback) {
    if (givenAt >= startedAt) steers.set(itemId, score === 1 ? dials.lovedWeight : dials.skippedWeight);
  }
  const liked = new Map((profile?.items ?? []).map((entry) => [entry[0], affinityAt(entry, now).slow]));
  for (const [, listenedAt, itemId] of profile?.window ?? []) {
    if (listenedAt < startedAt || itemId === '' || steers.has(itemId)) continue;
    // A skip leaves no affinity.
    steers.set(itemId, (liked.get(itemId) ?? 0) > 0 ? dials.playedWeight : dials.skippedWeight);
  }
  return [...steers].slice(0, dials.steerItems).map(([itemId, weight]) => ({ itemId, weight }));
}

/** Items next to the seeds whose neighbours join on this page: others on each, so that the station goes on. */
export function stepsOutward(
  seeds: readonly StationSource[],
  neighbours: readonly Neighbours[],
  { pages }: StationState,
): StationSource[] {
  const near = scoresOf(seeds, neighbours);
  const nearest = [...near.values()].sort((a, b) => b.score - a.score || (a.item.itemId < b.item.itemId ? -1 : 1));
  const from = nearest.length === 0 ? 0 : ((pages - 1) * dials.stepItems) % nearest.length;
  if (pages === 0) return [];
  return [...nearest.slice(from), ...nearest.slice(0, from)]
    .slice(0, Math.min(dials.stepItems, nearest.length))
    .map(({ item, score }) => ({
      itemId: item.itemId,
      weight: (dials.stepWeight * score) / Math.max(1e-9, nearest[0]?.score ?? 1),
    }));
}

/** The last tracks, as sources: a page that comes short without them has more with them. */
export const tailOf = ({ tail }: StationState): StationSource[] =>
  tail.map((itemId) => ({ itemId, weight: dials.tailWeight }));

type Near = { readonly item: ItemCard; score: number; from: string; most: number };

function scoresOf(sources: readonly StationSource[], neighbours: readonly Neighbours[]): Map<string, Near> {
  const weights = new Map(sources.map(({ itemId, weight }) => [itemId, weight]));
  const near = new Map<string, Near>();
  for (const { itemId, neighbours: found } of neighbours) {
    const weight = weights.get(itemId);
    if (weight === undefined) continue;
    const best = found[0]?.score ?? 1;
    for (const { item, score } of found) {
      const part = (weight * score) / best;
      const known = near.get(item.itemId);
      if (known === undefined) near.set(item.itemId, { item, score: part, from: itemId, most: part });
      else {
        known.score += part;
        if (part > known.most) [known.from, known.most] = [itemId, part];
      }
    }
  }
  return near;
}

export type PageReadings = {
  readonly place: StationState;
  /** Seeds, steps and steers. */
  readonly sources: readonly StationSource[];
  readonly neighbours: readonly Neighbours[];
  /** Items that the seeds are themselves: of an artist, a tag, a playlist; and, behind all others, what else there is. */
  readonly own: readonly ItemCard[];
  readonly filler: readonly ItemCard[];
  readonly profile: Pick<Profile, 'artists' | 'shows' | 'tags'> | undefined;
  readonly allowed: Allows;
  readonly seed: number;
  readonly length: number;
  readonly now: number;
};

export type StationTrack = {
  readonly item: ItemCard;
  readonly score: number;
  readonly from: 'own' | 'filler' | string;
};

/** The next page and where the station stands after it. Shorter only where the catalogue ends. */
export function nextPage(readings: PageReadings): {
  readonly tracks: readonly StationTrack[];
  readonly place: StationState;
} {
  const { place, length } = readings;
  const ranked = rankedOf(readings);
  const memory = openHeard(place.memory, { sliceBytes: dials.memoryBytes, bitsPerItem: dials.bitsPerItem });
  const tracks = taken(ranked, { memory, recent: place.artists, length });
  // A full memory takes everything for heard: it is emptied before that, which a listener meets after a week.
  const heard = memory.stored();
  const full = heard.length === dials.memoryBytes.length && isFull(heard.at(-1));
  const artists = tracks.map(({ item }) => mainArtistIn(item) ?? '').reverse();
  return {
    tracks,
    place: {
      startedAt: place.startedAt,
      pages: place.pages + 1,
      memory: full ? [] : heard,
      artists: [...artists, ...place.artists].slice(0, dials.artistDistance),
      tail: tracks.slice(-dials.stepItems).map(({ item }) => item.itemId),
    },
  };
}

const isFull = (slice: Profile['heard'][number] | undefined): boolean =>
  slice !== undefined && slice.count * dials.bitsPerItem >= (dials.memoryBytes.at(-1) as number) * 8;

function rankedOf(readings: PageReadings): StationTrack[] {
  const { sources, neighbours, own, filler, profile, allowed, seed, now, place } = readings;
  const likes = likingOf(profile, now);
  const scored = scoresOf(sources, neighbours);
  const best = Math.max(1e-9, ...[...scored.values()].map(({ score }) => score));
  own.forEach((item, nth) => {
    const score = best * (1 - nth / (2 * own.length));
    const known = scored.get(item.itemId);
    if (known === undefined) scored.set(item.itemId, { item, score, from: 'own', most: score });
    else known.score += score;
  });
  // A station of one song begins with it.
  const opens = ({ itemId }: ItemCard): boolean => place.pages === 0 && own.length === 1 && own[0]?.itemId === itemId;
  const near = [...scored.values()]
    .filter(({ item, score }) => score > 0 && item.kind === 'track' && allowed(item))
    .map(({ item, score, from }) => {
      const moved = 1 + dials.jitter * (chance(seed, place.pages, item.itemId) - 0.5);
      return { item, score: opens(item) ? 2 : (score / best) * (1 + dials.likingShare * likes(item)) * moved, from };
    })
    .sort((a, b) => b.score - a.score || (a.item.itemId < b.item.itemId ? -1 : 1));
  const behind = filler
    .filter((item) => item.kind === 'track' && allowed(item) && !scored.has(item.itemId))
    .map((item) => ({ item, score: 0, from: 'filler' }));
  return [...near, ...behind];
}

type Taking = { readonly memory: Heard; readonly recent: readonly string[]; readonly length: number };

/** The best that is not heard yet, artists apart as far as there are others. */
function taken(ranked: readonly StationTrack[], { memory, recent, length }: Taking): StationTrack[] {
  const rest = ranked.filter(({ item }) => !hasHeard(memory, item));
  const tracks: StationTrack[] = [];
  const last = [...recent];
  while (tracks.length < length && rest.length > 0) {
    const fits = rest.findIndex(
      ({ item }) =>
        !memory.has(songOf(item)) && !last.slice(0, dials.artistDistance).includes(mainArtistIn(item) ?? '?'),
    );
    // Where only near artists are left, the one heard longest ago comes.
    const at = fits >= 0 ? fits : rest.findIndex(({ item }) => !memory.has(songOf(item)));
    if (at < 0) break;
    const [track] = rest.splice(at, 1) as [StationTrack];
    memory.add(songOf(track.item));
    memory.add(track.item.itemId);
    last.unshift(mainArtistIn(track.item) ?? '');
    tracks.push({ ...track, score: round(track.score) });
  }
  return tracks;
}
