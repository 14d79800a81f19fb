/** Reads one shard of a model out of the warehouse as the documents that readers ask for. */
import { runsOf, sideBySide } from '#functions/publish/runs.ts';
import { round } from '#shared/domain/round.ts';
import { tuning } from '#shared/domain/tuning.ts';
import { int64, type Parameters, type Warehouse } from '#shared/ports/warehouse.ts';
import type { ModelVersion, UserId } from '#shared/schemas/ids.ts';
import type { Candidate, Candidates, ItemCard, ItemList, Neighbours } from '#shared/schemas/model.ts';
import { statement, statementParameters } from '#shared/sql/engine/statement.ts';
import { parameterNames } from '#shared/sql/engine/tokens.ts';

/** The part of a model that one message publishes. Users and items are numbered from 1; ranges include both ends. */
export type Shard = {
  readonly warehouse: Warehouse;
  readonly modelVersion: ModelVersion;
  readonly users: Range;
  readonly items: Range;
  /** Of the lists; undefined where the shard has none of them. */
  readonly lists: { readonly shard: number; readonly shards: number } | undefined;
  /** Whether the index of search is this shard's. */
  readonly search: boolean;
};
export type Range = { readonly first: number; readonly last: number };

/** Cards of every item that neighbours and candidates of the shard name, by the number the model gave the item. */
export type Cards = ReadonlyMap<number, ItemCard>;

export async function readCards(shard: Shard): Promise<Cards> {
  const cards = new Map<number, ItemCard>();
  for await (const page of pagesOf<CardRow>(shard, 'publish/cards')) {
    for (const row of page) cards.set(row.item_index, cardOf(row));
  }
  return cards;
}

export async function* neighbourDocuments(shard: Shard, cards: Cards): AsyncGenerator<Neighbours> {
  const { modelVersion } = shard;
  const aliases = await readAliases(shard);
  for await (const { key, rows } of runsOf(pagesOf<NeighbourRow>(shard, 'publish/neighbours'), byItem)) {
    const neighbours = rows.map(({ neighbour_index, score }) => ({
      item: cardIn(cards, neighbour_index),
      score: round(score),
    }));
    const item = cardIn(cards, key);
    for (const itemId of [item.itemId, ...(aliases.get(key) ?? [])]) {
      yield { modelVersion, itemId, item, neighbours };
    }
  }
}

type AliasRow = { readonly item_index: number; readonly item_id: string };

/** Other ids of the shard's items, by number: what a profile names by one of them has the neighbours of its recording. */
async function readAliases(shard: Shard): Promise<ReadonlyMap<number, string[]>> {
  const aliases = new Map<number, string[]>();
  for await (const page of pagesOf<AliasRow>(shard, 'publish/aliases')) {
    for (const { item_index, item_id } of page) aliases.set(item_index, [...(aliases.get(item_index) ?? []), item_id]);
  }
  return aliases;
}

/** Users with candidates or with items of their own. */
export async function* candidateDocuments(shard: Shard, cards: Cards): AsyncGenerator<Candidates> {
  const { modelVersion } = shard;
  const aliases = await readOwnAliases(shard);
  const proposed = runsOf(pagesOf<CandidateRow>(shard, 'publish/candidates'), byUser);
  const lasting = runsOf(pagesOf<LovedRow>(shard, 'publish/loved'), byUser);
  const strongest = runsOf(pagesOf<OwnRow>(shard, 'publish/own'), byUser);
  for await (const [candidates, loved, own] of sideBySide(proposed, lasting, strongest)) {
    yield {
      modelVersion,
      userId: (candidates[0] ?? loved[0] ?? own[0])?.user_id as UserId,
      candidates: candidatesOf(candidates, cards),
      ...basisOf(candidates, own, { cards, aliases }),
      loved: loved.map(({ item_index, score, plays, last_listened_at: lastListenedAt }) => ({
        item: cardIn(cards, item_index),
        score: round(score),
        plays,
        lastListenedAt,
      })),
      known: knownOf(loved, own, { cards, aliases }),
    };
  }
}

type Described = { readonly cards: Cards; readonly aliases: ReadonlyMap<number, readonly ItemCard[]> };

/** The strongest items of the shard's users by the other ids that people know them by. */
async function readOwnAliases(shard: Shard): Promise<Described['aliases']> {
  const aliases = new Map<number, ItemCard[]>();
  for await (const page of pagesOf<CardRow>(shard, 'publish/own_aliases')) {
    for (const row of page) aliases.set(row.item_index, [...(aliases.get(row.item_index) ?? []), cardOf(row)]);
  }
  return aliases;
}

/** Scores of candidates were made with weights over the user's mean; what they say is told in weights as they are. */
function basisOf(
  candidates: readonly CandidateRow[],
  own: readonly OwnRow[],
  { cards, aliases }: Described,
): Pick<Candidates, 'basis'> {
  const [best] = candidates;
  const weighed = own.filter(({ weight }) => weight > 0).slice(0, tuning.model.candidates.seedsPerUserMax);
  const [strongest] = weighed;
  if (best === undefined || strongest === undefined) return {};
  const seeds = weighed.flatMap(({ item_index, live_weight }) =>
    [cardIn(cards, item_index), ...(aliases.get(item_index) ?? [])].map(({ itemId }): [string, number] => [
      itemId,
      round(live_weight),
    ]),
  );
  return { basis: { scale: round((best.score * strongest.live_weight) / strongest.weight), seeds } };
}

