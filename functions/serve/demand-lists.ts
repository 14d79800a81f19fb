/** Lists that are made when asked for: what is on repeat now, and what was once. */
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
import type { UserId } from '#shared/schemas/ids.ts';
import { Rejection } from '#shared/schemas/problem.ts';

export type DemandPorts = RecommendationPorts & { readonly codeVersion: string };

type Asked = {
  readonly userId: UserId;
  readonly patch: Exclude<DemandPatch, 'mix'>;
  /** Unix seconds. */
  readonly now: number;
};

const digest = configDigest({ tuning, experiments: noExperiments });

/** A Rejection where there is nothing to put in. Reads the profile, one document of the model, and cards of own items. */
export function createDemandLists(ports: DemandPorts) {
  const { users, profiles, models, catalogue, libraries, experiments, expose, codeVersion } = ports;
  return async ({
    userId,
    patch,
    now,
  }: Asked): Promise<{ readonly edition: Edition; readonly asOf: string | null }> => {
    const [user, profile, pointer] = await Promise.all([
      readUser(users, userId),
      profiles.read(userId),
      models.pointer(),
    ]);
    const nothing = new Rejection(
      'not-found',
      `There is nothing for "${patch}" of "${userId}" yet: it is what they play`,
    );
    if (pointer === undefined) throw nothing;
    const { modelVersion } = pointer;
    const variants = assignVariants(experiments, userId);
    const overrides = overridesOf(experiments, variants);
    const candidates = await models.candidates(modelVersion, userId);
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
      modelVersion,
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
    if (edition.items.length === 0) throw nothing;
    await expose({ userId, variants, shown: patch, items: edition.items.map(({ item }) => item.itemId) });
    return { edition, asOf: rfc3339OrNull(profile?.watermark) };
  };
}
