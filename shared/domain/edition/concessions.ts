/** Says what an edition had to give up to be full: the promises of its patch that some items do not keep, and by how much. */

import { artistKey } from '#shared/domain/card.ts';
import type { Proposal } from '#shared/domain/edition/proposal.ts';
import type { PatchDials } from '#shared/domain/patch-dials.ts';
import { dayInSeconds } from '#shared/domain/tuning.ts';
import type { OwnItem } from '#shared/schemas/assembly.ts';
import type { Relaxation } from '#shared/schemas/edition.ts';

type Asked = {
  readonly dials: PatchDials;
  readonly length: number;
  /** Unix seconds. */
  readonly dueAt: number;
};

/** Measured on the items themselves: `from` is what was promised, `to` the furthest from it that an item is. */
export function relaxations(chosen: readonly Proposal[], { dials, length, dueAt }: Asked): Relaxation[] {
  const promise = dials.ladder.find(({ rung }) => rung === 'loved');
  const played = chosen.flatMap(({ evidence }) =>
    evidence.rung === 'loved' && evidence.own.lastListenedAt !== null ? [evidence.own] : [],
  );
  const days = ({ lastListenedAt }: OwnItem): number => Math.floor((dueAt - (lastListenedAt ?? dueAt)) / dayInSeconds);
  const counts = tracksByArtist(chosen);
  const over = counts.map((count) => count - dials.artistMax).filter((count) => count > 0);
  const missing = length - chosen.length;
  return [
    ...short('restDays', promise?.restDays, played.map(days)),
    ...short(
      'playsMin',
      promise?.playsMin,
      played.map(({ plays }) => plays),
    ),
    ...long('withinDays', promise?.withinDays, played.map(days)),
    ...(over.length === 0
      ? []
      : [
          {
            dial: 'artistMax',
            from: dials.artistMax,
            to: Math.max(...counts),
            items: over.reduce((sum, count) => sum + count, 0),
          },
        ]),
    ...(missing === 0 ? [] : [{ dial: 'length', from: length, to: chosen.length, items: missing }]),
  ];
}

/** Items of the user's own that were played too lately, or too long ago, for any step of the ladder. */
export function lateItems(chosen: readonly Proposal[], { dials, dueAt }: Omit<Asked, 'length'>): number {
  const steps = dials.ladder.filter(({ rung }) => rung === 'loved');
  return chosen.filter(({ evidence }) => {
    if (evidence.rung !== 'loved' || evidence.own.lastListenedAt === null) return false;
    const days = (dueAt - evidence.own.lastListenedAt) / dayInSeconds;
    return !steps.some(({ restDays = 0, withinDays = days }) => restDays <= days && days <= withinDays);
  }).length;
}

function short(dial: string, from: number | undefined, values: readonly number[]): Relaxation[] {
  const below = from === undefined ? [] : values.filter((value) => value < from);
  return from === undefined || below.length === 0 ? [] : [{ dial, from, to: Math.min(...below), items: below.length }];
}

function long(dial: string, from: number | undefined, values: readonly number[]): Relaxation[] {
  const above = from === undefined ? [] : values.filter((value) => value > from);
  return from === undefined || above.length === 0 ? [] : [{ dial, from, to: Math.max(...above), items: above.length }];
}

function tracksByArtist(chosen: readonly Proposal[]): number[] {
  const counts = new Map<string, number>();
  for (const { item } of chosen) {
    const artist = item.kind === 'track' ? artistKey(item) : undefined;
    if (artist !== undefined) counts.set(artist, (counts.get(artist) ?? 0) + 1);
  }
  return [...counts.values()];
}
