/** A plain model: every item is near the next few, everybody is proposed what they have not heard, all of it is popular. */
import type { RowOf } from '#shared/schemas/tables.ts';
import type { Rows, Select } from '#test/simulation/warehouse.ts';

const near = 5;
const seconds = (instant: Date): number => instant.getTime() / 1_000;

const users: Select = ({ listens }, { model_version }) =>
  [...Map.groupBy(listens, ({ user_id }) => user_id)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([user_id, own], nth): RowOf<'model_users'> => ({
        model_version: model_version as string,
        user_index: nth + 1,
        user_id,
        listens: own.length,
        newest_at: new Date(Math.max(...own.map(({ listened_at }) => listened_at.getTime()))),
      }),
    );

const items: Select = ({ items: known }, { model_version }) =>
  [...known]
    .sort((a, b) => (a.item_id < b.item_id ? -1 : 1))
    .map(
      ({ item_id, recording_id, kind, artist_id }, nth): RowOf<'model_items'> => ({
        model_version: model_version as string,
        item_index: nth + 1,
        item_id,
        recording_id: recording_id ?? item_id,
        kind,
        artist_id,
        users: 1,
        popularity: 1,
        proposed: true,
      }),
    );

const neighbours: Select = ({ model_items }, { model_version }) =>
  model_items.flatMap(({ item_index }, nth) =>
    Array.from({ length: Math.min(near, model_items.length - 1) }, (_, place) => ({
      model_version: model_version as string,
      item_index,
      neighbour_index: (model_items[(nth + 1 + place) % model_items.length] as RowOf<'model_items'>).item_index,
      score: 1 / (1 + place),
      place: place + 1,
    })),
  );

/** What each user of the model played, by item. */
function playedBy({ model_users, listens }: Rows): Map<number, Map<string, Date[]>> {
  return new Map(
    model_users.map(({ user_index, user_id }) => {
      const own = listens.filter((row) => row.user_id === user_id);
      const byItem = Map.groupBy(own, ({ item_id }) => item_id);
      return [user_index, new Map([...byItem].map(([id, rows]) => [id, rows.map(({ listened_at }) => listened_at)]))];
    }),
  );
}

const userItems: Select = (tables, { model_version }) => {
  const indexOf = new Map(tables.model_items.map(({ item_id, item_index }) => [item_id, item_index]));
  return [...playedBy(tables)].flatMap(([user_index, played]) =>
    [...played].flatMap(([item_id, times], nth): RowOf<'model_user_items'>[] => {
      const item_index = indexOf.get(item_id);
      if (item_index === undefined) return [];
      return [
        {
          model_version: model_version as string,
          user_index,
          item_index,
          plays: times.length,
          slow: times.length,
          weight: 1,
          last_listened_at: new Date(Math.max(...times.map(seconds)) * 1_000),
          place: nth + 1,
        },
      ];
    }),
  );
};

const candidates: Select = (tables, { model_version }) =>
  [...playedBy(tables)].flatMap(([user_index, played]) =>
    tables.model_items
      .filter(({ item_id }) => !played.has(item_id))
      .map(({ item_index }, nth) => ({
        model_version: model_version as string,
        user_index,
        item_index,
        score: 1 / (1 + nth),
        place: nth + 1,
      })),
  );

const seeds: Select = (tables, { model_version }) => {
  const played = playedBy(tables);
  const indexOf = new Map(tables.model_items.map(({ item_id, item_index }) => [item_id, item_index]));
  return tables.model_candidates.flatMap(({ user_index, item_index }) =>
    [...(played.get(user_index)?.keys() ?? [])].slice(0, 2).flatMap((item_id, nth) => {
      const seed_index = indexOf.get(item_id);
      return seed_index === undefined
        ? []
        : [{ model_version: model_version as string, user_index, item_index, seed_index, share: 0.5, place: nth + 1 }];
    }),
  );
};

const loved: Select = (tables, { model_version }) => {
  const indexOf = new Map(tables.model_items.map(({ item_id, item_index }) => [item_id, item_index]));
  return [...playedBy(tables)].flatMap(([user_index, played]) =>
    [...played].flatMap(([item_id, times], nth) => {
      const item_index = indexOf.get(item_id);
      if (item_index === undefined) return [];
      const last_listened_at = new Date(Math.max(...times.map(seconds)) * 1_000);
      return [
        {
          model_version: model_version as string,
          user_index,
          item_index,
          score: times.length,
          plays: times.length,
          last_listened_at,
          place: nth + 1,
        },
      ];
    }),
  );
};

const lists: Select = ({ model_items, item_tags }, { model_version }) => {
  const named = model_items.flatMap(({ item_index, item_id, kind, artist_id }) => [
    { name: `popular:${kind}`, item_index },
    ...(artist_id === null || kind === 'episode' ? [] : [{ name: `artist:${artist_id}`, item_index }]),
    ...item_tags.filter((row) => row.item_id === item_id).map(({ tag }) => ({ name: `tag:${tag}`, item_index })),
  ]);
  return [...Map.groupBy(named, ({ name }) => name)].flatMap(([name, rows]) =>
    rows.map(({ item_index }, nth) => ({
      model_version: model_version as string,
      name,
      item_index,
      score: 1 / (1 + nth),
      place: nth + 1,
    })),
  );
};

export const trainStatements = {
  'simulated/users': ({ model_users }) => model_users,
  'simulated/model_users': users,
  'simulated/model_items': items,
  'simulated/model_user_items': userItems,
  'simulated/model_neighbours': neighbours,
  'simulated/model_candidates': candidates,
  'simulated/model_seeds': seeds,
  'simulated/model_loved': loved,
  'simulated/model_lists': lists,
} satisfies Record<string, Select>;
