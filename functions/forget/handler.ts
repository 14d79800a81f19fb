/**
 * forget: leaves nothing of a user behind.
 *
 * Trigger: topic `erasures`. Reads and writes: every store that holds users, through its eraser; the receipt.
 * Idempotent by: user; a repeat removes what arrived in between and adds it to the receipt. Bounded by: pages within
 * each eraser.
 *
 *   DELETE /v1/users/{id} ── tombstone stands, no new listens ── first pass ── settled ── last pass ── scrub ── done
 *                                                   what had begun before still writes ──┘
 */
import { keptStores, openDoor, shutDoor } from '#functions/forget/start-over.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Schedules } from '#shared/ports/editions.ts';
import type { Eraser } from '#shared/ports/eraser.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Profiles } from '#shared/ports/profiles.ts';
import type { Receipts } from '#shared/ports/receipts.ts';
import type { Users } from '#shared/ports/users.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { ErasuresMessage } from '#shared/schemas/message.ts';
import type { Receipt } from '#shared/schemas/receipt.ts';

export type ForgetPorts = {
  readonly users: Users;
  readonly profiles: Pick<Profiles, 'revive'>;
  readonly schedules: Schedules;
  readonly receipts: Receipts;
  readonly erasers: readonly Eraser[];
  readonly waitForWork: WaitForWork;
  /** Overwrites what was removed, where the files are ours; where they are a service's, that does. */
  readonly scrub?: () => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
};

/**
 * Resolves when nothing is at work any more that may not have seen the tombstone. Throws, so that the message is
 * delivered again, while there still may be something.
 */
export type WaitForWork = (receipt: Receipt) => Promise<void>;

export function createForget(ports: ForgetPorts) {
  const { users, receipts, erasers, waitForWork: settled, scrub, clock, log } = ports;
  /**
   * The first pass is made once, not with every delivery while the rest settles: it reads all that is kept of anybody. A message
   * that is delivered again when all was done removes what has come since.
   */
  const closed = async (receiptId: string, pass: Pass): Promise<Receipt> => {
    const known = await receipts.read(receiptId);
    if (known !== undefined && known.closedAt !== undefined && known.state !== 'done') return known;
    const first = await pass();
    return receipts.update(receiptId, (current) => ({ closedAt: clock(), ...counted(current, first) }));
  };
  const done = async (receiptId: string, last: ReadonlyMap<string, number>): Promise<void> => {
    await receipts.update(receiptId, (known) => ({ ...counted(known, last), state: 'done', doneAt: clock() }));
  };
  const passOf = (which: Which, keeps: boolean): Pass => {
    const { userId, receiptId } = which;
    const tombstone = { forgottenAt: clock(), receiptId };
    return async () => {
      const removed = new Map<string, number>();
      if (!keeps && (await users.forget(userId, tombstone))) removed.set('users', 1);
      for (const { store, erase } of erasers) {
        const count = keeps && keptStores.has(store) ? 0 : await erase(userId, tombstone);
        if (count > 0) removed.set(store, count);
      }
      return removed;
    };
  };

  const forgetUser = async (which: Which): Promise<void> => {
    const { receiptId } = which;
    if ((await receipts.read(receiptId))?.state === 'done' && (await isGivenBack(users, which))) return;
    const pass = passOf(which, false);
    const receipt = await closed(receiptId, pass);
    if (receipt.state === 'done') return;
    await settled(receipt);
    const last = await pass();
    await scrub?.();
    await done(receiptId, last);
    log('INFO', 'user forgotten', { verb: 'forget', receiptId });
  };

  /** Done is told before the door opens, so that no delivery takes away what came in by it. */
  const startOver = async (which: Which): Promise<void> => {
    const { receiptId } = which;
    if ((await receipts.read(receiptId))?.state !== 'done') {
      if (!(await shutDoor(ports, which))) return done(receiptId, new Map());
      const pass = passOf(which, true);
      await settled(await closed(receiptId, pass));
      const last = await pass();
      await scrub?.();
      await done(receiptId, last);
      log('INFO', 'user started over', { verb: 'forget', receiptId });
    }
    await openDoor(ports, which, clock());
  };

  return ({ keeps, ...which }: ErasuresMessage): Promise<void> =>
    keeps === 'user' ? startOver(which) : forgetUser(which);
}

type Which = { readonly userId: UserId; readonly receiptId: string };
type Pass = () => Promise<ReadonlyMap<string, number>>;

/** An old message must not take from who was given the name since. */
async function isGivenBack(users: Users, { userId, receiptId }: Which): Promise<boolean> {
  const record = await users.read(userId);
  return record.state !== 'forgotten' || record.receiptId !== receiptId;
}

function counted(known: Receipt | undefined, removed: ReadonlyMap<string, number>): Receipt {
  if (known === undefined) throw new Error('Cannot count an erasure: its receipt is missing');
  const total = { ...known.removed };
  for (const [store, count] of removed) total[store] = (total[store] ?? 0) + count;
  return { ...known, removed: total };
}
