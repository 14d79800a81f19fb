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
import type { Clock } from '#shared/ports/clock.ts';
import type { Eraser } from '#shared/ports/eraser.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Receipts } from '#shared/ports/receipts.ts';
import type { Users } from '#shared/ports/users.ts';
import type { ErasuresMessage } from '#shared/schemas/message.ts';
import type { Receipt } from '#shared/schemas/receipt.ts';

export type ForgetPorts = {
  readonly users: Users;
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

export function createForget({ users, receipts, erasers, waitForWork: settled, scrub, clock, log }: ForgetPorts) {
  /**
   * The first pass is made once, not with every delivery while the rest settles: it reads all that is kept of anybody. A message
   * that is delivered again when all was done removes what has come since.
   */
  const closed = async (receiptId: string, pass: () => Promise<ReadonlyMap<string, number>>): Promise<Receipt> => {
    const known = await receipts.read(receiptId);
    if (known !== undefined && known.closedAt !== undefined && known.state !== 'done') return known;
    const first = await pass();
    return receipts.update(receiptId, (current) => ({ closedAt: clock(), ...counted(current, first) }));
  };
  return async ({ userId, receiptId }: ErasuresMessage): Promise<void> => {
    const tombstone = { forgottenAt: clock(), receiptId };
    const pass = async (): Promise<Map<string, number>> => {
      const removed = new Map<string, number>();
      if (await users.forget(userId, tombstone)) removed.set('users', 1);
      for (const { store, erase } of erasers) {
        const count = await erase(userId, tombstone);
        if (count > 0) removed.set(store, count);
      }
      return removed;
    };
    const receipt = await closed(receiptId, pass);
    if (receipt.state === 'done') return;
    await settled(receipt);
    const last = await pass();
    await scrub?.();
    await receipts.update(receiptId, (known) => ({ ...counted(known, last), state: 'done', doneAt: clock() }));
    log('INFO', 'user forgotten', { verb: 'forget', receiptId });
  };
}

function counted(known: Receipt | undefined, removed: ReadonlyMap<string, number>): Receipt {
  if (known === undefined) throw new Error('Cannot count an erasure: its receipt is missing');
  const total = { ...known.removed };
  for (const [store, count] of removed) total[store] = (total[store] ?? 0) + count;
  return { ...known, removed: total };
}
