/** Live recommendations: the neighbours of what a user plays, ranked, with the items that led to each as its reason. */

import { chance } from '#shared/domain/hash.ts';
import { createSongSet, mainArtistIn } from '#shared/domain/identity/keys.ts';
import { affinityAt, decayFactor } from '#shared/domain/profile/decay.ts';
import { round } from '#shared/domain/round.ts';
import { type Tuning, tuning } from '#shared/domain/tuning.ts';
import type { Allows } from '#shared/domain/wishes/visibility.ts';
import type { Candidate, ItemCard, Neighbours } from '#shared/schemas/model.ts';
import type { Profile } from '#shared/schemas/profile.ts';
import type { User } from '#shared/schemas/user.ts';

/** An item of the user's own and how strongly it speaks for its neighbours now. */
export type Seed = { readonly itemId: string; readonly weight: number };

type Likes = {
  readonly profile: Pick<Profile, 'items' | 'window'>;
  readonly feedback: User['feedback'];
  /** Unix seconds. */
  readonly at: number;
  readonly dials?: Tuning['recommend'];
};

/**
 * The items whose neighbours to fetch, strongest first, at most `seedsMax`.
 *
 *   weight = sqrt(ln(1 + slow affinity)) · loved + boost · 2^(-minutes since the listen / half-life)
 *
 * The damping is the model's own (MODEL: weight from plays). The boost goes to the last listens of the window, so that
 * an answer follows what was just played. A skip leaves no affinity, and what has none gets no boost; a hated item
 * speaks for nothing.
 */
export function seedItems({ profile, feedback, at, dials = tuning.recommend }: Likes): Seed[] {
  const scores = new Map(feedback.map(([itemId, { score }]) => [itemId, score]));
  const session = sessionBoosts(profile.window, at, dials);
  const seeds: Seed[] = [];
  for (const entry of profile.items) {
    const [itemId] = entry;
    const score = scores.get(itemId);
    const { slow } = affinityAt(entry, at);
    if (score === -1 || slow <= 0) continue;
    const lasting = Math.sqrt(Math.log1p(slow)) * (score === 1 ? dials.lovedBoost : 1);
    seeds.push({ itemId, weight: lasting + (session.get(itemId) ?? 0) });
  }
  return seeds.sort((a, b) => b.weight - a.weight || (a.itemId < b.itemId ? -1 : 1)).slice(0, dials.seedsMax);
}

function sessionBoosts(window: Profile['window'], at: number, dials: Tuning['recommend']): Map<string, number> {
  const boosts = new Map<string, number>();
  for (const [, listenedAt, itemId] of window.slice(0, dials.sessionListensMax)) {
    const age = Math.max(0, at - listenedAt);
    const boost = dials.sessionBoost * decayFactor(age, dials.sessionHalfLifeMinutes * 60);
    // An item on repeat is boosted once: by its last listen, which the window names first.
    if (!boosts.has(itemId)) boosts.set(itemId, boost);
  }
  return boosts;
}

/** Cards of seeds, by the id that each was asked for with, out of their neighbours; and the ids of those that say nothing of themselves. */
export function seedCards(neighbours: readonly Neighbours[]): {
  readonly cards: Map<string, ItemCard>;
  readonly unknown: readonly string[];
} {
  const cards = new Map<string, ItemCard>();
  const unknown: string[] = [];
  for (const { itemId, item } of neighbours) {
    // A seed is the user's own: what the model may tell nobody of it, the catalogue tells the user.
    if (item?.title === undefined) unknown.push(itemId);
    if (item !== undefined) cards.set(itemId, item);
  }
  return { cards, unknown };
}

export type Ranking = {
  readonly seeds: readonly Seed[];
  /** Neighbours of the seeds; those of other items are not looked at. */
  readonly neighbours: readonly Neighbours[];
  /** Cards of the seeds, for the words of the reasons. */
  readonly cards: ReadonlyMap<string, ItemCard>;
  readonly allowed: Allows;
  /** Items that must not come: what was asked to be left out, and for discoveries what was heard. */
  readonly without: (card: ItemCard) => boolean;
  readonly seed: number;
  readonly limit: number;
  readonly dials?: Tuning['recommend'];
  /** What candidates of a model are worth already, before the seeds add to it. */
  readonly proposed?: Proposed | undefined;
};

export type Proposed = {
  readonly candidates: readonly Candidate[];
  readonly worth: (candidate: Candidate) => { readonly score: number; readonly parts: readonly Contribution[] };
};

/** An item of the user's own and what it gave to a score. */
export type Contribution = readonly [itemId: string, part: number];

/**
 * Ranked candidates: score(j) = what it was worth + Σ weight(i) · neighbour score(i, j) over the seeds i, moved a little by chance from
 * `seed`, at most `artistMax` per artist while there are others. Scores are relative to the best, 0 to 1.
 */
