/**
 * GET /v1/users/{userId}/recommendations: the profile times the model's neighbours, what was just played first of all;
 * with familiar=true what is likeliest to come next goes before it, played before or not.
 */
import { findByArtists } from '#functions/serve/by-artists.ts';
import type { Expose } from '#functions/serve/exposures.ts';
import { findFamiliar } from '#functions/serve/familiar.ts';
import { readUser } from '#functions/serve/read-user.ts';
import { cardOf } from '#shared/domain/card.ts';
import { candidateReason, reasonsOf } from '#shared/domain/edition/reason.ts';
import { whyTooLittle } from '#shared/domain/edition/shortage.ts';
import { assignVariants, overridesOf } from '#shared/domain/experiment/assign.ts';
import { tuningWith } from '#shared/domain/experiment/overrides.ts';
import { seedOf } from '#shared/domain/hash.ts';
import { createSongSet } from '#shared/domain/identity/keys.ts';
import { hasHeard, openHeard } from '#shared/domain/profile/heard.ts';
import { type Proposed, recommend, type Seed, seedCards, seedItems } from '#shared/domain/recommend/recommend.ts';
import { sinceModel, worthNow } from '#shared/domain/recommend/since-model.ts';
import { round } from '#shared/domain/round.ts';
import type { Tuning } from '#shared/domain/tuning.ts';
import { wishesOf } from '#shared/domain/wishes/visibility.ts';
import type { Answer, Call } from '#shared/edge/http/operation.ts';
import type { V1 } from '#shared/edge/http/v1.ts';
import { rfc3339OrNull } from '#shared/edge/http/views.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Libraries } from '#shared/ports/libraries.ts';
import type { ModelRegistry, Models } from '#shared/ports/models.ts';
import type { Profiles } from '#shared/ports/profiles.ts';
import type { Users } from '#shared/ports/users.ts';
import type { Reason } from '#shared/schemas/edition.ts';
import type { ExperimentConfig } from '#shared/schemas/experiment.ts';
import type { ModelVersion } from '#shared/schemas/ids.ts';
import type { Kind } from '#shared/schemas/listen.ts';
import type { Candidate, ItemCard, ItemList, ModelPointer } from '#shared/schemas/model.ts';
import type { Profile } from '#shared/schemas/profile.ts';
import type { User } from '#shared/schemas/user.ts';

export type RecommendationPorts = {
  readonly users: Users;
  readonly profiles: Profiles;
  readonly models: Models;
  readonly catalogue: Catalogue;
  readonly libraries: Pick<Libraries, 'around'>;
  readonly experiments: ExperimentConfig;
  readonly expose: Expose;
};

type HandlerPorts = RecommendationPorts & { readonly registry: Pick<ModelRegistry, 'manifest'> };

export type Recommended = { readonly item: ItemCard; readonly score: number; readonly reason: Reason };

export type RecommendRequest = {
  readonly limit: number;
  readonly kind?: Kind | undefined;
  readonly seed: number;
  readonly exclude: ReadonlySet<string>;
  /** Unix seconds. */
  readonly now: number;
};

export function createRecommendationsHandler(ports: HandlerPorts) {
  const { users, profiles, models } = ports;
  return async ({ params: { userId }, query, now }: Call<V1['getRecommendations']>): Promise<Answer> => {
    const { limit, kind, seed, exclude, familiar } = query;
    const [user, profile, pointer] = await Promise.all([
      readUser(users, userId),
      profiles.read(userId),
      models.pointer(),
    ]);
    const request: RecommendRequest = {
      limit,
      kind,
      seed: seed ?? seedOf(userId),
      exclude: new Set(exclude?.split(',').map((id) => id.trim())),
      now,
    };
    const own =
      familiar === 'true' && profile !== undefined ? await findFamiliar(ports, { user, profile }, request) : [];
    const left = {
      ...request,
      limit: limit - own.length,
      exclude: new Set([...request.exclude, ...own.map(({ item }) => item.itemId)]),
    };
    const fresh = await findFresh(ports, { user, profile, version: pointer?.modelVersion }, left);
    const behind = own.at(-1)?.score ?? 1;
    const recommendations = [...own, ...fresh.map((found) => ({ ...found, score: round(found.score * behind) }))];
    return {
      status: 200,
      json: {
        userId,
        recommendations,
        why: recommendations.length > 0 ? null : await whyNone(ports, user, pointer),
        asOf: rfc3339OrNull(profile?.watermark),
        modelVersion: pointer?.modelVersion ?? null,
      },
    };
  };
}

/** Of the model; before the first, of the artists the user plays. */
async function findFresh(
  ports: RecommendationPorts,
  { user, profile, version }: Omit<Who, 'version'> & { readonly version: ModelVersion | undefined },
  asked: RecommendRequest,
): Promise<Recommended[]> {
  if (asked.limit === 0) return [];
  if (version !== undefined) return recommendLive(ports, { user, profile, version }, asked);
  return profile === undefined ? [] : findByArtists(ports, { user, profile }, asked);
}

