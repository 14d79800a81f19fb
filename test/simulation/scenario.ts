/** A scenario: everything a seed decides beforehand. What is left to chance follows from it, so a seed replays. */
import { createDice, type Dice } from '#functions/generator/dice.ts';
import type { WindowDials } from '#shared/domain/profile/window.ts';
import { beginnings } from '#test/simulation/clockwork.ts';
import { type Faults, noFaults } from '#test/simulation/faults.ts';

export const actionKinds = [
  'listen',
  'import',
  'resend',
  'retell',
  'retract',
  'settings',
  'block',
  'unblock',
  'feedback',
  'erase',
  'read',
  'describe',
  'train',
  'plan',
  'watch',
  'replay',
  'sweep',
  'wait',
] as const;
/** What an attacker among the users does. Apart, so that scenarios without one stay what they were. */
export const attackKinds = ['flood', 'lie', 'absurd', 'race'] as const;
export type ActionKind = (typeof actionKinds)[number] | (typeof attackKinds)[number];

/** One thing that somebody does; `seed` decides how, apart from all other actions, so that some can be left out. */
export type Action = { readonly kind: ActionKind; readonly user: number; readonly seed: number };

export type Scenario = {
  readonly seed: number;
  /** One process for everything and a durable queue, or a function per verb and Pub/Sub. */
  readonly home: 'embedded' | 'cloud';
  /** Unix seconds. */
  readonly startsAt: number;
  /** Seconds that may pass at a time: minutes for what meets, weeks for what is missed. */
  readonly waits: readonly number[];
  /** Whether a model is published before anything goes wrong. */
  readonly prepared: boolean;
  readonly users: number;
  readonly items: number;
  readonly window: WindowDials;
  readonly faults: Faults;
  /** Seconds that a message may take to the warehouse. */
  readonly landsWithin: number;
  /** Share of turns at which another run may begin or go on, before the one at work ends. */
  readonly interleaving: number;
  readonly actions: readonly Action[];
  /** Actions after which there is peace, and everything is checked. */
  readonly restsAfter: number;
};

/** How often a kind is drawn when a scenario has it at all. */
const weights: Readonly<Record<(typeof actionKinds)[number], number>> = {
  listen: 6,
  import: 2,
  resend: 3,
  retell: 3,
  retract: 2,
  settings: 1.5,
  block: 2,
  unblock: 1.5,
  feedback: 1.5,
  erase: 0.6,
  read: 4,
  describe: 0.7,
  train: 2,
  plan: 3,
  watch: 1,
  replay: 0.5,
  sweep: 0.7,
  wait: 6,
};

const [hour, day] = [3_600, 86_400];
const spans = [
  [2, 10, 60, 300],
  [5, 60, 600, 3 * hour, 12 * hour],
  [60, 12 * hour, day, day],
  [600, day, 4 * day, 9 * day],
] as const;

/** Without these a scenario has nothing to attack. */
const always: ReadonlySet<ActionKind> = new Set(['listen', 'wait']);

/**
 * Swarm testing (Groce, Zhang, Eide, Chen, Regehr: "Swarm Testing", ISSTA 2012): each scenario leaves out some kinds of
 * actions and faults altogether, because what is always there keeps other things from happening.
 */
export function scenarioOf(seed: number): Scenario {
  const dice = createDice(seed, 'scenario');
  const scenario = dice.often(0.3) ? crowded(seed, dice) : mixed(seed, dice);
  return { ...scenario, actions: withAttacks(scenario.actions, createDice(seed, 'attacks')) };
}

/** A third of the scenarios have one user who attacks, in between what the others do. */
function withAttacks(actions: readonly Action[], dice: Dice): readonly Action[] {
  if (!dice.often(1 / 3)) return actions;
  const attacked = [...actions];
  for (let left = 2 + dice.below(8); left > 0; left--) {
    const attack = { kind: dice.pick(attackKinds), user: 0, seed: dice.below(2 ** 31) };
    attacked.splice(dice.below(attacked.length + 1), 0, attack);
  }
  return attacked;
}

function mixed(seed: number, dice: Dice): Scenario {
  const home = dice.often(0.5) ? 'embedded' : 'cloud';
  const shares = actionKinds.map((kind) =>
    always.has(kind) || dice.often(0.6) ? weights[kind] * dice.between(0.3, 2) : 0,
  );
  const users = 1 + dice.below(3);
  return {
    seed,
    home,
    startsAt: dice.pick(beginnings) + dice.below(86_400),
    waits: dice.pick(spans),
    prepared: dice.often(0.6),
    users,
    items: dice.pick([8, 16, 28]),
    window: windowOf(dice),
    faults: faultsOf(dice, home),
    interleaving: dice.pick([0, 0.1, 0.5, 0.9]),
    landsWithin: dice.pick([0, 0, 5, 900]),
    actions: actionsOf(dice, { shares, users, length: 8 + dice.below(dice.often(0.3) ? 60 : 24) }),
    restsAfter: dice.pick([12, 100]),
  };
}

/** One listener's listens, copies of messages, and rebuilds, all at once: where two workers meet at one profile. */
function crowded(seed: number, dice: Dice): Scenario {
  const kinds: Partial<Record<ActionKind, number>> = { listen: 8, retell: 3, retract: 2, wait: 5 };
  return {
    seed,
    home: 'cloud',
    startsAt: dice.pick(beginnings),
    waits: [1, 2, 5],
    prepared: false,
    users: 1,
    items: 8,
    window: { listensMax: 20, batchesMax: 64, awaitingMax: 200 },
    faults: {
      ...noFaults,
      delivered: dice.between(0.1, 0.5),
      stalls: 0.1,
      dies: dice.often(0.3) ? 0.02 : 0,
      givenUp: seed % 2 === 0 ? 0.2 : 0,
    },
    interleaving: 0.5,
    landsWithin: 3,
    actions: actionsOf(dice, { shares: actionKinds.map((kind) => kinds[kind] ?? 0), users: 1, length: 32 }),
    restsAfter: 8,
  };
}

function windowOf(dice: Dice): WindowDials {
  return { listensMax: dice.pick([3, 6, 20]), batchesMax: dice.pick([2, 5, 64]), awaitingMax: dice.pick([2, 200]) };
}

type Drawing = { readonly shares: readonly number[]; readonly users: number; readonly length: number };

function actionsOf(dice: Dice, { shares, users, length }: Drawing): Action[] {
  return Array.from({ length }, () => ({
    kind: actionKinds[drawn(shares, dice.next())] as ActionKind,
    user: dice.below(users),
    seed: dice.below(2 ** 31),
  }));
}

/** One machine has no network between its parts: its writes happen or not, its clock is one, its queue does not repeat. */
function faultsOf(dice: Dice, home: Scenario['home']): Faults {
  const sometimes = (most: number): number => (dice.often(0.5) ? dice.between(0, most) : 0);
  const common = { ...noFaults, refused: sometimes(0.05), dies: sometimes(home === 'cloud' ? 0.04 : 0.01) };
  if (home === 'embedded') return common;
  return {
    ...common,
    unanswered: sometimes(0.05),
    late: sometimes(0.03),
    stalls: sometimes(0.1),
    delivered: sometimes(0.2),
    givenUp: sometimes(0.1),
    skewSeconds: dice.often(0.5) ? 20 : 0,
  };
}

function drawn(shares: readonly number[], chance: number): number {
  let left = chance * shares.reduce((sum, share) => sum + share, 0);
  const at = shares.findIndex((share) => {
    left -= share;
    return left < 0;
  });
  return Math.max(0, at);
}
