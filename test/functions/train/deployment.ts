/** A deployment as far as models go: real adapters in memory, listens that land, trainings and publications on demand. */
import { createPublish } from '#functions/publish/handler.ts';
import { createTrain } from '#functions/train/handler.ts';
import { createLease } from '#shared/adapters/documents/lease.ts';
import { createModelRegistry, createModels, createModelWriter } from '#shared/adapters/documents/models.ts';
import { createUsers } from '#shared/adapters/documents/users.ts';
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';
import { createMemoryDocumentStore } from '#shared/adapters/memory/document-store.ts';
import { openDatabase } from '#shared/adapters/sqlite/database.ts';
import { createSqliteQueue } from '#shared/adapters/sqlite/queue.ts';
import { spectralPairs } from '#shared/domain/model/spectral/item-pairs.ts';
import type { Factoriser } from '#shared/ports/factoriser.ts';
import type { LogFields } from '#shared/ports/log.ts';
import type { ModelsMessage } from '#shared/schemas/message.ts';
import { embeddedSliceCharacters } from '#shared/sql/refresh/refresh.ts';
import { createRefresher } from '#shared/sql/refresh/refresher.ts';
import { catalogued, landed, listened, type Told } from '#test/support/warehouse-rows.ts';

export const day = 86_400;
/** Noon of a Monday: what the clock of a deployment says when it opens. */
export const noon = 1_790_596_800;

export type LoggedLine = { readonly message: string } & LogFields;

export async function openDeployment() {
  const warehouse = await openWarehouse({ path: ':memory:', threads: 1 });
  const store = createMemoryDocumentStore();
  let now = noon;
  const clock = (): number => now;
  const database = openDatabase(':memory:');
  const queue = createSqliteQueue(database, { publish: 'models' }, () => now * 1_000);
  const lines: LoggedLine[] = [];
  const lease = createLease(store, clock);
  const factoriser: Factoriser = { pairs: async (interactions, request) => spectralPairs(interactions, request) };
  const ports = {
    warehouse,
    store,
    lease,
    factoriser,
    refresh: createRefresher({ warehouse, lease, overlapSeconds: day, sliceCharacters: embeddedSliceCharacters }),
    registry: createModelRegistry(store),
    models: createModels(store),
    modelWriter: createModelWriter(store, clock),
    users: createUsers(store),
    topics: queue,
    clock,
    codeVersion: 'test',
    log: (_severity: string, message: string, fields: LogFields = {}) => void lines.push({ message, ...fields }),
  };
  const publish = createPublish(ports);
  let messages = 0;

  return {
    ...ports,
    lines,
    train: createTrain(ports),
    publish,
    at: (seconds: number): void => {
      now = seconds;
    },
    /** Lands listens of one user, as the subscription of the topic would. */
    land: async (userId: string, listens: readonly Told[], receivedAt = now): Promise<void> => {
      messages += 1;
      const message = listened(userId, receivedAt, listens);
      // Messages are published one behind the other, a millisecond apart.
      await warehouse.load('listen_messages', [landed(`m${messages}`, message, receivedAt + messages / 1_000)]);
    },
    catalogue: async (items: readonly unknown[]): Promise<void> => {
      messages += 1;
      await warehouse.load('listen_messages', [landed(`m${messages}`, catalogued(now, items))]);
    },
    /** The messages that wait, taken from the queue. */
    takeMessages: async (): Promise<ModelsMessage[]> => {
      const waiting = queue.pending('publish', 0, 1_000);
      await queue.acknowledge(
        'publish',
        waiting.map(({ deliveryId }) => deliveryId),
      );
      return waiting.map(({ body }) => JSON.parse(body) as ModelsMessage);
    },
    publishAll: async (): Promise<void> => {
      const waiting = queue.pending('publish', 0, 1_000);
      for (const { body } of waiting) await publish(JSON.parse(body) as ModelsMessage);
      await queue.acknowledge(
        'publish',
        waiting.map(({ deliveryId }) => deliveryId),
      );
    },
    [Symbol.asyncDispose]: async (): Promise<void> => {
      database[Symbol.dispose]();
      await warehouse.close();
    },
  };
}

export type Deployment = Awaited<ReturnType<typeof openDeployment>>;

/**
 * Listens of a checkerboard: users of even number play black squares, the others white ones, a few a day over `days`
 * days, and every square is known to most of its lovers. Nobody plays all of them, so there is always one to propose.
 */
export function checkerboard({ users, squares, days, endsAt = noon }: Board): Map<string, Told[]> {
  const listens = new Map<string, Told[]>();
  for (let user = 0; user < users; user++) {
    const told: Told[] = [];
    for (let ago = days; ago > 0; ago--) {
      for (let nth = 0; nth < 3; nth++) {
        // A walk through the colour's squares that starts elsewhere for everybody and leaves the last step undone.
        const step = (user + (days - ago) * 3 + nth) % (squares / 2);
        if (step === user % (squares / 2)) continue;
        const square = 2 * step + (user % 2);
        const listenedAt = endsAt - ago * day + user * 60 + nth * 300;
        told.push({
          id: `${user}-${ago}-${nth}`,
          itemId: `square ${square}`,
          artistId: `colour ${square % 2}`,
          listenedAt,
        });
      }
    }
    listens.set(`user ${user}`, told);
  }
  return listens;
}

export type Board = {
  readonly users: number;
  readonly squares: number;
  readonly days: number;
  readonly endsAt?: number;
};

export async function landAll(deployment: Deployment, listens: ReadonlyMap<string, readonly Told[]>): Promise<void> {
  for (const [userId, told] of listens) await deployment.land(userId, told);
}
