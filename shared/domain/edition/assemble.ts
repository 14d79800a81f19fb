/**
 * Assembles one edition: a pure function of its inputs, without a clock and without chance (I5).
 *
 *   inputs ──▶ pool: what each step of the ladder offers ──▶ climb: what is taken, within limits
 *          ──▶ order: what follows what ──▶ edition with a reason for every item, and its manifest
 */

import { lateItems, relaxations } from '#shared/domain/edition/concessions.ts';
import { climb } from '#shared/domain/edition/ladder.ts';
import { orderItems } from '#shared/domain/edition/order.ts';
import { poolOf } from '#shared/domain/edition/pool.ts';
import { reasonsOf } from '#shared/domain/edition/reason.ts';
import { descriptionOf, titleAddition, titleOf } from '#shared/domain/edition/title.ts';
import { tuningWith } from '#shared/domain/experiment/overrides.ts';
import { playlistIdOf } from '#shared/domain/identity/ids.ts';
import type { PatchDials } from '#shared/domain/patch-dials.ts';
import { round } from '#shared/domain/round.ts';
import { dayInSeconds } from '#shared/domain/tuning.ts';
import type { AssemblyInputs } from '#shared/schemas/assembly.ts';
import type { Edition, Manifest, Reason } from '#shared/schemas/edition.ts';

/** A manifest before it is sealed: `seal` adds the digests. */
export type Draft = {
  readonly edition: Edition;
  readonly manifest: Omit<Manifest, 'inputsDigest' | 'editionDigest'>;
  /** The inputs as far as they were read: they give the same edition and the same manifest. */
  used(): AssemblyInputs;
};

export function assemble(inputs: AssemblyInputs): Draft {
  const { userId, patch, period, dueAt, modelVersion, settings } = inputs;
  const tuning = tuningWith(inputs.overrides);
  const dials = tuning.patches[patch];
  const loves = new Set(inputs.feedback.filter(([, { score }]) => score === 1).map(([itemId]) => itemId));
  const pool = poolOf(inputs, { tuning, loves });
  const { chosen, repeats } = climb(pool, {
    dials,
    length: settings.length,
    episodesMax: episodesMax(inputs, dials),
    pastEditions: tuning.edition.pastEditions,
    known: Math.max(inputs.own.length, inputs.artists.length, inputs.shows.length),
  });

  const teller = { loves: (itemId: string) => loves.has(itemId), at: dueAt };
  const order = orderItems(chosen, { ...tuning.edition, artistDistance: dials.artistDistance });
  const reasons = reasonsOf(order, teller);
  const items = order.map(({ item, score }, nth) => ({
    position: nth + 1,
    item,
    score: round(score),
    reason: reasons[nth] as Reason,
  }));

  const late = lateItems(chosen, { dials, dueAt });
  const playlistId = playlistIdOf(userId, patch, period, inputs.side?.mixId);
  const { seed, watermark, configDigest, codeVersion, variants } = inputs;
  return {
    edition: {
      playlistId,
      userId,
      patch,
      period,
      title: `${titleOf(patch, period, settings.weekStartsOn, inputs.side?.name)}${titleAddition(patch, chosen, late)}`,
      description: descriptionOf(patch, chosen, late),
      createdAt: dueAt,
      expiresAt: dueAt + tuning.edition.keptDays[dials.cadence] * dayInSeconds,
      modelVersion,
      items,
    },
    manifest: {
      playlistId,
      userId,
      patch,
      period,
      dueAt,
      modelVersion,
      watermark,
      configDigest,
      codeVersion,
      seed,
      variants,
      length: settings.length,
      rungs: countByRung(items),
      relaxed: relaxations(chosen, { dials, length: settings.length, dueAt }),
      repeats,
      // What the ladder asks for may be less than what there was, and then that is why it was not filled.
      poolSize: repeats.count > 0 || chosen.length < settings.length ? pool.size() : inputs.poolSize,
    },
    used: pool.used,
  };
}

/** Episodes an edition may hold: all for who wants or plays nothing else, none for who never plays any, else a share. */
function episodesMax({ settings: { kinds, length }, shows, artists }: AssemblyInputs, dials: PatchDials): number {
  if (!kinds.includes('episode')) return 0;
  if (!kinds.includes('track') || (shows.length > 0 && artists.length === 0)) return length;
  return shows.length === 0 ? 0 : Math.ceil(dials.episodeShareMax * length);
}

function countByRung(items: Edition['items']): Manifest['rungs'] {
  const counts: Manifest['rungs'] = {};
  for (const { reason } of items) counts[reason.rung] = (counts[reason.rung] ?? 0) + 1;
  return counts;
}
