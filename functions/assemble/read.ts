/** Reads what one assembly needs, in two rounds: who the user is, then what that asks for. */
import { cardOf } from '#shared/domain/card.ts';
import { configDigest } from '#shared/domain/digest.ts';
import type { Readings } from '#shared/domain/edition/inputs.ts';
import { type Needs, needsOf } from '#shared/domain/edition/needs.ts';
import { pastOf, pastWith } from '#shared/domain/edition/past.ts';
import { type Release, releaseSpan, releasesOf } from '#shared/domain/edition/releases.ts';
import { assignVariants, overridesOf } from '#shared/domain/experiment/assign.ts';
import { tuningWith } from '#shared/domain/experiment/overrides.ts';
import { seedCards } from '#shared/domain/recommend/recommend.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Editions } from '#shared/ports/editions.ts';
import type { Libraries } from '#shared/ports/libraries.ts';
import type { Models } from '#shared/ports/models.ts';
import type { Profiles } from '#shared/ports/profiles.ts';
import type { AssemblyInputs } from '#shared/schemas/assembly.ts';
import type { Patch, Period, StoredEdition } from '#shared/schemas/edition.ts';
import type { ExperimentConfig } from '#shared/schemas/experiment.ts';
import type { User } from '#shared/schemas/user.ts';

type Ports = {
  readonly profiles: Profiles;
  readonly models: Models;
  readonly catalogue: Catalogue;
  readonly libraries: Pick<Libraries, 'around'>;
  readonly editions: Editions;
  readonly experiments: ExperimentConfig;
  readonly codeVersion: string;
};

type Wanted = {
  readonly user: User;
  readonly patch: Patch;
  readonly period: Period;
  readonly dueAt: number;
  /** The user's newest edition of the patch. */
  readonly newest: StoredEdition | undefined;
};

/** What must not come back, from the newest edition alone where that tells of those before it. */
async function pastBefore(
  editions: Editions,
  { user, patch, dueAt, newest }: Omit<Wanted, 'period'>,
  limit: number,
): Promise<AssemblyInputs['past']> {
  if (newest === undefined) return [];
  const told = newest.manifest.dueAt < dueAt ? pastWith(newest) : undefined;
  if (told !== undefined) return told;
  const stored = await editions.latest(user.userId, { patch, before: dueAt, limit });
  return stored.map(({ edition }) => pastOf(edition));
}

/** What is in force does not change while a process runs, so it is named once. */
const digests = new WeakMap<ExperimentConfig, string>();

function digestOf(experiments: ExperimentConfig): string {
  const digest = digests.get(experiments) ?? configDigest({ tuning, experiments });
  digests.set(experiments, digest);
  return digest;
}

/** Throws while no model is published: the edition stays due. */
export async function readForAssembly(ports: Ports, { user, patch, period, dueAt, newest }: Wanted): Promise<Readings> {
  const { profiles, models, catalogue, libraries, experiments, codeVersion } = ports;
  const variants = assignVariants(experiments, user.userId);
  const overrides = overridesOf(experiments, variants);
  const dials = tuningWith(overrides);
  const pointer = await models.pointer();
  if (pointer === undefined) throw new Error('Cannot assemble yet: no model is published');
  const { modelVersion } = pointer;
  const [profile, candidates, past, around] = await Promise.all([
    profiles.read(user.userId),
    models.candidates(modelVersion, user.userId),
    pastBefore(ports.editions, { user, patch, dueAt, newest }, dials.edition.pastEditions),
    libraries.around(user),
  ]);
  const wish = { user, patch, profile, candidates, dueAt, tuning: dials };
  const needs = needsOf(wish);
  const [cards, neighbours, lists, episodes, releases] = await Promise.all([
    catalogue.read(needs.cards, user.userId),
    models.neighbours(
      modelVersion,
      needs.seeds.map(({ itemId }) => itemId),
    ),
    models.lists(modelVersion, needs.lists),
    Promise.all(needs.shows.map((show) => catalogue.byArtist(show, dials.pool.episodesPerShowMax, user.userId))),
    readReleases(catalogue, needs, { user, period, dueAt }),
  ]);
  const { cards: seeds, unknown } = seedCards(neighbours.filter((near) => near !== undefined));
  for (const item of await catalogue.read(unknown, user.userId))
    if (item !== undefined) seeds.set(item.itemId, cardOf(item));
  return {
    ...wish,
    ...around,
    period,
    needs,
    cards,
    seedCards: seeds,
    neighbours,
    lists,
    episodes: episodes.flat(),
    ...(releases && { releases }),
    past,
    modelVersion,
    configDigest: digestOf(experiments),
    codeVersion,
    variants,
    overrides,
  };
}

/** Undefined for a user of whom no artist is known: there is nobody to ask. */
async function readReleases(
  catalogue: Catalogue,
  { makers }: Needs,
  { user, period, dueAt }: Pick<Wanted, 'user' | 'period' | 'dueAt'>,
): Promise<readonly Release[] | undefined> {
  if (makers.length === 0) return undefined;
  const span = releaseSpan(period, dueAt);
  const artistIds = makers.map(({ artistId }) => artistId);
  const wanted = { ...span, limit: tuning.releases.itemsMax, reader: user.userId };
  return releasesOf(makers, await catalogue.releases(artistIds, wanted), span);
}
