/** What the warehouse knows of one user: affinities by the definition, the latest listens, what was heard. */
import type { RowOf } from '#shared/schemas/tables.ts';
import { compare } from '#test/simulation/statements/messages.ts';
import type { Rows, Select } from '#test/simulation/warehouse.ts';

const seconds = (instant: Date): number => instant.getTime() / 1_000;
const number = (value: unknown): number => (typeof value === 'number' ? value : (value as { int64: number }).int64);

const ownListens = ({ listens }: Rows, userId: unknown): RowOf<'listens'>[] =>
  listens.filter(({ user_id }) => user_id === userId);

/** One row a listen, retracted if any says so. */
function ownEchoes({ echoes }: Rows, userId: unknown): RowOf<'echoes'>[] {
  const own = new Map<string, RowOf<'echoes'>>();
  for (const row of echoes.filter(({ user_id }) => user_id === userId)) {
    const { retracted } = own.get(row.listen_id) ?? row;
    own.set(row.listen_id, { ...row, retracted: retracted || row.retracted });
  }
  return [...own.values()];
}

type Mark = { readonly of: string; readonly id: string; readonly weight: number; readonly at: number };

function marksOf(tables: Rows, userId: unknown): Mark[] {
  const items = new Map(tables.items.map((row) => [row.item_id, row]));
  const tags = Map.groupBy(tables.item_tags, ({ item_id }) => item_id);
  return ownListens(tables, userId)
    .filter(({ weight }) => weight > 0)
    .flatMap(({ item_id, kind, artist_id, weight, listened_at, listen }) => {
      const item = items.get(item_id);
      const operators = item?.source === 'operator' ? item : undefined;
      const artist = operators?.artist_id ?? artist_id;
      const own: string[] = [...new Set<string>(JSON.parse(listen).tags ?? [])];
      const said_tags = operators === undefined ? own : (tags.get(item_id) ?? []).map(({ tag }) => tag);
      const said = { weight, at: seconds(listened_at) };
      return [
        { of: 'item', id: item_id, ...said },
        ...(artist === null ? [] : [{ of: kind === 'episode' ? 'show' : 'artist', id: artist, ...said }]),
        ...said_tags.map((tag) => ({ of: 'tag', id: tag, ...said })),
      ];
    });
}

const affinities: Select = (tables, parameters) => {
  const fastHalfLife = number(parameters.fast_half_life_seconds);
  const slowHalfLife = number(parameters.slow_half_life_seconds);
  const maxOf = new Map([
    ['artist', number(parameters.artists_max)],
    ['item', number(parameters.items_max)],
    ['show', number(parameters.shows_max)],
    ['tag', number(parameters.tags_max)],
  ]);
  const sums = [...Map.groupBy(marksOf(tables, parameters.user_id), ({ of, id }) => `${of} ${id}`).values()].map(
    (marks) => {
      const { of, id } = marks[0] as Mark;
      const newest = Math.max(...marks.map(({ at }) => at));
      const sum = (halfLife: number): number =>
        marks.reduce((total, { weight, at }) => total + weight * 2 ** ((at - newest) / halfLife), 0);
      return {
        affinity_of: of,
        id,
        fast: sum(fastHalfLife),
        slow: sum(slowHalfLife),
        newest_at: newest,
        plays: marks.length,
      };
    },
  );
  const key = ({ slow, newest_at }: (typeof sums)[number]): number =>
    Math.round((Math.log2(slow) + newest_at / slowHalfLife) * 1e9) / 1e9;
  return [...maxOf].flatMap(([of, max]) =>
    sums
      .filter(({ affinity_of }) => affinity_of === of)
      .sort((a, b) => key(b) - key(a) || compare(a.id, b.id))
      .slice(0, max + 1),
  );
};

const window: Select = (tables, { user_id, window_listens_max }) =>
  [...ownListens(tables, user_id).map((row) => ({ ...row, retracted: false })), ...ownEchoes(tables, user_id)]
    .map(({ listen_id, listened_at, item_id, song_id, separation, retracted }) => ({
      listen_id,
      listened_at: seconds(listened_at),
      item_id: retracted ? '' : item_id,
      song_id: song_id ?? item_id,
      separation: separation ?? 0,
    }))
    .sort((a, b) => b.listened_at - a.listened_at || compare(a.listen_id, b.listen_id))
    .slice(0, number(window_listens_max) + 1);

const heard: Select = (tables, { user_id }) => {
  const catalogue = new Map(tables.items.map((row) => [row.item_id, row]));
  const ids = ownListens(tables, user_id).flatMap(({ item_id, song_id, listen }) => {
    const { title } = JSON.parse(listen);
    const known = title === undefined ? catalogue.get(item_id) : undefined;
    return [item_id, song_id ?? known?.song_id ?? known?.recording_id ?? item_id];
  });
  return [...new Set<string>(ids)].sort().map((item_id) => ({ item_id }));
};

const counts: Select = (tables, { user_id }) => {
  const own = ownListens(tables, user_id);
  const times = own.map(({ listened_at }) => seconds(listened_at));
  return [
    {
      listens: own.length,
      items: new Set(own.map(({ item_id }) => item_id)).size,
      oldest_at: own.length === 0 ? null : Math.min(...times),
      newest_at: own.length === 0 ? null : Math.max(...times),
      instants: own.length === 0 ? null : times.reduce((sum, at) => sum + at, 0),
      landed_at: own.length === 0 ? null : new Date(Math.max(...own.map(({ landed_at }) => landed_at.getTime()))),
    },
  ];
};

export const profileStatements = {
  'learn/profile_affinities': affinities,
  'learn/profile_window': window,
  'learn/profile_heard': heard,
  'learn/user_counts': counts,
} satisfies Record<string, Select>;
