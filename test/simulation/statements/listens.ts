/** From messages to distinct listens: what arrived_listens, retractions, the two removals and listens say; echoes have a file of their own. */
import { separationOf } from '#shared/domain/listens/echo.ts';
import { engagementWeight } from '#shared/domain/listens/engagement.ts';
import type { Listen } from '#shared/schemas/listen.ts';
import type { RowOf } from '#shared/schemas/tables.ts';
import { echoes } from '#test/simulation/statements/echoes.ts';
import { compare, landedWithin, listenKey, toldWithin } from '#test/simulation/statements/messages.ts';
import type { Delete, Select } from '#test/simulation/warehouse.ts';

const instant = (seconds: number): Date => new Date(seconds * 1_000);

type Arrived = RowOf<'arrived_listens'>;

const arrived: Select = (tables, parameters) => {
  const first = new Map<string, Arrived>();
  for (const { row, message, listen } of toldWithin(tables, parameters)) {
    const copy: Arrived = {
      user_id: message.userId,
      listen_id: listen.id,
      item_id: listen.itemId,
      song_id: listen.songId ?? listen.recordingId ?? null,
      listened_at: instant(listen.listenedAt),
      separation: separationOf(listen),
      batch_id: message.batchId,
      received_at: instant(message.receivedAt),
      message_id: row.message_id,
      landed_at: row.publish_time,
      listen: JSON.stringify(listen),
    };
    const known = first.get(listenKey(copy));
    if (known === undefined || toldBefore(copy, known) < 0) first.set(listenKey(copy), copy);
  }
  return [...first.values()];
};

function toldBefore(a: Arrived, b: Arrived): number {
  return (
    compare(a.received_at.getTime(), b.received_at.getTime()) ||
    compare(a.message_id, b.message_id) ||
    compare(a.listen, b.listen) ||
    compare(a.landed_at.getTime(), b.landed_at.getTime())
  );
}

const retractions: Select = (tables, parameters) => {
  const known = new Set(tables.retractions.map(listenKey));
  const told = new Map<string, RowOf<'retractions'>>();
  for (const { message } of landedWithin(tables, parameters)) {
    if (message.type !== 'retracted') continue;
    for (const { id } of message.listens) {
      const row = { user_id: message.userId, listen_id: id, received_at: instant(message.receivedAt) };
      const before = told.get(listenKey(row));
      if (before === undefined || row.received_at < before.received_at) told.set(listenKey(row), row);
    }
  }
  return [...told.values()].filter((row) => !known.has(listenKey(row)));
};

const removeEchoes: Delete = {
  from: 'listens',
  goes: (tables) => {
    const gone = new Set(tables.echoes.map(listenKey));
    return (row: RowOf<'listens'>) => gone.has(listenKey(row));
  },
};

const removeSuperseded: Delete = {
  from: 'listens',
  goes: (tables) => {
    const told = new Map(tables.arrived_listens.map((row) => [listenKey(row), row]));
    return (row: RowOf<'listens'>) => {
      const earlier = told.get(listenKey(row));
      if (earlier === undefined) return false;
      const order = compare(earlier.received_at.getTime(), row.received_at.getTime());
      return order < 0 || (order === 0 && earlier.message_id < row.message_id);
    };
  },
};

const listens: Select = ({ arrived_listens, listens: counted, echoes }) => {
  const settled = new Set([...counted.map(listenKey), ...echoes.map(listenKey)]);
  return arrived_listens
    .filter((row) => !settled.has(listenKey(row)))
    .map((row): RowOf<'listens'> => {
      const listen = JSON.parse(row.listen) as Listen;
      return {
        listen_id: row.listen_id,
        user_id: row.user_id,
        item_id: row.item_id,
        song_id: row.song_id,
        kind: listen.kind,
        artist_id: listen.artistId ?? null,
        listened_at: row.listened_at,
        played_ms: listen.playedMs ?? null,
        duration_ms: listen.durationMs ?? null,
        weight: engagementWeight(listen),
        separation: row.separation,
        batch_id: row.batch_id,
        received_at: row.received_at,
        message_id: row.message_id,
        landed_at: row.landed_at,
        listen: row.listen,
      };
    });
};

