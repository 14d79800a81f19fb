/** What `publish` reads of a model: one shard of each table. */
import type { Parameters } from '#shared/ports/warehouse.ts';
import type { RowOf } from '#shared/schemas/tables.ts';
import { compare } from '#test/simulation/statements/messages.ts';
import type { Rows, Select } from '#test/simulation/warehouse.ts';

type Modelled = { readonly model_version: string };
type OfItem = Modelled & { readonly item_index: number };
type OfUser = Modelled & { readonly user_index: number };

const whole = (value: Parameters[string] | undefined): number => (value as { int64: number }).int64;

const itemsOf =
  ({ model_version, first_item, last_item }: Parameters) =>
  (row: OfItem): boolean =>
    row.model_version === model_version && row.item_index >= whole(first_item) && row.item_index <= whole(last_item);

const usersOf =
  ({ model_version, first_user, last_user }: Parameters) =>
  (row: OfUser): boolean =>
    row.model_version === model_version && row.user_index >= whole(first_user) && row.user_index <= whole(last_user);

const version: Select = ({ model_users, model_items, model_lists }, { model_version }) => {
  const count = (rows: readonly Modelled[]): number => rows.filter((row) => row.model_version === model_version).length;
  return [{ users: count(model_users), items: count(model_items), listed: count(model_lists) }];
};

const neighbours: Select = ({ model_neighbours }, parameters) =>
  model_neighbours
    .filter(itemsOf(parameters))
    .filter(({ place, score }) => place <= whole(parameters.published_neighbours_max) && score > 0)
    .sort((a, b) => a.item_index - b.item_index || a.place - b.place)
    .map(({ item_index, neighbour_index, score }) => ({ item_index, neighbour_index, score }));

const aliases: Select = ({ model_items, items }, parameters) =>
  model_items
    .filter(itemsOf(parameters))
    .flatMap(({ item_index, item_id, recording_id }) =>
      items
        .filter((row) => (row.recording_id ?? row.item_id) === recording_id && row.item_id !== item_id)
        .map((row) => ({ item_index, item_id: row.item_id })),
    )
    .sort((a, b) => a.item_index - b.item_index || compare(a.item_id, b.item_id));

const candidates: Select = (tables, parameters) => {
  const users = usersByIndex(tables);
  return tables.model_candidates
    .filter(usersOf(parameters))
    .sort((a, b) => a.user_index - b.user_index || a.place - b.place)
    .flatMap(({ user_index, item_index, score }): object[] => {
      const user_id = users.get(user_index);
      const seeds = tables.model_seeds
        .filter((seed) => seed.user_index === user_index && seed.item_index === item_index)
        .sort((a, b) => a.place - b.place);
      const row = { user_index, user_id, item_index, score };
      if (user_id === undefined) return [];
      return seeds.length === 0
        ? [{ ...row, seed_index: null, share: null }]
        : seeds.map(({ seed_index, share }) => ({ ...row, seed_index, share }));
    });
};

const loved: Select = (tables, parameters) => {
  const users = usersByIndex(tables);
  return tables.model_loved
    .filter(usersOf(parameters))
    .filter(({ user_index }) => users.has(user_index))
    .sort((a, b) => a.user_index - b.user_index || a.place - b.place)
    .map(({ user_index, item_index, score, plays, last_listened_at }) => ({
      user_index,
      user_id: users.get(user_index),
      item_index,
      score,
      plays,
      last_listened_at: last_listened_at.getTime() / 1_000,
    }));
};

const own: Select = (tables, parameters) => {
  const users = usersByIndex(tables);
  return tables.model_user_items
    .filter(usersOf(parameters))
    .filter(({ user_index, place }) => users.has(user_index) && place <= whole(parameters.own_items_max))
    .sort((a, b) => a.user_index - b.user_index || a.place - b.place)
    .map(({ user_index, item_index, weight, slow }) => ({
      user_index,
      user_id: users.get(user_index),
      item_index,
      weight,
      live_weight: Math.log(1 + slow) ** Number(parameters.weight_power),
    }));
};

