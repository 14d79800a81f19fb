/** Lists that are made when asked for: what is on repeat now, what was once, and jams as long as there is no model to make editions of. */
import { readUser } from '#functions/serve/read-user.ts';
import type { RecommendationPorts } from '#functions/serve/recommendations.ts';
import { configDigest } from '#shared/domain/digest.ts';
import { assemble } from '#shared/domain/edition/assemble.ts';
import { currentPeriod } from '#shared/domain/edition/calendar.ts';
import { selectInputs } from '#shared/domain/edition/inputs.ts';
import { needsOf } from '#shared/domain/edition/needs.ts';
import { assignVariants, overridesOf } from '#shared/domain/experiment/assign.ts';
import { tuningWith } from '#shared/domain/experiment/overrides.ts';
import { tuning } from '#shared/domain/tuning.ts';
import { rfc3339OrNull } from '#shared/edge/http/views.ts';
import type { DemandPatch, Edition } from '#shared/schemas/edition.ts';
import { noExperiments } from '#shared/schemas/experiment.ts';
import type { ModelVersion, UserId } from '#shared/schemas/ids.ts';

export type DemandPorts = RecommendationPorts & { readonly codeVersion: string };

/** Of what the listener played, so that a profile is enough for it. */
export type OwnPatch = 'weekly-jams' | 'daily-jams';

export type DemandList = {
  readonly edition: Edition;
  readonly asOf: string | null;
  readonly modelVersion: ModelVersion | null;
};

/** Stands in an order's seed where no model had a part. */
const noModel = '00000000T000000Z' as ModelVersion;

type Asked = {
  readonly userId: UserId;
  readonly patch: Exclude<DemandPatch, 'mix'> | OwnPatch;
  /** Unix seconds. */
  readonly now: number;
};

const digest = configDigest({ tuning, experiments: noExperiments });

/** Undefined where there is nothing to put in. Reads the profile, one document of the model, and cards of own items. */
export function createDemandLists(ports: DemandPorts) {
  const { users, profiles, models, catalogue, libraries, experiments, expose, codeVersion } = ports;
  return async ({ userId, patch, now }: Asked): Promise<DemandList | undefined> => {
    const [user, profile, pointer] = await Promise.all([
      readUser(users, userId),
      profiles.read(userId),
      models.pointer(),
    ]);
    const variants = assignVariants(experiments, userId);
    const overrides = overridesOf(experiments, variants);
    const candidates = pointer && (await models.candidates(pointer.modelVersion, userId));
    const wish = { user, patch, profile, candidates, dueAt: now, tuning: tuningWith(overrides) };
    const needs = needsOf(wish);
    const [{ playable, heard }, cards] = await Promise.all([
      libraries.around(user),
      catalogue.read(needs.cards, userId),
    ]);
    const inputs = selectInputs({
      ...wish,
      period: currentPeriod(patch, { settings: user.settings, now }),
      needs,
      modelVersion: pointer?.modelVersion ?? noModel,
      codeVersion,
      cards,
      variants,
      overrides,
      playable,
      heard,
      neighbours: [],
      seedCards: new Map(),
      lists: [],
      episodes: [],
      past: [],
      configDigest: digest,
    });
    const { edition } = assemble(inputs);
    if (edition.items.length === 0) return undefined;
    await expose({ userId, variants, shown: patch, items: edition.items.map(({ item }) => item.itemId) });
    return { edition, asOf: rfc3339OrNull(profile?.watermark), modelVersion: pointer?.modelVersion ?? null };
  };
}
