/**
 * The order of the shelves of a home page: what the listener plays at such hours decides, and chance a little, so that it can
 * be learned what else would have been opened. Each shelf is drawn from those that are left, by its weight (Plackett and
 * Luce); the probability of every draw is known and is logged.
 */
import { Temporal } from 'temporal-polyfill';
import { chance } from '#shared/domain/hash.ts';
import { round } from '#shared/domain/round.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { Profile } from '#shared/schemas/profile.ts';

const dials = tuning.home;

export type ShelfName = keyof typeof dials.weights;

/** What was played around an hour of the day, in parts of all of it. */
export type Habits = {
  /** Items of which the listener has played more than one, and others; episodes of shows. */
  readonly familiar: number;
  readonly fresh: number;
  readonly episodes: number;
  /** Listens that say so. */
  readonly listens: number;
};

type Now = { readonly now: number; readonly timeZone: string };

/** Of the last listens, those within `hoursAround` of this hour on the listener's clock. */
export function habitsAt(
  profile: Pick<Profile, 'window' | 'items'> | undefined,
  isEpisode: (itemId: string) => boolean,
  { now, timeZone }: Now,
): Habits {
  const hour = hourIn(timeZone, now);
  const plays = new Map((profile?.items ?? []).map(([id, , , , count]) => [id, count]));
  let [familiar, fresh, episodes] = [0, 0, 0];
  for (const [, listenedAt, itemId] of profile?.window ?? []) {
    const apart = Math.abs(hourIn(timeZone, listenedAt) - hour);
    if (Math.min(apart, 24 - apart) > dials.hoursAround) continue;
    if (isEpisode(itemId)) episodes += 1;
    else if ((plays.get(itemId) ?? 0) > 1) familiar += 1;
    else fresh += 1;
  }
  const listens = familiar + fresh + episodes;
  const part = (count: number): number => (count + dials.prior / 3) / (listens + dials.prior);
  return { familiar: part(familiar), fresh: part(fresh), episodes: part(episodes), listens };
}

function hourIn(timeZone: string, at: number): number {
  return Temporal.Instant.fromEpochMilliseconds(at * 1_000).toZonedDateTimeISO(timeZone).hour;
}

export type Placed = { readonly shelf: ShelfName; readonly position: number; readonly probability: number };

/** `seed`: the same within an hour, so that a page that is looked at twice does not jump. */
export function orderShelves(shelves: readonly ShelfName[], habits: Habits, seed: number): Placed[] {
  const weights = new Map(shelves.map((shelf) => [shelf, weightOf(shelf, habits)]));
  const placed: Placed[] = [];
  while (weights.size > 0) {
    const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
    let left = chance(seed, placed.length) * total;
    let [shelf] = [...weights.keys()] as [ShelfName];
    for (const [name, weight] of weights) {
      shelf = name;
      left -= weight;
      if (left < 0) break;
    }
    const probability = round((weights.get(shelf) as number) / total);
    placed.push({ shelf, position: placed.length + 1, probability });
    weights.delete(shelf);
  }
  return placed;
}

function weightOf(shelf: ShelfName, habits: Habits): number {
  const { always, familiar, fresh, episodes } = dials.weights[shelf];
  return Math.exp(
    (always + familiar * habits.familiar + fresh * habits.fresh + episodes * habits.episodes) / dials.temperature,
  );
}