async function whyNone(
  { registry }: HandlerPorts,
  { libraries = [] }: User,
  pointer: ModelPointer | undefined,
): Promise<string> {
  const manifest = pointer && (await registry.manifest(pointer.modelVersion));
  return whyTooLittle({ counts: manifest?.counts, hasLibrary: libraries.length > 0 });
}

type Who = { readonly user: User; readonly profile: Profile | undefined; readonly version: ModelVersion };

/** Unheard items near what the user plays now; where those run out, what is popular. */
export async function recommendLive(
  ports: Omit<RecommendationPorts, 'users' | 'profiles'>,
  who: Who,
  request: RecommendRequest,
): Promise<Recommended[]> {
  const { userId } = who.user;
  const variants = assignVariants(ports.experiments, userId);
  const { recommend: dials } = tuningWith(overridesOf(ports.experiments, variants));
  const found = await findLive(ports, who, { ...request, dials });
  await ports.expose({ userId, variants, shown: 'recommendations', items: found.map(({ item }) => item.itemId) });
  return found;
}

async function findLive(
  { models, catalogue, libraries }: Pick<RecommendationPorts, 'models' | 'catalogue' | 'libraries'>,
  { user, profile, version }: Who,
  { limit, kind, seed, exclude, now, dials }: RecommendRequest & { readonly dials: Tuning['recommend'] },
): Promise<Recommended[]> {
  const { allows, forbids } = wishesOf(user, now);
  const { heard: collected, playable } = await libraries.around(user);
  const heard = openHeard([...(profile?.heard ?? []), ...collected]);
  const allowed = (card: ItemCard): boolean =>
    (kind === undefined || card.kind === kind) && allows(card) && (playable === undefined || playable(card));
  const without = (card: ItemCard): boolean => exclude.has(card.itemId) || hasHeard(heard, card);
  const loved = new Set(user.feedback.filter(([, { score }]) => score === 1).map(([itemId]) => itemId));
  const teller = { loves: (itemId: string) => loved.has(itemId), at: now };

  /** What the neighbours of these seeds say, beside what the model proposed. */
  const rank = async (likely: readonly Seed[], proposed?: Proposed): Promise<Candidate[]> => {
    const ids = likely.map(({ itemId }) => itemId);
    const near = (await models.neighbours(version, ids)).filter((each) => each !== undefined);
    const { cards, unknown } = seedCards(near);
    for (const item of await catalogue.read(unknown, user.userId))
      if (item !== undefined) cards.set(item.itemId, cardOf(item));
    // What must not be shown speaks for nothing either: it would be named as the reason.
    const seeds = likely.filter(({ itemId }) => !forbids({ ...cards.get(itemId), of: 'item', id: itemId }));
    return recommend({ seeds, neighbours: near, cards, allowed, without, seed, limit, dials, proposed });
  };
  const weights =
    profile === undefined
      ? []
      : seedItems({
          profile,
          feedback: user.feedback,
          at: now,
          dials: { ...dials, seedsMax: Number.POSITIVE_INFINITY },
        });
  const kept = weights.length === 0 ? undefined : await models.candidates(version, user.userId);
  const since = kept?.basis && sinceModel(kept.basis, { weights, dials });
  let candidates: readonly Candidate[] = [];
  if (kept?.basis !== undefined && since !== undefined) {
    const { scale } = kept.basis;
    const forbidden = (cause: Candidate['seeds'][number]): boolean =>
      forbids({ ...cause, of: 'item', id: cause.itemId });
    const worth: Proposed['worth'] = (candidate) => worthNow(candidate, { scale, since, forbidden });
    candidates = await rank(since.gained, { candidates: kept.candidates, worth });
  }
  // Candidates that are missing, made of other taste, or used up: all that the user plays is asked for its neighbours.
  if (candidates.length < limit) {
    const all = await rank(weights.slice(0, dials.seedsMax));
    if (all.length > candidates.length) candidates = all;
  }
  const found = candidates.map((candidate) => ({
    item: candidate.item,
    score: candidate.score,
    reason: candidateReason(candidate, teller),
  }));
  if (found.length >= limit) return found;
  const known = createSongSet(found.map(({ item }) => item));
  const popular = await models.lists(
    version,
    kind === undefined ? ['popular:track', 'popular:episode'] : [`popular:${kind}`],
  );
  const fill = popularOf(popular, (card) => allowed(card) && !without(card) && !known.has(card));
  const taken = fill.slice(0, limit - found.length);
  const reasons = reasonsOf(taken, teller);
  return [...found, ...taken.map(({ item, score }, index) => ({ item, score, reason: reasons[index] as Reason }))];
}

/** Popular items behind everything personal: scored so that they never rank before it. */
function popularOf(lists: readonly (ItemList | undefined)[], allowed: (card: ItemCard) => boolean) {
  return lists
    .flatMap((list) => list?.items ?? [])
    .filter(({ item }) => allowed(item))
    .map(({ item, score }) => ({ item, score: 0, evidence: { rung: 'popular' as const, unplayed: score === 0 } }));
}