function knownOf(loved: readonly LovedRow[], own: readonly OwnRow[], { cards, aliases }: Described): ItemCard[] {
  const shown = new Set(loved.map(({ item_index }) => item_index));
  return own.flatMap(({ item_index }) => [
    ...(shown.has(item_index) ? [] : [cardIn(cards, item_index)]),
    ...(aliases.get(item_index) ?? []),
  ]);
}

export async function* listDocuments(shard: Shard): AsyncGenerator<ItemList> {
  const { modelVersion, lists } = shard;
  if (lists === undefined) return;
  for await (const { key: name, rows } of runsOf(pagesOf<ListRow>(shard, 'publish/lists'), (row) => row.name)) {
    yield { modelVersion, name, items: rows.map((row) => ({ item: cardOf(row), score: round(row.score) })) };
  }
}

/** What can be found, the most popular first. */
export async function* searchItems(shard: Shard): AsyncGenerator<{ item: ItemCard; popularity: number }> {
  for await (const page of pagesOf<CardRow & { popularity: number }>(shard, 'publish/search_items')) {
    for (const row of page) yield { item: cardOf(row), popularity: row.popularity };
  }
}

type CardRow = {
  readonly item_index: number;
  readonly item_id: string;
  readonly kind: string;
  readonly artist_id: string | null;
  readonly title: string | null;
  readonly artist_name: string | null;
  readonly release_name: string | null;
  readonly release_id: string | null;
  readonly release_group_id: string | null;
  readonly duration_ms: number | null;
  readonly published_at: number | null;
  readonly serial: number | null;
  readonly explicit: boolean | null;
  readonly url: string | null;
  readonly recording_id: string | null;
  readonly song_id: string | null;
  readonly addresses: string | null;
  readonly artist_addresses: string | null;
  readonly tags: string | null;
};
type NeighbourRow = { readonly item_index: number; readonly neighbour_index: number; readonly score: number };
type OfUser = { readonly user_index: number; readonly user_id: string; readonly item_index: number };
type CandidateRow = OfUser & {
  readonly score: number;
  readonly seed_index: number | null;
  readonly share: number | null;
};
type OwnRow = OfUser & { readonly weight: number; readonly live_weight: number };
type LovedRow = OfUser & { readonly score: number; readonly plays: number; readonly last_listened_at: number };
type ListRow = CardRow & { readonly name: string; readonly score: number };

const byItem = ({ item_index }: { readonly item_index: number }): number => item_index;
const byUser = ({ user_index }: OfUser): number => user_index;

function pagesOf<R>(
  { warehouse, modelVersion, users, items, lists }: Shard,
  name: string,
): AsyncIterable<readonly R[]> {
  const asked = statement(name);
  const given: Parameters = {
    model_version: modelVersion,
    first_user: int64(users.first),
    last_user: int64(users.last),
    first_item: int64(items.first),
    last_item: int64(items.last),
    ...(lists && { shard: int64(lists.shard), shards: int64(lists.shards) }),
  };
  const names = parameterNames(asked.text);
  const wanted = Object.fromEntries(Object.entries(given).filter(([parameter]) => names.includes(parameter)));
  return warehouse.pages<R>(asked, statementParameters(asked, wanted));
}

/** Rows come by place and then by seed: scores become relative to the best, as live recommendations have them. */
function candidatesOf(rows: readonly CandidateRow[], cards: Cards): Candidate[] {
  const best = rows[0]?.score ?? 1;
  const candidates = new Map<number, Candidate>();
  for (const { item_index, score, seed_index, share } of rows) {
    const known = candidates.get(item_index);
    const candidate = known ?? { item: cardIn(cards, item_index), score: round(score / best), seeds: [] };
    if (known === undefined) candidates.set(item_index, candidate);
    if (seed_index === null) continue;
    const { itemId, title, artistId, artistName } = cardIn(cards, seed_index);
    candidate.seeds.push({ itemId, ...present({ title, artistId, artistName }), share: round(share ?? 0) });
  }
  return [...candidates.values()];
}

function cardIn(cards: Cards, index: number): ItemCard {
  const card = cards.get(index);
  if (card === undefined) throw new Error(`Cannot publish: item ${index} of the model has no card`);
  return card;
}

function cardOf(row: CardRow): ItemCard {
  return {
    itemId: row.item_id as ItemCard['itemId'],
    kind: row.kind as ItemCard['kind'],
    ...present({
      title: row.title ?? undefined,
      artistId: (row.artist_id ?? undefined) as ItemCard['artistId'],
      artistName: row.artist_name ?? undefined,
      releaseName: row.release_name ?? undefined,
      releaseId: (row.release_id ?? undefined) as ItemCard['releaseId'],
      releaseGroupId: (row.release_group_id ?? undefined) as ItemCard['releaseGroupId'],
      durationMs: row.duration_ms ?? undefined,
      publishedAt: row.published_at ?? undefined,
      serial: row.serial ?? undefined,
      explicit: row.explicit ?? undefined,
      url: row.url ?? undefined,
      recordingId: (row.recording_id ?? undefined) as ItemCard['recordingId'],
      songId: (row.song_id ?? undefined) as ItemCard['songId'],
      addresses: listIn(row.addresses),
      artistAddresses: listIn(row.artist_addresses),
    }),
    tags: JSON.parse(row.tags ?? '[]') as string[],
  };
}

/** The texts of a JSON array; undefined where there are none. */
function listIn(json: string | null): string[] | undefined {
  return json === null || json === '[]' ? undefined : (JSON.parse(json) as string[]);
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Only what has a value: documents and JSON have no undefined. */
function present<T extends object>(values: T): Present<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;
}
