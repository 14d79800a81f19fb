/** GET /v1/users/{userId}/export: everything held on the user, a JSON record a line, each with its `type`. */
import { readUser } from '#functions/serve/read-user.ts';
import type { Answer, Call } from '#shared/edge/http/operation.ts';
import type { V1 } from '#shared/edge/http/v1.ts';
import type { Editions, Schedules } from '#shared/ports/editions.ts';
import type { History } from '#shared/ports/history.ts';
import type { Libraries, PatchDeliveries } from '#shared/ports/libraries.ts';
import type { Models } from '#shared/ports/models.ts';
import type { NowPlayingStore } from '#shared/ports/now-playing.ts';
import type { Profiles } from '#shared/ports/profiles.ts';
import type { Quarantine } from '#shared/ports/quarantine.ts';
import type { Tokens, Users } from '#shared/ports/users.ts';
import type { Warehouse } from '#shared/ports/warehouse.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { User } from '#shared/schemas/user.ts';
import { statement } from '#shared/sql/engine/statement.ts';

export type ExportPorts = {
  readonly users: Users;
  readonly tokens: Tokens;
  readonly profiles: Profiles;
  readonly editions: Editions;
  readonly schedules: Schedules;
  readonly libraries: Pick<Libraries, 'collected'>;
  readonly deliveries: Pick<PatchDeliveries, 'ofUser'>;
  readonly nowPlaying: NowPlayingStore;
  readonly models: Models;
  readonly quarantine: Quarantine;
  readonly history: History;
  readonly warehouse: Warehouse;
};

const listensPerPage = 1_000;

export function createExportHandler(ports: ExportPorts) {
  return async ({ params: { userId }, now }: Call<V1['exportUser']>): Promise<Answer> => {
    const user = await readUser(ports.users, userId);
    return { status: 200, lines: records(ports, user, now) };
  };
}

async function* records(ports: ExportPorts, user: User, now: number): AsyncGenerator<object> {
  const { tokens, profiles, editions, schedules, nowPlaying, models, quarantine, history, libraries, deliveries } =
    ports;
  const { userId } = user;
  yield { type: 'user', ...user };
  for (const { tokenId, scope, createdAt } of await tokens.ofUser(userId))
    yield { type: 'token', tokenId, scope, createdAt };
  const profile = await profiles.read(userId);
  if (profile !== undefined) yield { type: 'profile', ...profile };
  const pointer = await models.pointer();
  const candidates = pointer === undefined ? undefined : await models.candidates(pointer.modelVersion, userId);
  if (candidates !== undefined) yield { type: 'candidates', ...candidates };
  for (const stored of await editions.latest(userId, { limit: 1_000 })) yield { type: 'edition', ...stored };
  for (const schedule of await schedules.ofUser(userId)) yield { type: 'schedule', ...schedule };
  for (const libraryId of user.libraries ?? []) {
    const collected = await libraries.collected(userId, libraryId);
    if (collected !== undefined) yield { type: 'collected', ...collected };
  }
  for (const delivered of await deliveries.ofUser(userId)) yield { type: 'delivered', ...delivered };
  const playing = await nowPlaying.read(userId, now);
  if (playing !== undefined) yield { type: 'playing', ...playing };
  for (const refused of await quarantine.latest(userId, 1_000)) yield { type: 'quarantined', ...refused };
  yield* exposures(ports.warehouse, userId);
  let before: { listenedAt: number; id: string } | undefined;
  for (;;) {
    const page = await history.page(userId, { ...(before === undefined ? {} : { before }), limit: listensPerPage });
    for (const listen of page) yield { type: 'listen', ...listen };
    before = page.at(-1);
    if (before === undefined || page.length < listensPerPage) return;
  }
}

/** What the user was shown of experiments. */
async function* exposures(warehouse: Warehouse, userId: UserId): AsyncGenerator<object> {
  type Row = {
    readonly experiment: string;
    readonly variant: string;
    readonly shown: string;
    readonly exposed_at: number;
    readonly items: string;
  };
  for await (const page of warehouse.pages<Row>(statement('serve/exposures_of_user'), { user_id: userId })) {
    for (const { exposed_at: exposedAt, items, ...row } of page)
      yield { type: 'exposure', ...row, exposedAt, items: JSON.parse(items) };
  }
}
