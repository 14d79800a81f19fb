/** The listeners of the invented world: where they live, how much they listen, what they like and come to like. */
import type { Maker, Scene } from '#functions/generator/catalogue.ts';
import { worldDials } from '#functions/generator/dials.ts';
import { createDice, type Dice } from '#functions/generator/dice.ts';

export type Listener = {
  readonly userId: string;
  readonly timeZone: string;
  /** Seconds by which the clock on the wall is ahead of UTC, without daylight saving: only evenings must be evenings. */
  readonly utcOffset: number;
  /** How many listens the generator gives this listener. */
  readonly listens: number;
  /** Taste wanders from one scene to another over the span; a third, beside the first, stays. */
  readonly taste: { readonly from: Scene; readonly to: Scene; readonly steady: Scene };
  readonly follows: readonly Maker[];
  /** Share of the span after which the first listen comes: some join late. */
  readonly joins: number;
};

const zones = [
  ['Europe/Berlin', 1],
  ['Europe/London', 0],
  ['America/New_York', -5],
  ['America/Los_Angeles', -8],
  ['America/Sao_Paulo', -3],
  ['Africa/Lagos', 1],
  ['Asia/Kolkata', 5.5],
  ['Asia/Tokyo', 9],
  ['Australia/Sydney', 10],
  ['Pacific/Auckland', 12],
] as const;

export type Population = {
  readonly seed: number;
  readonly users: number;
  readonly listens: number;
  readonly spanDays: number;
};

export function inventListeners(population: Population, scenes: readonly Scene[]): Listener[] {
  const { seed, users, spanDays } = population;
  const counts = countsOf(population);
  const digits = String(users).length;
  return counts.map((listens, index) => {
    const dice = createDice(seed, 'listener', index);
    const [timeZone, hours] = dice.pick(zones);
    const from = dice.pick(scenes);
    const to = dice.pick(scenes.filter(({ genre }) => genre !== from.genre));
    const steady = dice.pick(scenes.filter(({ genre, tag }) => genre === from.genre && tag !== from.tag));
    const lateness = dice.often(0.3) ? dice.next() * 0.6 : 0;
    return {
      userId: `listener-${String(index + 1).padStart(digits, '0')}`,
      timeZone,
      utcOffset: hours * 3600,
      listens,
      taste: { from, to, steady },
      follows: dice.often(worldDials.followShare) ? followedOf([from, steady, to], dice) : [],
      joins: listens < spanDays ? lateness : 0,
    };
  });
}

function followedOf(scenes: readonly Scene[], dice: Dice): Maker[] {
  return scenes.slice(0, 1 + dice.below(scenes.length)).flatMap(({ shows }) => shows);
}

/** Listens of each user: log-normal, and exactly `listens` together. */
function countsOf({ seed, users, listens, spanDays }: Population): number[] {
  const dice = createDice(seed, 'activity');
  const mean = listens / users;
  const mostShare = (20 * spanDays) / Math.max(1, mean);
  const shares = Array.from({ length: users }, () =>
    Math.min(mostShare, Math.exp(worldDials.activityDeviation * dice.normal())),
  );
  const sum = shares.reduce((total, share) => total + share, 0);
  let given = 0;
  let wanted = 0;
  return shares.map((share) => {
    wanted += (share / sum) * listens;
    const count = Math.round(wanted) - given;
    given += count;
    return count;
  });
}