/** Lists are numbered from 1 in the order of their names. */
const lists: Select = (tables, { model_version, shard, shards }) => {
  const ofModel = tables.model_lists.filter((row) => row.model_version === model_version);
  const names = [...new Set(ofModel.map(({ name }) => name))].sort();
  const described = describing(tables);
  return ofModel
    .filter(({ name }) => (names.indexOf(name) + 1) % whole(shards) === whole(shard))
    .sort((a, b) => compare(a.name, b.name) || a.place - b.place)
    .flatMap(({ name, item_index, score }) => described(item_index).map((card) => ({ name, ...card, score })));
};

const cards: Select = (tables, parameters) => {
  const near = tables.model_neighbours.filter(itemsOf(parameters));
  const ofUser = usersOf(parameters);
  const named = new Set([
    ...near.map(({ item_index }) => item_index),
    ...near
      .filter(({ place }) => place <= whole(parameters.published_neighbours_max))
      .map(({ neighbour_index }) => neighbour_index),
    ...tables.model_candidates.filter(ofUser).map(({ item_index }) => item_index),
    ...tables.model_seeds.filter(ofUser).map(({ seed_index }) => seed_index),
    ...tables.model_loved.filter(ofUser).map(({ item_index }) => item_index),
    ...tables.model_user_items
      .filter(ofUser)
      .filter(({ place }) => place <= whole(parameters.own_items_max))
      .map(({ item_index }) => item_index),
  ]);
  return [...named].flatMap(describing(tables));
};

const search_items: Select = (tables, { model_version, search_items_max }) =>
  tables.model_items
    .filter((row) => row.model_version === model_version)
    .sort((a, b) => b.popularity - a.popularity || a.item_index - b.item_index)
    .slice(0, whole(search_items_max))
    .filter(({ item_id }) => tables.items.some((row) => row.item_id === item_id))
    .flatMap(({ item_index, popularity }) => describing(tables)(item_index).map((card) => ({ ...card, popularity })));

const usersByIndex = ({ model_users }: Rows): Map<number, string> =>
  new Map(model_users.map(({ user_index, user_id }) => [user_index, user_id]));

/** What is shown of an item of the model, by its number. */
function describing({ model_items, items }: Rows): (itemIndex: number) => object[] {
  const numbers = Map.groupBy(model_items, ({ item_index }) => item_index);
  const catalogue = new Map(items.map((row) => [row.item_id, row]));
  return (itemIndex) => (numbers.get(itemIndex) ?? []).map((number) => cardOf(number, catalogue.get(number.item_id)));
}

function cardOf(
  { item_index, item_id, kind, artist_id }: RowOf<'model_items'>,
  item: RowOf<'items'> | undefined,
): object {
  return {
    item_index,
    item_id,
    kind,
    artist_id,
    title: item?.title ?? null,
    artist_name: item?.artist_name ?? null,
    release_name: item?.release_name ?? null,
    release_id: item?.release_id ?? null,
    release_group_id: item?.release_group_id ?? null,
    duration_ms: item?.duration_ms ?? null,
    published_at: item?.published_at ?? null,
    serial: item?.serial ?? null,
    explicit: item?.explicit ?? null,
    url: item?.url ?? null,
    recording_id: item?.recording_id ?? null,
    song_id: item?.song_id ?? null,
    addresses: item?.addresses ?? null,
    artist_addresses: item?.artist_addresses ?? null,
    tags: item?.tags ?? null,
  };
}

export const publishStatements = {
  'publish/version': version,
  'publish/neighbours': neighbours,
  'publish/aliases': aliases,
  'publish/candidates': candidates,
  'publish/loved': loved,
  'publish/own': own,
  'publish/own_aliases': () => [],
  'publish/lists': lists,
  'publish/cards': cards,
  'publish/search_items': search_items,
} satisfies Record<string, Select>;
