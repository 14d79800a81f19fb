/** Which listens do not count, by the definition: every pair of everything that was told. */
import type { RowOf } from '#shared/schemas/tables.ts';
import { compare, listenKey } from '#test/simulation/statements/messages.ts';
import type { Rows, Select } from '#test/simulation/warehouse.ts';

type Echo = RowOf<'echoes'>;

/** Seconds. */
const longest = 240;
const untold = 30;

function toldIn({ listens, arrived_listens, echoes, retractions }: Rows): Echo[] {
  const gone = new Set(retractions.map(listenKey));
  return [...listens, ...arrived_listens, ...echoes].map((row) => ({
    user_id: row.user_id,
    listen_id: row.listen_id,
    item_id: row.item_id,
    song_id: row.song_id,
    listened_at: row.listened_at,
    separation: row.separation ?? 0,
    retracted: gone.has(listenKey(row)),
  }));
}

const seconds = ({ listened_at }: Echo): number => listened_at.getTime() / 1_000;
const song = ({ item_id, song_id }: Echo): string => song_id ?? item_id;

function areOnePlay(a: Echo, b: Echo): boolean {
  const [shorter, longer] = [a.separation, b.separation].sort((x, y) => x - y) as [number, number];
  const apart = longer === 0 ? untold : shorter === 0 ? longer : shorter;
  return (
    a.user_id === b.user_id &&
    song(a) === song(b) &&
    a.listen_id !== b.listen_id &&
    Math.abs(seconds(a) - seconds(b)) < apart
  );
}

const isBefore = (a: Echo, b: Echo): boolean =>
  (compare(seconds(a), seconds(b)) || compare(a.listen_id, b.listen_id)) < 0;

export const echoes: Select = (tables) => {
  const told = toldIn(tables);
  const nearby = Map.groupBy(told, (one) => `${one.user_id} ${song(one)} ${Math.floor(seconds(one) / longest)}`);
  const near = (one: Echo): Echo[] =>
    [-1, 0, 1].flatMap(
      (step) => nearby.get(`${one.user_id} ${song(one)} ${Math.floor(seconds(one) / longest) + step}`) ?? [],
    );
  const found = told.flatMap((one) => [
    ...(one.retracted ? [one] : []),
    ...(near(one).some((other) => areOnePlay(one, other) && (other.retracted || isBefore(other, one)))
      ? [{ ...one, retracted: false }]
      : []),
  ]);
  const key = (row: Echo): string => `${listenKey(row)} ${row.retracted}`;
  const noted = new Set(tables.echoes.map(key));
  return [...Map.groupBy(found, key)].flatMap(([of, same]) => (noted.has(of) ? [] : [least(same)]));
};

/** Of one that was told in several ways the least of everything. */
function least(same: readonly Echo[]): Echo {
  const by = (field: (row: Echo) => number | string | null) =>
    [...same].sort((a, b) => order(field(a), field(b)))[0] as Echo;
  return {
    ...(same[0] as Echo),
    item_id: by(({ item_id }) => item_id).item_id,
    song_id: by(({ song_id }) => song_id).song_id,
    listened_at: by(seconds).listened_at,
    separation: by(({ separation }) => separation).separation,
  };
}

/** NULL is no value. */
function order(a: number | string | null, b: number | string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return compare(a, b);
}
