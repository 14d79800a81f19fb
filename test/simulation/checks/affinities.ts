/** Affinity by its plain definition: a sum over the set of listens, each weight halved by its age. */
import { engagementWeight } from '#shared/domain/listens/engagement.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { Listen } from '#shared/schemas/listen.ts';
import type { AffinityEntry } from '#shared/schemas/profile.ts';

export type Sum = { fast: number; slow: number; plays: number };

/** By id, as of an instant in Unix seconds. */
export function affinitiesByDefinition(
  listens: readonly Listen[],
  idsOf: (listen: Listen) => readonly string[],
  now: number,
): Map<string, Sum> {
  const sums = new Map<string, Sum>();
  const { fastHalfLifeDays, slowHalfLifeDays } = tuning.affinity;
  for (const listen of listens) {
    const weight = engagementWeight(listen);
    if (weight === 0) continue;
    const days = (now - listen.listenedAt) / 86_400;
    for (const id of idsOf(listen)) {
      const sum = sums.get(id) ?? { fast: 0, slow: 0, plays: 0 };
      sum.fast += weight * 2 ** (-days / fastHalfLifeDays);
      sum.slow += weight * 2 ** (-days / slowHalfLifeDays);
      sum.plays += 1;
      sums.set(id, sum);
    }
  }
  return sums;
}

/** How far an entry of a profile is from what is right, relative to it; infinity where nothing would be right. */
export function distanceFrom(right: Sum | undefined, [, fast, slow, at]: AffinityEntry, now: number): number {
  if (right === undefined) return Number.POSITIVE_INFINITY;
  const { fastHalfLifeDays, slowHalfLifeDays } = tuning.affinity;
  const days = (now - at) / 86_400;
  return Math.max(
    Math.abs((fast * 2 ** (-days / fastHalfLifeDays)) / right.fast - 1),
    Math.abs((slow * 2 ** (-days / slowHalfLifeDays)) / right.slow - 1),
  );
}
