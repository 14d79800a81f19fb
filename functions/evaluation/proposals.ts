/** What every model proposes: the shipped statements with the spectral stage, and two baselines from the same listens. */
import type { Factoriser } from '#shared/ports/factoriser.ts';
import { int64, rowsOf, type Warehouse } from '#shared/ports/warehouse.ts';
import type { RowOf } from '#shared/schemas/tables.ts';
import { statement } from '#shared/sql/engine/statement.ts';
import { relateItems, replace, weighInteractions } from '#shared/sql/train/build-model.ts';

export type ScoredItem = { readonly itemId: string; readonly score: number };

export type Proposals = {
  /** By user, best first, without what the user played; the popular ones are for everybody. */
  readonly segue: ReadonlyMap<string, readonly ScoredItem[]>;
  readonly cosine: ReadonlyMap<string, readonly ScoredItem[]>;
  readonly popularity: readonly ScoredItem[];
};

export type ProposalRequest = {
  readonly warehouse: Warehouse;
  readonly factoriser: Factoriser;
  /** Those whose listens say what goes with what. */
  readonly teachers: readonly RowOf<'listens'>[];
  /** Those who are asked, where they are others. */
  readonly asked?: readonly RowOf<'listens'>[] | undefined;
  readonly tags: readonly RowOf<'item_tags'>[];
  /** The length of a list. */
  readonly length: number;
  readonly say: (step: string) => void;
};

const modelVersion = 'evaluation';
/** Neighbours of an item in the plain baseline; 100 is best for it on lastfm-2k. */
const cosineNeighboursMax = 100;
/** All listens are of the past. */
const asOf = new Date('9999-01-01T00:00:00Z');

export async function proposalsOf(experiment: ProposalRequest): Promise<Proposals> {
  const { warehouse, factoriser, teachers, tags, say } = experiment;
  const stage = { warehouse, modelVersion, asOf };
  await warehouse.load('items', catalogueOf(tags), 'replace');
  await warehouse.load('item_tags', tags, 'replace');

  say(`loading ${teachers.length} rows`);
  await warehouse.load('listens', teachers, 'replace');
  const counts = await weighInteractions(stage);
  say(`relating ${counts.playedItems} items by ${counts.interactions} interactions of ${counts.users} users`);
  await relateItems({ ...stage, counts, factoriser });
  const popularity = await popularItems(warehouse);
  say('proposing');
  const segue = await askedOf(experiment, 1);

  say('the same by plain cosine');
  if (experiment.asked !== undefined) await warehouse.load('listens', teachers, 'replace');
  await weighInteractions({ ...stage, weightPower: 0 });
  const given = { cosine_neighbours_max: int64(cosineNeighboursMax) };
  await replace(stage, 'model_neighbours', given, 'evaluation/cosine_neighbours');
  return { segue, cosine: await askedOf(experiment, 0), popularity };
}

/** Proposes to those who are asked. Items keep the numbers that the teachers gave them. */
async function askedOf(
  { warehouse, asked, length }: ProposalRequest,
  weighted: 0 | 1,
): Promise<Map<string, ScoredItem[]>> {
  const stage = { warehouse, modelVersion };
  if (asked !== undefined) {
    await warehouse.load('listens', asked, 'replace');
    await replace(stage, 'model_users', { as_of: asOf });
    await replace(stage, 'model_user_items', { as_of: asOf, ...(weighted === 0 ? { weight_power: 0 } : {}) });
  }
  await replace(stage, 'model_candidates', { candidates_max: int64(length) });
  type Row = { readonly user_id: string; readonly item_id: string; readonly score: number };
  const lists = new Map<string, ScoredItem[]>();
  for await (const page of warehouse.pages<Row>(statement('evaluation/ranked_lists'), {})) {
    for (const { user_id, item_id: itemId, score } of page) {
      const list = lists.get(user_id);
      if (list === undefined) lists.set(user_id, [{ itemId, score }]);
      else list.push({ itemId, score });
    }
  }
  return lists;
}

async function popularItems(warehouse: Warehouse): Promise<ScoredItem[]> {
  type Row = { readonly item_id: string; readonly users: number };
  const rows = await rowsOf<Row>(warehouse, statement('evaluation/popular_items'), {});
  return rows.map(({ item_id: itemId, users: score }) => ({ itemId, score }));
}

/** Items with tags are in the catalogue, played or not. */
function catalogueOf(tags: readonly RowOf<'item_tags'>[]): RowOf<'items'>[] {
  return [...new Set(tags.map(({ item_id }) => item_id))].map((item_id) => ({
    item_id,
    kind: 'track',
    title: null,
    artist_id: null,
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
    received_at: asOf,
    message_id: '',
  }));
}
