/** What one assembly has to read, bounded, so that a handler fetches it in one round and the core needs nothing more. */
import { boundsOf } from '#shared/domain/edition/bounds.ts';
import { ownIds } from '#shared/domain/edition/own-items.ts';
import { everyStep } from '#shared/domain/patches.ts';
import { affinityAt } from '#shared/domain/profile/decay.ts';
import { type Seed, seedItems } from '#shared/domain/recommend/recommend.ts';
import { round } from '#shared/domain/round.ts';
import type { Tuning } from '#shared/domain/tuning.ts';
import type { Taste } from '#shared/schemas/assembly.ts';
import type { Patch, Rung } from '#shared/schemas/edition.ts';
import type { Candidates } from '#shared/schemas/model.ts';
import type { AffinityEntry, Profile } from '#shared/schemas/profile.ts';
import type { User } from '#shared/schemas/user.ts';

export type Needs = {
  /** Items of the user's own whose cards to read from the catalogue. */
  readonly cards: readonly string[];
  /** Items whose neighbours to read; none where the model's own candidates do. */
  readonly seeds: readonly Seed[];
  /** Names of the model's lists. */
  readonly lists: readonly string[];
  /** Shows whose episodes to read from the catalogue, `tuning.pool.episodesPerShowMax` each. */
  readonly shows: readonly string[];
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
  const { user, profile, candidates, patch, dueAt, tuning } = wish;
  const dials = tuning.patches[patch];
  const bounds = boundsOf({ patch, length: user.settings.length }, tuning);
  const draws = (rung: Rung): boolean => everyStep(dials).some((step) => step.rung === rung);
  const seeds =
    profile !== undefined && draws('neighbours') && rankedLive(wish)
      ? // An edition looks back over weeks, not at the last song.
        seedItems({ profile, feedback: user.feedback, at: dueAt, dials: { ...tuning.recommend, sessionBoost: 0 } })
      : [];
  const own = draws('loved')
    ? ownIds(profile, user.feedback, { by: dials.own, at: dueAt, dials: tuning.edition, ...bounds })
    : [];
  const taste = tasteOf(profile, dueAt, tuning);
  return {
    cards: draws('loved') ? [...new Set([...own, ...unnamed(candidates)])] : own,
    seeds,
    lists: [
      ...(draws('popular') ? user.settings.kinds.map((kind) => `popular:${kind}`).sort(byKind) : []),
      ...(draws('tags') ? taste.tags.slice(0, tuning.pool.tagsMax).map(({ id }) => `tag:${id}`) : []),
      ...(draws('artists') ? taste.artists.map(({ id }) => `artist:${id}`) : []),
    ],
    shows: draws('followed') && user.settings.kinds.includes('episode') ? taste.shows.map(({ id }) => id) : [],
  };
}

/** Tracks first, as most people want them. */
const byKind = (a: string, b: string): number => (a > b ? -1 : a < b ? 1 : 0);

/** Loved items of which the model may tell nobody the name: the catalogue tells it to those who told it. */
function unnamed(candidates: Wish['candidates']): string[] {
  return (candidates?.loved ?? []).filter(({ item }) => item.title === undefined).map(({ item }) => item.itemId);
}

/** A daily patch follows what was played since training, and a user the model does not know has nothing else. */
function rankedLive({ patch, candidates, tuning }: Wish): boolean {
  return tuning.patches[patch].cadence === 'daily' || candidates === undefined || candidates.candidates.length === 0;
}

/** The user's strongest artists, shows and tags with their shares. */
export function tasteOf(profile: Profile | undefined, at: number, { pool, edition }: Tuning) {
  return {
    artists: shares(profile?.artists ?? [], at, pool.artistsMax),
    shows: shares(profile?.shows ?? [], at, pool.showsMax),
    tags: shares(profile?.tags ?? [], at, Math.max(pool.tagsMax, edition.usualTagsMax)),
  };
}

function shares(entries: readonly AffinityEntry[], at: number, max: number): Taste[] {
  const affinities = entries.map((entry) => ({ id: entry[0], slow: affinityAt(entry, at).slow }));
  const total = affinities.reduce((sum, { slow }) => sum + slow, 0);
  if (total <= 0) return [];
  return affinities
    .sort((a, b) => b.slow - a.slow || (a.id < b.id ? -1 : 1))
    .slice(0, max)
    .map(({ id, slow }) => ({ id, share: round(slow / total) }));
}
