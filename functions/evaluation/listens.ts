/** Turns interactions into rows of `listens`, so that the statements that are shipped weigh them as they weigh listens. */
import type { Interaction } from '#functions/evaluation/interactions.ts';
import { slowHalfLifeSeconds, tuning } from '#shared/domain/tuning.ts';
import type { RowOf } from '#shared/schemas/tables.ts';

/**
 * What the columns say decides what a listen weighs and when it was:
 *
 *   seconds or listened_at   at that instant: taste is decayed by its age
 *   position                 `positionHalfLife` items later weigh half as much
 *   plays                    that many listens; where the number is missing, the user's median
 *   none of them             one listen each
 */
export function listenRows(interactions: readonly Interaction[]): RowOf<'listens'>[] {
  const medians = medianPlays(interactions);
  return interactions.map(({ userId, itemId, plays, seconds, position }) =>
    listenRow({
      userId,
      itemId,
      seconds: seconds ?? (position ?? 0) * secondsPerPosition,
      weight: plays === undefined ? 1 : Number.isNaN(plays) ? (medians.get(userId) ?? 1) : plays,
    }),
  );
}

const secondsPerPosition = slowHalfLifeSeconds / tuning.model.positionHalfLife;

/** One row per user and item, whenever and however often: for those whose taste only says what goes with what. */
export function distinctListenRows(interactions: readonly Interaction[]): RowOf<'listens'>[] {
  const seen = new Map<string, Set<string>>();
  const rows: RowOf<'listens'>[] = [];
  for (const { userId, itemId } of interactions) {
    const items = seen.get(userId) ?? new Set();
    if (items.has(itemId)) continue;
    seen.set(userId, items.add(itemId));
    rows.push(listenRow({ userId, itemId, seconds: 0, weight: 1 }));
  }
  return rows;
}

export type PlainListen = {
  readonly userId: string;
  readonly itemId: string;
  readonly seconds: number;
  readonly weight: number;
};

export function listenRow({ userId, itemId, seconds, weight }: PlainListen): RowOf<'listens'> {
  const instant = new Date(Math.round(seconds * 1_000));
  return {
    listen_id: '',
    user_id: userId,
    item_id: itemId,
    song_id: null,
    kind: 'track',
    artist_id: null,
    listened_at: instant,
    played_ms: null,
    duration_ms: null,
    weight,
    separation: null,
    batch_id: '',
    received_at: instant,
    message_id: '',
    landed_at: instant,
    listen: '{}',
  };
}

function medianPlays(interactions: readonly Interaction[]): Map<string, number> {
  const incomplete = new Map<string, number[]>();
  for (const { userId, plays } of interactions) if (Number.isNaN(plays)) incomplete.set(userId, []);
  for (const { userId, plays = Number.NaN } of interactions) {
    if (!Number.isNaN(plays)) incomplete.get(userId)?.push(plays);
  }
  return new Map([...incomplete].map(([userId, plays]) => [userId, plays.length === 0 ? 1 : medianOf(plays)]));
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}
