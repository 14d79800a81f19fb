/** Rows and messages for tests of the warehouse: what the ingest verb would publish, as the subscription lands it. */
import type { Parameters, Warehouse } from '#shared/ports/warehouse.ts';
import { rowsOf } from '#shared/ports/warehouse.ts';
import type { Listen } from '#shared/schemas/listen.ts';
import { attributesOf, type ListensMessage } from '#shared/schemas/message.ts';
import type { RowOf, TableName } from '#shared/schemas/tables.ts';
import { statement, statementParameters } from '#shared/sql/engine/statement.ts';

export type MessageRow = RowOf<'listen_messages'>;

/** A message of topic `listens` as a row of `listen_messages`, published when it was received. */
export function landed(messageId: string, message: unknown, publishedAt?: number): MessageRow {
  const { receivedAt } = message as { receivedAt: number };
  return {
    subscription_name: 'projects/p/subscriptions/warehouse',
    message_id: messageId,
    publish_time: new Date((publishedAt ?? receivedAt) * 1_000),
    data: JSON.stringify(message),
    attributes: JSON.stringify(attributesOf(message as ListensMessage)),
  };
}

type Message<T extends ListensMessage['type']> = Extract<ListensMessage, { type: T }>;
export type Told = Omit<Listen, 'id' | 'userId' | 'itemId' | 'artistId' | 'kind'> & {
  readonly id: string;
  readonly itemId: string;
  readonly artistId?: string | undefined;
  readonly kind?: 'track' | 'episode';
};

export function listened(userId: string, receivedAt: number, listens: readonly Told[]): Message<'listened'> {
  const batchId = `batch of ${userId} at ${receivedAt}: ${listens.map(({ id }) => id).join(' ')}`;
  const whole = listens.map((listen) => ({ userId, kind: 'track', ...listen }));
  return { type: 'listened', batchId, userId, receivedAt, listens: whole } as unknown as Message<'listened'>;
}

export function retracted(userId: string, receivedAt: number, ids: readonly string[]): Message<'retracted'> {
  const listens = ids.map((id) => ({ id, listenedAt: 0 }));
  const batchId = `retraction of ${userId} at ${receivedAt}: ${ids.join(' ')}`;
  return { type: 'retracted', batchId, userId, receivedAt, listens } as unknown as Message<'retracted'>;
}

/** The items of an edition of weekly jams, unless another place is said, shown under one variant of one experiment. */
export function exposed(
  userId: string,
  receivedAt: number,
  { experiment = 'wide', variant, shown = 'weekly-jams', items }: Seen,
): Message<'exposed'> {
  const batchId = `exposure of ${userId} at ${receivedAt} to ${experiment} ${variant} ${shown}`;
  const variants = [{ experiment, variant }];
  return { type: 'exposed', batchId, userId, receivedAt, shown, variants, items } as Message<'exposed'>;
}

export type Seen = {
  readonly experiment?: string;
  readonly variant: string;
  readonly shown?: Message<'exposed'>['shown'];
  readonly items: readonly string[];
};

export function catalogued(receivedAt: number, items: readonly unknown[]): Message<'catalogued'> {
  return { type: 'catalogued', batchId: `items at ${receivedAt}`, receivedAt, items } as Message<'catalogued'>;
}

/** An item of the operator's of which nothing is known but what is given. */
export function itemRow(row: Pick<RowOf<'items'>, 'item_id' | 'artist_id' | 'received_at'>): RowOf<'items'> {
  return {
    kind: 'track',
    title: null,
    artist_name: null,
    release_name: null,
    release_id: null,
    release_group_id: null,
    duration_ms: null,
    published_at: null,
    serial: null,
    explicit: null,
    url: null,
    recording_id: null,
    song_id: null,
    addresses: '[]',
    artist_addresses: '[]',
    tags: '[]',
    source: 'operator',
    message_id: '1',
    ...row,
  };
}

/** A listen as a row of `listens`: whatever is not said is plain. */
export function listenRow(row: Partial<RowOf<'listens'>> & { listened_at: Date }): RowOf<'listens'> {
  const { user_id = 'ada', item_id = 'song', listened_at } = row;
  return {
    listen_id: `${user_id} ${item_id} ${listened_at.getTime()}`,
    user_id,
    item_id,
    song_id: null,
    kind: 'track',
    artist_id: null,
    played_ms: null,
    duration_ms: null,
    weight: 1,
    separation: null,
    batch_id: 'batch',
    received_at: listened_at,
    message_id: '1',
    landed_at: listened_at,
    listen: '{}',
    ...row,
  };
}

/** All rows of a statement of shared/sql. */
export function ask<R = Record<string, unknown>>(
  warehouse: Warehouse,
  name: string,
  given: Parameters = {},
): Promise<R[]> {
  return rowsOf<R>(warehouse, statement(name), statementParameters(statement(name), given));
}

/** All rows of a table, in the order of `by`. */
export function everythingIn<T extends TableName>(warehouse: Warehouse, table: T, by: string): Promise<RowOf<T>[]> {
  return rowsOf<RowOf<T>>(warehouse, { name: table, text: `SELECT * FROM ${table} ORDER BY ${by}` }, {});
}

export const at = (seconds: number): Date => new Date(seconds * 1_000);
