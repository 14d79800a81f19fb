/** Sends many listens in the order that costs the server least: each user's oldest first, several users at a time. */
import type { Client } from '#functions/cli/support/client.ts';
import { Refused } from '#functions/cli/support/failure.ts';
import { shardOf } from '#shared/domain/hash.ts';
import type { HistoryListen } from '#shared/formats/history/row.ts';
import { limits } from '#shared/schemas/limits.ts';

/** A listen with whatever the caller needs to name its origin. */
export type Sendable = { readonly listen: HistoryListen };

export type Sent<R extends Sendable> = {
  readonly accepted: number;
  readonly rejected: readonly { readonly row: R; readonly code: string; readonly detail: string }[];
  /** Fields of accepted listens that the server left out or put right, as far as it tells. */
  readonly dropped: readonly string[];
};

/** Requests in flight: enough to keep two cores busy, few enough never to make a server shed load. */
export const lanes = 4;

/** One batch that is in. */
export type SentBatch<R extends Sendable> = Sent<R> & {
  readonly lane: number;
  readonly rows: number;
};

export type SendOptions<R extends Sendable> = {
  /** Batches of each lane that are in already. */
  readonly skip?: readonly number[];
  /** Told of each batch, before the next of its lane is sent. */
  readonly onSent?: (batch: SentBatch<R>) => unknown;
};

/**
 * Sends all rows and resolves with the server's verdicts. A user's listens travel in one lane, one request after the
 * other, oldest first: a profile counts what comes in order as it comes, and waits for a rebuild when listens older
 * than its window arrive. The first failed request ends all lanes; what was sent stays, and sending it again adds nothing.
 */
export async function sendListens<R extends Sendable>(
  client: Client,
  rows: readonly R[],
  { skip = [], onSent = () => {} }: SendOptions<R> = {},
): Promise<Sent<R>> {
  let accepted = 0;
  let failed = false;
  const rejected: { row: R; code: string; detail: string }[] = [];
  const dropped: string[] = [];
  const send = async (batch: readonly R[], lane: number): Promise<void> => {
    const result = await sendBatch(client, batch);
    accepted += result.accepted;
    rejected.push(...result.rejected);
    dropped.push(...result.dropped);
    await onSent({ ...result, lane, rows: batch.length });
  };
  const run = async (batches: readonly (readonly R[])[], lane: number): Promise<void> => {
    for (const [nth, batch] of batches.entries()) {
      if (failed) return;
      if (nth < (skip[lane] ?? 0)) continue;
      await send(batch, lane).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  };
  await Promise.all(batchesByLane(rows).map(run));
  return { accepted, rejected, dropped };
}

/** Batches of at most 1,000 rows by lane. Exported for its law: every row once, each user in one lane, oldest first. */
export function batchesByLane<R extends Sendable>(rows: readonly R[]): R[][][] {
  const byUser = Map.groupBy(rows, ({ listen }) => listen.userId ?? '');
  const ordered: R[][] = Array.from({ length: lanes }, () => []);
  for (const [userId, own] of byUser) {
    const lane = ordered[shardOf(userId, lanes)] as R[];
    for (const row of own.sort((a, b) => a.listen.listenedAt - b.listen.listenedAt)) lane.push(row);
  }
  return ordered.map((lane) =>
    Array.from({ length: Math.ceil(lane.length / limits.listensPerRequestMax) }, (_, index) =>
      lane.slice(index * limits.listensPerRequestMax, (index + 1) * limits.listensPerRequestMax),
    ),
  );
}

/** A batch whose body is too large is halved until it fits; a single listen too large is rejected by name. */
async function sendBatch<R extends Sendable>(client: Client, batch: readonly R[]): Promise<Sent<R>> {
  try {
    const { accepted, rejected, dropped = [] } = await client.sendListens(batch.map(({ listen }) => listen));
    return {
      accepted,
      dropped: dropped.flatMap(({ fields }) => fields),
      rejected: rejected.flatMap(({ index, code, detail }) => {
        const row = batch[index];
        return row === undefined ? [] : [{ row, code, detail }];
      }),
    };
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 413) throw error;
    if (batch.length === 1) {
      return {
        accepted: 0,
        dropped: [],
        rejected: batch.map((row) => ({ row, code: 'too-large', detail: error.message })),
      };
    }
    const middle = Math.ceil(batch.length / 2);
    const first = await sendBatch(client, batch.slice(0, middle));
    const second = await sendBatch(client, batch.slice(middle));
    return {
      accepted: first.accepted + second.accepted,
      rejected: [...first.rejected, ...second.rejected],
      dropped: [...first.dropped, ...second.dropped],
    };
  }
}
