/** What clients, the operator and the timers do: each action a call of a real handler. */
import { createDice, type Dice } from '#functions/generator/dice.ts';
import { extendModelInForce } from '#functions/train/model-expiry.ts';
import { ListenId, UserId } from '#shared/schemas/ids.ts';
import { createAttacks } from '#test/simulation/attacker.ts';
import { type Calls, createCalls, operator } from '#test/simulation/calls.ts';
import { quietOf } from '#test/simulation/checks/quiet.ts';
import { ofUser } from '#test/simulation/ledger.ts';
import { itemOf, playOf } from '#test/simulation/music.ts';
import { createPreferences } from '#test/simulation/preferences.ts';
import { readAs } from '#test/simulation/readers.ts';
import type { Action } from '#test/simulation/scenario.ts';
import { createWishes } from '#test/simulation/wishes.ts';
import type { World } from '#test/simulation/world.ts';

export type Clients = Pick<Calls, 'repeat'> & { readonly act: (action: Action) => Promise<void> };

type Sent = Readonly<Record<string, unknown>> & { readonly id: string };
type Act = (userId: UserId, dice: Dice) => void | Promise<void>;

const hour = 3_600;
const day = 86_400;

export const userIdOf = (nth: number): UserId => UserId.parse(`listener-${nth}-of-seven`);

export function createClients(world: World): Clients {
  const calls = createCalls(world);
  const wishes = createWishes();
  const acts: Readonly<Record<Action['kind'], Act>> = {
    ...listening(world, calls),
    ...createPreferences(world, calls, wishes),
    ...operating(world, calls),
    ...createAttacks(world, calls),
    read: (userId, dice) => readAs(world, wishes, userId, dice),
  };
  return {
    repeat: calls.repeat,
    act: async ({ kind, user, seed }) => {
      await acts[kind](userIdOf(user), createDice(seed, 'action'));
    },
  };
}

/** Listens are sent, sent again, told by others too, sent late, and taken back; by the operator, or by the token of their user. */
function listening(world: World, { call }: Calls) {
  const { ledger, scenario } = world;
  const sent = new Map<string, Sent[]>();
  const tokens = new Map<string, string>();
  let made = 0;

  const listen = (dice: Dice, listenedAt: number): Sent => ({
    id: `l${made++}`,
    ...itemOf(dice.below(scenario.items)),
    ...playOf(dice),
    listenedAt,
  });

  const makeToken = (userId: UserId): void =>
    call(
      `POST token of ${userId}`,
      ({ ingest }, now) =>
        ingest.postToken({ ...operator, query: undefined, params: { userId }, body: { scope: 'user' }, now }),
      (answer) => {
        if (answer !== undefined) tokens.set(userId, (answer.json as { token: string }).token);
      },
    );

  const post = (userId: UserId, batch: readonly Sent[], dice: Dice): void => {
    const mine = ofUser(sent, userId, (): Sent[] => []);
    for (const one of batch) if (!mine.includes(one)) mine.push(one);
    const token = dice.often(0.5) ? undefined : tokens.get(userId);
    const ids = batch.map(({ id }) => id);
    const body = { listens: batch.map((one) => ({ ...one, userId })) };
    call(
      `POST listens ${ids.join(' ')}${token === undefined ? '' : ' by token'}`,
      async ({ authenticate, ingest }, now) => {
        const { principal } = token === undefined ? operator : { principal: await authenticate(token) };
        return ingest.postListens({ ...operator, principal, query: undefined, params: undefined, body, now });
      },
      (answer) => {
        if (answer === undefined) return;
        const refused = new Set((answer.json as { rejected: { index: number }[] }).rejected.map(({ index }) => index));
        const accepted = ofUser(ledger.accepted, userId, () => new Set<string>());
        for (const [index, id] of ids.entries()) if (!refused.has(index)) accepted.add(id);
        if (!tokens.has(userId)) makeToken(userId);
      },
    );
  };

  const lately: Act = (userId, dice) => {
    const now = world.now();
    post(
      userId,
      Array.from({ length: 1 + dice.below(4) }, () => listen(dice, now - dice.below(2 * hour))),
      dice,
    );
  };

  /** Old listens, oldest batch first or last. */
  const history: Act = (userId, dice) => {
    const now = world.now();
    const batches = Array.from({ length: 1 + dice.below(4) }, (_, nth) =>
      Array.from({ length: 1 + dice.below(12) }, () => listen(dice, now - (1 + nth) * 10 * day - dice.below(10 * day))),
    );
    for (const batch of dice.often(0.5) ? batches : batches.toReversed()) post(userId, batch, dice);
  };

  const resend: Act = (userId, dice) => {
    const mine = sent.get(userId) ?? [];
    if (mine.length === 0) return;
    post(userId, [...new Set(Array.from({ length: 1 + dice.below(6) }, () => dice.pick(mine)))], dice);
  };

  /** Another source tells of the same plays, seconds apart, and knows less of them. */
  const retell: Act = (userId, dice) => {
    const mine = (sent.get(userId) ?? []).slice(-12);
    if (mine.length === 0) return;
    const plays = [...new Set(Array.from({ length: 1 + dice.below(4) }, () => dice.pick(mine)))];
    const batch = plays.map(({ durationMs, playedMs, ...play }) => ({
      ...play,
      ...(dice.often(0.5) ? { durationMs } : {}),
      id: `l${made++}`,
      listenedAt: Number(play.listenedAt) + dice.below(9) - 4,
    }));
    post(userId, batch, dice);
  };

  const retract: Act = (userId, dice) => {
    const mine = sent.get(userId) ?? [];
    if (mine.length === 0) return;
    const params = { userId, listenId: ListenId.parse(dice.pick(mine).id) };
    call(`DELETE listen ${params.listenId}`, ({ ingest }, now) =>
      ingest.deleteListen({ ...operator, query: undefined, params, body: undefined, now }),
    );
  };

  return { listen: lately, import: history, resend, retell, retract };
}

/** The operator, the timers, and time itself. */
function operating(world: World, { call }: Calls) {
  const { ledger, scenario } = world;
  const fire = (verb: 'train' | 'plan' | 'watch'): void =>
    world.start(
      verb,
      `${verb}s`,
      (handlers, now) => handlers[verb](now),
      () => {},
    );

  const erase: Act = (userId) =>
    call(
      `DELETE user ${userId}`,
      ({ ingest }, now) =>
        ingest.deleteUser({ ...operator, query: undefined, params: { userId }, body: undefined, now }),
      (answer) => {
        if (answer !== undefined) ledger.leaving.set(userId, (answer.json as { receiptId: string }).receiptId);
      },
    );

  const describe: Act = (_userId, dice) => {
    const items = Array.from({ length: 1 + dice.below(scenario.items) }, () => itemOf(dice.below(scenario.items)));
    call(`PUT ${items.length} items`, ({ ingest }, now) =>
      ingest.putItems({ ...operator, query: undefined, params: undefined, body: { items }, now }),
    );
  };

  const wait: Act = async (_userId, dice) => {
    const seconds = Math.ceil(dice.pick(scenario.waits) * dice.between(0.5, 1));
    await world.pass(seconds);
    if (seconds < 2 * day) return;
    // Training comes daily. Of the trainings that are not acted out one at least got as far as keeping its model alive.
    await extendModelInForce({ ...quietOf(world).ports, log: () => {} }, world.now());
    fire('train');
  };

  return {
    erase,
    describe,
    wait,
    train: () => fire('train'),
    plan: () => fire('plan'),
    watch: () => fire('watch'),
    replay: () => world.queue.replay(),
    sweep: () => world.documents.sweep(),
  };
}
