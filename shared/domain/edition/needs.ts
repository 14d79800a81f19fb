/** What one assembly has to read, bounded, so that a handler fetches it in one round and the core needs nothing more. */
import { boundsOf } from '#shared/domain/edition/bounds.ts';
import { ownCards, ownIds } from '#shared/domain/edition/own-items.ts';
import { makersOf, type ReleaseMaker } from '#shared/domain/edition/releases.ts';
import { chance, seedOf } from '#shared/domain/hash.ts';
import { everyStep } from '#shared/domain/patch-dials.ts';
import { affinityAt } from '#shared/domain/profile/decay.ts';
import { type Seed, seedItems } from '#shared/domain/recommend/recommend.ts';
import { round } from '#shared/domain/round.ts';
import type { Tuning } from '#shared/domain/tuning.ts';
import { unplayedShows } from '#shared/domain/wishes/follows.ts';
import type { Taste } from '#shared/schemas/assembly.ts';
import type { Patch, Rung } from '#shared/schemas/edition.ts';
import type { Candidates } from '#shared/schemas/model.ts';
import type { AffinityEntry, Profile } from '#shared/schemas/profile.ts';
import type { Follow, User } from '#shared/schemas/user.ts';

export type Needs = {
  /** Items of the user's own whose cards to read from the catalogue. */
  readonly cards: readonly string[];
  /** Items whose neighbours to read; none where the model's own candidates do. */
  readonly seeds: readonly Seed[];
  /** Names of the model's lists. */
  readonly lists: readonly string[];
  /** Shows whose episodes to read from the catalogue, `tuning.pool.episodesPerShowMax` each. */
  readonly shows: readonly string[];
  /** Artists whose releases to read from the catalogue. */
  readonly makers: readonly ReleaseMaker[];
};

export type Wish = {
  readonly user: User;
  readonly patch: Patch;
  readonly profile: Profile | undefined;
  readonly candidates: Candidates | undefined;
  /** Unix seconds. */
  readonly dueAt: number;
  readonly tuning: Tuning;
};

export function needsOf(wish: Wish): Needs {
  const { user, profile, patch, candidates, dueAt, tuning } = wish;
  const dials = tuning.patches[patch];
  const { kinds, length } = user.settings;
  const bounds = boundsOf({ patch, length }, tuning);
  const taste = tasteOf(profile, { at: dueAt, tuning, follows: user.settings.follows });
  const known = Math.max(taste.artists.length, taste.shows.length);
  const drawn = new Set<Rung>(everyStep(dials, known).map(({ rung }) => rung));
  const seeds =
    profile !== undefined && drawn.has('neighbours') && rankedLive(wish)
      ? // An edition looks back over weeks, not at the last song.
        seedItems({ profile, feedback: user.feedback, at: dueAt, dials: { ...tuning.recommend, sessionBoost: 0 } })
      : [];
  const own = drawn.has('loved')
    ? ownIds(profile, user.feedback, { by: dials.own, at: dueAt, dials: tuning.edition, ...bounds })
    : [];
  const popular = drawn.has('popular') || drawn.has('explored');
  const followsShows = taste.shows.length > 0 || !kinds.includes('track');
  // Tags are climbed to where the candidates run out.
  const tags = drawn.has('tags') && (candidates?.candidates.length ?? 0) < tuning.pool.amplePerLength * length;
  const artists = drawn.has('artists') ? taste.artists : [];
  return {
    cards: drawn.has('loved') ? unknownCards([...new Set([...own, ...unnamed(candidates)])], wish) : own,
    seeds,
    lists: [
      ...(popular && kinds.includes('track') ? ['popular:track'] : []),
      ...(popular && kinds.includes('episode') && followsShows ? ['popular:episode'] : []),
      ...(tags ? taste.tags.slice(0, tuning.pool.tagsMax).map(({ id }) => `tag:${id}`) : []),
      ...(candidates === undefined ? artists : inTurn(artists, wish)).map(({ id }) => `artist:${id}`),
    ],
    shows: drawn.has('followed') && kinds.includes('episode') ? taste.shows.map(({ id }) => id) : [],
    makers: drawn.has('released') ? makersOf(taste.artists, candidates) : [],
  };
}

/**
 * Own items whose cards or names did not come with the model: what was played first since, or named by the user alone. The
 * strongest, and more only where an edition could not be filled otherwise.
 */
function unknownCards(own: readonly string[], { candidates, user, tuning }: Wish): string[] {
  if (candidates === undefined) return [...own];
  const known = ownCards(candidates);
  const unknown = own.filter((itemId) => known.get(itemId)?.title === undefined);
  const wanted = tuning.pool.amplePerLength * user.settings.length - (own.length - unknown.length);
  return unknown.slice(0, Math.max(tuning.pool.ownReadsMax, wanted));
}

/** A few of the artists, others every time: an edition takes a seventh of its items from them. */
function inTurn(artists: readonly Taste[], { user, patch, dueAt, tuning }: Wish): readonly Taste[] {
  const turn = (id: string): number => chance(seedOf(user.userId, patch, String(dueAt)), id);
  return [...artists].sort((a, b) => turn(a.id) - turn(b.id)).slice(0, tuning.pool.artistReadsMax);
}

/** Loved items of which the model may tell nobody the name: the catalogue tells it to those who told it. */
function unnamed(candidates: Wish['candidates']): string[] {
  return (candidates?.loved ?? []).filter(({ item }) => item.title === undefined).map(({ item }) => item.itemId);
}

/** A daily patch follows what was played since training, and a user the model does not know has nothing else. */
function rankedLive({ patch, candidates, tuning }: Wish): boolean {
  return tuning.patches[patch].cadence === 'daily' || candidates === undefined || candidates.candidates.length === 0;
}

/** The user's strongest artists, shows and tags with their shares. */
export function tasteOf(profile: Profile | undefined, { at, tuning: { pool, edition }, follows = [] }: TasteContext) {
  return {
    artists: shares(profile?.artists ?? [], at, pool.artistsMax),
    shows: shares([...(profile?.shows ?? []), ...unplayedShows(follows, { profile, at, ...pool })], at, pool.showsMax),
    tags: shares(profile?.tags ?? [], at, Math.max(pool.tagsMax, edition.usualTagsMax)),
  };
}

type TasteContext = {
  /** Unix seconds. */
  readonly at: number;
  readonly tuning: Tuning;
  readonly follows?: readonly Follow[] | undefined;
};

function shares(entries: readonly AffinityEntry[], at: number, max: number): Taste[] {
  const affinities = entries.map((entry) => ({ id: entry[0], slow: affinityAt(entry, at).slow }));
  const total = affinities.reduce((sum, { slow }) => sum + slow, 0);
  if (total <= 0) return [];
  return affinities
    .sort((a, b) => b.slow - a.slow || (a.id < b.id ? -1 : 1))
    .slice(0, max)
    .map(({ id, slow }) => ({ id, share: round(slow / total) }));
}