const watermark: Select = ({ listens: counted }) => {
  const newest = counted.reduce((max, { landed_at }) => Math.max(max, landed_at.getTime()), Number.NEGATIVE_INFINITY);
  return [{ landed_at: counted.length === 0 ? null : new Date(newest) }];
};

const newest: Select = ({ listen_messages }, { since }) => {
  const times = listen_messages
    .filter(({ publish_time }) => publish_time >= (since as Date))
    .map(({ publish_time }) => publish_time.getTime());
  return [{ published_at: times.length === 0 ? null : new Date(Math.max(...times)) }];
};

const batches: Select = (tables, { user_id, since }) => {
  const counted = new Set(tables.listens.filter((row) => row.user_id === user_id).map((row) => row.listen_id));
  const gone = new Set(tables.retractions.filter((row) => row.user_id === user_id).map((row) => row.listen_id));
  const noted = Map.groupBy(
    tables.echoes.filter((row) => row.user_id === user_id),
    (row) => row.listen_id,
  );
  type Batch = { type: string; received_at: number; outstanding: number };
  const open = new Map<string, Batch>();
  for (const { message } of landedWithin(tables, { since: since as Date })) {
    if (message.type !== 'listened' && message.type !== 'retracted') continue;
    if (message.userId !== user_id) continue;
    const unsettled = message.listens.filter(({ id }) =>
      message.type === 'retracted'
        ? !gone.has(id) || counted.has(id) || noted.get(id)?.every(({ retracted }) => !retracted) === true
        : counted.has(id) === noted.has(id),
    );
    const { batchId, type, receivedAt } = message;
    const known = open.get(batchId) ?? { type, received_at: receivedAt, outstanding: 0 };
    open.set(batchId, { ...known, outstanding: known.outstanding + unsettled.length });
  }
  return [...open]
    .map(([batch_id, batch]) => ({ batch_id, ...batch }))
    .sort((a, b) => compare(a.received_at, b.received_at) || compare(a.batch_id, b.batch_id));
};

const ofUser: Select = ({ listens: counted }, { user_id, after, before, before_listen_id, limit }) =>
  counted
    .filter((row) => row.user_id === user_id && row.listened_at > (after as Date))
    .filter(
      (row) =>
        row.listened_at < (before as Date) ||
        (row.listened_at.getTime() === (before as Date).getTime() && row.listen_id > (before_listen_id as string)),
    )
    .sort((a, b) => compare(b.listened_at.getTime(), a.listened_at.getTime()) || compare(a.listen_id, b.listen_id))
    .slice(0, (limit as { int64: number }).int64)
    .map(({ listen_id, listened_at, received_at, listen }) => ({ listen_id, listened_at, received_at, listen }));

const slices: Select = ({ listen_messages }, { since, slice_characters }) => {
  const moments = new Map<number, number>();
  for (const { publish_time, data } of listen_messages) {
    if (publish_time < (since as Date)) continue;
    moments.set(publish_time.getTime(), (moments.get(publish_time.getTime()) ?? 0) + data.length);
  }
  let characters = 0;
  const cut = [...moments]
    .sort(([a], [b]) => a - b)
    .map(([at, more]) => {
      characters += more;
      return { at, slice: Math.floor(characters / (slice_characters as { int64: number }).int64) };
    });
  return [...Map.groupBy(cut, ({ slice }) => slice)].map(([slice, own]) => ({
    slice,
    begins_at: new Date(Math.min(...own.map(({ at }) => at))),
    ends_at: new Date(Math.max(...own.map(({ at }) => at))),
  }));
};

export const listensStatements = {
  selects: {
    'refresh/arrived_listens': arrived,
    'refresh/retractions': retractions,
    'refresh/echoes': echoes,
    'refresh/listens': listens,
    'refresh/listens_watermark': watermark,
    'refresh/messages_watermark': newest,
    'refresh/message_slices': slices,
    'learn/batches_of_user': batches,
    'serve/listens_of_user': ofUser,
  } satisfies Record<string, Select>,
  deletes: {
    'refresh/remove_echoes': removeEchoes,
    'refresh/remove_superseded': removeSuperseded,
  } satisfies Record<string, Delete>,
};
