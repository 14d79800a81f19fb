/**
 * ingest: what clients tell us.
 *
 * Trigger: HTTP, every write of `/v1`. Reads: tokens, users. Writes: users, schedules, tokens, catalogue, quarantine,
 * the model pointer; topics `listens`, `erasures` and `models`. Idempotent by: listen id, batch id, user, receipt id, model version.
 * Bounded by: limits of a request.
 */
import { randomUUID } from 'node:crypto';
import { createAcceptListens } from '#functions/ingest/accept-listens.ts';
import { createAcceptModel } from '#functions/ingest/accept-model.ts';
import { createEraseUser } from '#functions/ingest/erase-user.ts';
import { createGiveBack } from '#functions/ingest/give-back.ts';
import { createImportHistory } from '#functions/ingest/import-history.ts';
import { createItemsHandler } from '#functions/ingest/items.ts';
import { createRestore } from '#functions/ingest/restore.ts';
import { createRetireModel } from '#functions/ingest/retire-model.ts';
import { createStartOver } from '#functions/ingest/start-over.ts';
import { createUserHandlers, expectKnown } from '#functions/ingest/users.ts';
import { createWelcome, type Door } from '#functions/ingest/welcome.ts';
import { judgeListens, shownOf } from '#shared/domain/listens/judging.ts';
import { retractedMessage } from '#shared/domain/listens/messages.ts';
import type { HandlersOf, OfVerb } from '#shared/edge/http/operation.ts';
import type { V1 } from '#shared/edge/http/v1.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Editions, Schedules } from '#shared/ports/editions.ts';
import type { PatchDeliveries } from '#shared/ports/libraries.ts';
import type { Log } from '#shared/ports/log.ts';
import type { ModelRegistry, Models } from '#shared/ports/models.ts';
import type { Profiles } from '#shared/ports/profiles.ts';
import type { Quarantine } from '#shared/ports/quarantine.ts';
import type { Receipts } from '#shared/ports/receipts.ts';
import type { Topics } from '#shared/ports/topics.ts';
import type { Tokens, Users } from '#shared/ports/users.ts';

export type IngestPorts = {
  readonly users: Users;
  readonly profiles: Pick<Profiles, 'revive'>;
  readonly tokens: Tokens;
  readonly schedules: Schedules;
  readonly editions: Pick<Editions, 'store'>;
  readonly catalogue: Catalogue;
  readonly quarantine: Quarantine;
  readonly receipts: Receipts;
  readonly deliveries: Pick<PatchDeliveries, 'ofUser'>;
  readonly registry: ModelRegistry;
  readonly models: Pick<Models, 'pointer'>;
  readonly topics: Topics;
  readonly log: Log;
  /** See WelcomePorts. */
  readonly knownSeconds: number;
  /** See AcceptPorts. */
  readonly door?: Door;
  /** See ImportPorts. */
  readonly isBehind?: () => boolean;
  /** UUID v4 for tokens and receipts; chance is passed in. */
  readonly newUuid?: () => string;
};

export function createIngest(ports: IngestPorts): HandlersOf<OfVerb<V1, 'ingest'>> {
  const newUuid = ports.newUuid ?? randomUUID;
  const accept = createAcceptListens({ ...ports, welcome: createWelcome(ports) });
  const eraseUser = createEraseUser({ ...ports, newUuid });
  const startOver = createStartOver({ ...ports, newUuid });
  const giveBack = createGiveBack(ports);

  return {
    postListens: async ({ principal, body, now }) => {
      const sender = principal.scope === 'user' ? principal.userId : undefined;
      const judged = judgeListens(body.listens, sender === undefined ? 'operator' : { userId: sender }, now);
      const { accepted, refused } = await accept({ sent: body.listens, ...judged, sender, now });
      const dropped = shownOf(judged.dropped);
      return { status: 200, json: { accepted, rejected: refused, ...(dropped.length > 0 && { dropped }) } };
    },

    importHistory: createImportHistory({ ...ports, accept, restore: createRestore(ports) }),

    putItems: createItemsHandler(ports),

    deleteModel: createRetireModel(ports),

    publishModel: createAcceptModel(ports),

    deleteListen: async ({ params: { userId, listenId }, now }) => {
      await expectKnown(ports.users, userId);
      const message = retractedMessage(userId, [{ id: listenId, listenedAt: now }], now);
      await ports.topics.publish('listens', [{ message, orderingKey: userId }]);
      return { status: 202 };
    },

    deleteUser: async ({ params: { userId }, now }) => {
      const receiptId = await eraseUser(userId, now);
      return { status: 202, json: { receiptId }, headers: { location: `/v1/receipts/${receiptId}` } };
    },

    deleteListens: async ({ params: { userId }, now }) => {
      const receiptId = await startOver(userId, now);
      return { status: 202, json: { receiptId }, headers: { location: `/v1/receipts/${receiptId}` } };
    },

    releaseUser: ({ params: { userId }, now }) => giveBack(userId, now),

    ...createUserHandlers({ ...ports, newUuid }),
  };
}
