/** One run: a scenario acted out under faults, then peace, then the invariants. */
import { setImmediate } from 'node:timers/promises';
import { landsSoonSeconds } from '#shared/domain/profile/rebuild.ts';
import { refresh } from '#shared/sql/refresh/refresh.ts';
import { checkEditions } from '#test/simulation/checks/editions.ts';
import { checkForgotten } from '#test/simulation/checks/forgotten.ts';
import { checkListens } from '#test/simulation/checks/listens.ts';
import { checkModel } from '#test/simulation/checks/models.ts';
import { isPostponed, isThereSomething } from '#test/simulation/checks/postponed.ts';
import { quietOf } from '#test/simulation/checks/quiet.ts';
import { checkWords } from '#test/simulation/checks/words.ts';
import { type Clients, createClients, userIdOf } from '#test/simulation/clients.ts';
import { settings, type Tamper } from '#test/simulation/process.ts';
import type { Action, Scenario } from '#test/simulation/scenario.ts';
import { createWorld, type Violation, type World } from '#test/simulation/world.ts';

export type RunOptions = {
  readonly tamper?: Tamper | undefined;
  readonly trace?: ((line: string) => void) | undefined;
};

/** Turns a run may take; far more than any needs, so that what never ends is found. */
const turnsMax = 60_000;
/** Quarters of an hour in which a world must come to rest once nothing goes wrong any more. */
const restRoundsMax = 400;

/** The first violation, or undefined. The same scenario gives the same answer on every machine. */
export async function runScenario(
  scenario: Scenario,
  { tamper, trace }: RunOptions = {},
): Promise<Violation | undefined> {
  const world = createWorld(scenario, { tamper, trace });
  const clients = createClients(world);
  if (scenario.prepared) await prepare(world, clients);
  for (const actions of actsOf(scenario)) {
    await actOut(world, clients, actions);
    world.say(() => 'from here on nothing goes wrong');
    world.calm();
    await comeToRest(world, clients);
    if (world.violations.length === 0) await check(world);
    if (world.violations.length > 0) return world.violations[0];
    world.rouse();
  }
  return undefined;
}

function actsOf({ actions, restsAfter }: Scenario): (readonly Action[])[] {
  const acts: (readonly Action[])[] = [];
  for (let start = 0; start < actions.length; start += restsAfter) acts.push(actions.slice(start, start + restsAfter));
  return acts;
}

/** A catalogue, a listen or two of everybody, and a model, before anything goes wrong. */
async function prepare(world: World, clients: Clients): Promise<void> {
  world.calm();
  const { users, seed } = world.scenario;
  for (const kind of ['describe', 'describe', 'describe'] as const)
    await clients.act({ kind, user: 0, seed: seed + 1 });
  for (let user = 0; user < users; user++) await clients.act({ kind: 'listen', user, seed: seed + user });
  await drain(world);
  await clients.act({ kind: 'train', user: 0, seed });
  await drain(world);
  world.rouse();
}

async function actOut(world: World, clients: Clients, actions: readonly Action[]): Promise<void> {
  const { scenario, dice } = world;
  const { interleaving, faults } = scenario;
  let turns = 0;
  for (const action of actions) {
    await clients.act(action);
    // Some actions follow at once; before others everything there is to do is done, or a part of it.
    let left = dice.often(interleaving) ? dice.below(6) : dice.below(200);
    while (left-- > 0 && turns++ < turnsMax) {
      await setImmediate();
      if (dice.often(faults.delivered)) world.deliverAgain();
      if (world.running() === 0 || dice.often(interleaving)) {
        if (dice.often(0.05)) clients.repeat();
        if (!world.deliver() && world.running() === 0) break;
      }
      world.step();
      if (dice.often(0.02)) await world.pass(1);
    }
    if (world.violations.length > 0) return;
  }
}

/** Everything that is on its way arrives, what failed is tried again, dead letters are replayed, and time goes on. */
async function comeToRest(world: World, clients: Clients): Promise<void> {
  await world.pass(61);
  await drain(world);
  world.start(
    'train',
    'trains',
    ({ train }) => train(),
    () => {},
  );
  for (let round = 0; round < restRoundsMax; round++) {
    await drain(world);
    while (clients.repeat()) await drain(world);
    const busy = world.queue.waiting().length > 0 || world.queue.buried().length > 0;
    world.queue.replay();
    if (!busy && (await isAtRest(world))) return;
    await world.pass(900);
    world.start(
      'watch',
      'watches',
      ({ watch }, now) => watch(now),
      () => {},
    );
    world.start(
      'plan',
      'plans',
      ({ plan }, now) => plan(now),
      () => {},
    );
  }
  world.say(() => 'it does not come to rest');
}

async function drain(world: World): Promise<void> {
  for (let turns = 0; turns < turnsMax; turns++) {
    await setImmediate();
    const delivered = world.running() < 4 && world.deliver();
    if (!world.step() && !delivered && world.running() === 0) return;
  }
}

/** An edition may be due a moment from now by the clock of whoever said when. */
const clocksDifferSeconds = 60;

/** No profile waits for a rebuild, no edition that can be made is due, and no erasure is open. */
async function isAtRest(world: World): Promise<boolean> {
  const quiet = quietOf(world);
  const { ports, now } = quiet;
  if ((await ports.profiles.marked(now + 2 * landsSoonSeconds, 1)).length > 0) return false;
  for (const receiptId of world.ledger.leaving.values()) {
    if ((await ports.receipts.read(receiptId))?.state !== 'done') return false;
  }
  if ((await ports.models.pointer()) === undefined) return true;
  for (let user = 0; user < world.scenario.users; user++) {
    const record = await ports.users.read(userIdOf(user));
    for (const schedule of await ports.schedules.ofUser(userIdOf(user))) {
      if (schedule.nextDueAt <= now + clocksDifferSeconds) return false;
      if (record.state !== 'known' || !isPostponed(schedule, record.user, now)) continue;
      if (await isThereSomething(quiet, record.user, schedule)) return false;
    }
  }
  return true;
}

async function check(world: World): Promise<void> {
  await refresh(world.warehouse, settings[world.scenario.home]);
  const quiet = quietOf(world);
  for (let user = 0; user < world.scenario.users; user++) {
    const userId = userIdOf(user);
    if (world.ledger.leaving.has(userId)) await checkForgotten(quiet, userId);
    else {
      await checkListens(quiet, userId);
      await checkEditions(quiet, userId);
    }
  }
  await checkModel(quiet);
  await checkWords(quiet);
}