export function recommend(ranking: Ranking): Candidate[] {
  const { dials = tuning.recommend, seed, limit } = ranking;
  const scored = scores(ranking);
  for (const entry of scored) entry.rank = entry.score * (1 + dials.jitter * (chance(seed, entry.item.itemId) - 0.5));
  scored.sort((a, b) => b.rank - a.rank || (a.item.itemId < b.item.itemId ? -1 : 1));
  const best = scored.reduce((max, { score }) => Math.max(max, score), 0);
  const taken = capped(scored, limit, dials.artistMax);
  const { evidence, shown } = evidenceFor(taken, ranking);
  return taken.map(({ item, score }) => ({
    item,
    score: round(score / best),
    seeds: strongest(evidence.get(item.itemId) ?? new Map(), dials.seedsPerCandidateMax).map(([itemId, part]) => {
      const { title, artistId, artistName } = ranking.cards.get(itemId) ?? shown.get(itemId) ?? {};
      return {
        itemId,
        ...(title === undefined ? {} : { title }),
        ...(artistId === undefined ? {} : { artistId }),
        ...(artistName === undefined ? {} : { artistName }),
        share: round(part / score),
      };
    }),
  }));
}

type Scored = { readonly item: ItemCard; score: number; rank: number };

function scores({ seeds, neighbours, allowed, without, proposed }: Ranking): Scored[] {
  const weights = weightsOf(seeds);
  const scored = new Map<string, Scored | undefined>();
  for (const candidate of proposed?.candidates ?? []) {
    const { item } = candidate;
    const refused = without(item) || !allowed(item);
    const { score } = refused ? { score: 0 } : (proposed as Proposed).worth(candidate);
    scored.set(item.itemId, score > 0 ? { item, score, rank: 0 } : undefined);
  }
  for (const { itemId: seedId, neighbours: near } of neighbours) {
    const weight = weights.get(seedId);
    if (weight === undefined) continue;
    for (const { item, score } of near) {
      if (score <= 0) continue;
      const known = scored.get(item.itemId);
      if (known !== undefined) known.score += weight * score;
      else if (!scored.has(item.itemId)) {
        const refused = without(item) || !allowed(item);
        scored.set(item.itemId, refused ? undefined : { item, score: weight * score, rank: 0 });
      }
    }
  }
  return [...scored.values()].filter((entry) => entry !== undefined);
}

const weightsOf = (seeds: readonly Seed[]): Map<string, number> =>
  new Map(seeds.map(({ itemId, weight }) => [itemId, weight]));

type Evidence = {
  /** By candidate, what each seed gave. */
  readonly evidence: ReadonlyMap<string, Map<string, number>>;
  /** Seeds as the model's candidates show them. */
  readonly shown: ReadonlyMap<string, Candidate['seeds'][number]>;
};

/** What each seed gave to these candidates: asked of the few that are taken, not of the thousands that were scored. */
function evidenceFor(taken: readonly Scored[], { seeds, neighbours, proposed }: Ranking): Evidence {
  const weights = weightsOf(seeds);
  const evidence = new Map<string, Map<string, number>>(taken.map(({ item }) => [item.itemId, new Map()]));
  const shown = new Map<string, Candidate['seeds'][number]>();
  for (const candidate of proposed?.candidates ?? []) {
    const gave = evidence.get(candidate.item.itemId);
    if (gave === undefined) continue;
    for (const [seedId, part] of (proposed as Proposed).worth(candidate).parts) gave.set(seedId, part);
    for (const seed of candidate.seeds) shown.set(seed.itemId, seed);
  }
  for (const { itemId: seedId, neighbours: near } of neighbours) {
    const weight = weights.get(seedId);
    if (weight === undefined) continue;
    for (const { item, score } of near) {
      const gave = score > 0 ? evidence.get(item.itemId) : undefined;
      gave?.set(seedId, (gave.get(seedId) ?? 0) + weight * score);
    }
  }
  return { evidence, shown };
}

/** The first `limit` with at most `artistMax` per artist; those over it fill up at the end what is left open. */
function capped(scored: readonly Scored[], limit: number, artistMax: number): Scored[] {
  const perArtist = new Map<string, number>();
  const songs = createSongSet();
  const within: Scored[] = [];
  const over: Scored[] = [];
  for (const entry of scored) {
    if (within.length === limit) break;
    // One song comes once, in its best version (I13).
    if (songs.has(entry.item)) continue;
    songs.add(entry.item);
    const artist = mainArtistIn(entry.item);
    const count = artist === undefined ? 0 : (perArtist.get(artist) ?? 0);
    if (count >= artistMax) over.push(entry);
    else {
      within.push(entry);
      if (artist !== undefined) perArtist.set(artist, count + 1);
    }
  }
  return [...within, ...over].slice(0, limit);
}

function strongest(evidence: ReadonlyMap<string, number>, max: number): Contribution[] {
  return [...evidence].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, max);
}
