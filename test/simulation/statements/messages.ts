/** Messages as they landed, read once each. */
import type { Parameters } from '#shared/ports/warehouse.ts';
import type { Listen } from '#shared/schemas/listen.ts';
import type { ListensMessage } from '#shared/schemas/message.ts';
import type { RowOf } from '#shared/schemas/tables.ts';
import type { Rows } from '#test/simulation/warehouse.ts';

export type Landed = { readonly row: RowOf<'listen_messages'>; readonly message: ListensMessage };
export type Told = {
  readonly row: RowOf<'listen_messages'>;
  readonly message: ListensMessage & { type: 'listened' };
  readonly listen: Listen;
};

const endOfTime = new Date('9999-12-31T23:59:59Z');
const read = new WeakMap<object, ListensMessage>();

/** Messages published from `since` to `until`. */
export function landedWithin({ listen_messages }: Rows, { since, until }: Parameters): Landed[] {
  const last = until ?? endOfTime;
  return listen_messages
    .filter(({ publish_time }) => publish_time >= (since as Date) && publish_time <= (last as Date))
    .map((row) => {
      const message = read.get(row) ?? (JSON.parse(row.data) as ListensMessage);
      read.set(row, message);
      return { row, message };
    });
}

export function toldWithin(tables: Rows, parameters: Parameters): Told[] {
  return landedWithin(tables, parameters).flatMap(({ row, message }) =>
    message.type === 'listened' ? message.listens.map((listen) => ({ row, message, listen })) : [],
  );
}

export const compare = (a: number | string | null, b: number | string | null): number => {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  return a < b ? -1 : 1;
};

/** One key for a user's listen: listen ids are the client's, only with the user are they unique. */
export const listenKey = (row: { readonly user_id: string; readonly listen_id: string }): string =>
  `${row.user_id}\u0000${row.listen_id}`;
