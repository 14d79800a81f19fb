/** Makes a model out of `listens` and the catalogue: the statements in their order, and the spectral stage between them. */
import { type Tuning, tuning } from '#shared/domain/tuning.ts';
import type { Factoriser } from '#shared/ports/factoriser.ts';
import { int64, type Parameters, rowsOf, type Warehouse } from '#shared/ports/warehouse.ts';
import type { TableName } from '#shared/schemas/tables.ts';
import { statement, statementParameters } from '#shared/sql/engine/statement.ts';
import { readInteractions, storePairs } from '#shared/sql/train/spectral-stage.ts';

export type ModelStage = {
  readonly warehouse: Warehouse;
  readonly modelVersion: string;
};

export type ModelCounts = {
  readonly listens: number;
  readonly users: number;
  readonly items: number;
  readonly playedItems: number;
  readonly interactions: number;
};

/** Numbers users and items and weighs what they have in common, of all listens up to `asOf` but those set aside. */
export async function weighInteractions(
  stage: ModelStage & {
    readonly asOf: Date;
    readonly weightPower?: number;
    readonly setAside?: readonly string[];
    readonly proposedListenersMin?: number;
    /** Whether strangers teach, where there are any; they do when left out. */
    readonly withCrowd?: boolean | undefined;
  },
): Promise<ModelCounts> {
  const { asOf, weightPower = tuning.model.weightPower, setAside = [], withCrowd = true } = stage;
  const { proposedListenersMin = tuning.model.proposedListenersMin } = stage;
  await replace(stage, 'model_users', { as_of: asOf, set_aside: JSON.stringify(setAside) });
  await replace(stage, 'model_items', {
    as_of: asOf,
    with_crowd: withCrowd,
    proposed_listeners_min: int64(proposedListenersMin),
  });
  await replace(stage, 'model_user_items', { as_of: asOf, weight_power: weightPower });
  await replace(stage, 'model_crowd_items', { with_crowd: withCrowd });
  return modelCounts(stage.warehouse);
}

export type Relation = ModelStage & {
  readonly counts: ModelCounts;
  readonly factoriser?: Factoriser | undefined;
  /** Multiplications of the spectral model. */
  readonly productsMax?: number;
  /** Pairs that kernel and spectral model keep, each. */
  readonly pairsMax?: number;
};

/**
 * Relates items to items: kernel and spectral model side by side, then their tags, then all of it in one table, and the
 * items that nobody has played behind it. Without a factoriser the kernel stands alone.
 */
export async function relateItems(stage: Relation): Promise<void> {
  const { counts, pairsMax = tuning.model.pairsMax } = stage;
  const neighboursMax = neighboursWithin(counts.playedItems, { ...tuning.model, pairsMax });
  await Promise.all([relateByKernel(stage, neighboursMax), relateSpectrally(stage, neighboursMax)]);
  await replace(stage, 'model_item_tags');
  await combinePairs(stage);
}

/** Makes one table of neighbours out of what kernel, spectral model and tags say. */
export async function combinePairs(stage: ModelStage): Promise<void> {
  await replace(stage, 'model_pairs');
  await replace(stage, 'model_scales');
  await replace(stage, 'model_neighbours');
  await append(stage, 'train/cold_neighbours', 'model_neighbours');
}

/** Everything that is read per user, and the lists that serve many. */
export async function proposeCandidates(
  stage: ModelStage & {
    readonly asOf: Date;
    readonly counts: ModelCounts;
    readonly usersPerStatement?: number | undefined;
  },
): Promise<void> {
  const shards = shardsOf(stage.counts.users, stage.usersPerStatement);
  await fillByShard(stage, 'model_candidates', shards);
  await fillByShard(stage, 'model_seeds', shards);
  await replace(stage, 'model_loved', { as_of: stage.asOf });
  await stage.warehouse.load('model_lists', [], 'replace');
  for (const list of ['popular_lists', 'tag_lists', 'artist_lists']) {
    await append(stage, `train/${list}`, 'model_lists');
  }
}

function shardsOf(users: number, usersPerStatement: number = tuning.model.candidates.usersPerShard): number {
  return Math.max(1, Math.ceil(users / usersPerStatement));
}

/**
 * Shard by shard: the products of users, seeds and neighbours of all users at once would not fit into the memory of one
 * machine. A shard reads the whole table, which costs nothing there and a multiple in the cloud.
 */
async function fillByShard(
  stage: ModelStage,
  table: 'model_candidates' | 'model_seeds',
  shards: number,
): Promise<void> {
  await stage.warehouse.load(table, [], 'replace');
  for (let shard = 0; shard < shards; shard++) {
    const given = { user_shards: int64(shards), user_shard: int64(shard) };
    await fill(stage, { name: `train/${table}`, given, table, disposition: 'append' });
  }
}

/** Neighbours per item that keep the tables of pairs within their budget: all that are worth it in a small catalogue. */
export function neighboursWithin(
  items: number,
  { neighboursMax, pairsMax }: Pick<Tuning['model'], 'neighboursMax' | 'pairsMax'> = tuning.model,
): number {
  return Math.max(1, Math.min(neighboursMax, Math.floor(pairsMax / Math.max(1, items))));
}

/** How many strangers there are; 0 without a crowd. */
export async function crowdListeners(warehouse: Warehouse): Promise<number> {
  const [row] = await rowsOf<{ readonly listeners: number }>(warehouse, statement('train/crowd_size'), {});
  return row?.listeners ?? 0;
}

export async function modelCounts(warehouse: Warehouse): Promise<ModelCounts> {
  type Row = Omit<ModelCounts, 'playedItems'> & { readonly played_items: number };
  const [row] = await rowsOf<Row>(warehouse, statement('train/model_counts'), {});
  if (row === undefined) throw new Error('Cannot count the model: "model_counts" gave no row');
  const { played_items: playedItems, ...counts } = row;
  return { ...counts, playedItems };
}

async function relateByKernel(stage: ModelStage, neighboursMax: number): Promise<void> {
  await replace(stage, 'model_kernel_pairs');
  await replace(stage, 'model_kernel', { kernel_neighbours_max: int64(neighboursMax) });
}

async function relateSpectrally(relation: Relation, neighboursMax: number): Promise<void> {
  const { warehouse, modelVersion, counts, factoriser, productsMax = tuning.model.spectral.productsMax } = relation;
  if (factoriser === undefined) return warehouse.load('model_spectral', [], 'replace');
  const { rank, interactionsMax } = tuning.model.spectral;
  // It is computed in the memory of one function (I11); the kernel is made of everybody.
  const stride = Math.max(1, Math.ceil(counts.interactions / interactionsMax));
  const { interactions, itemIndexes } = await readInteractions(warehouse, stride);
  const pairs = await factoriser.pairs(interactions, { rank, neighboursMax, productsMax });
  await storePairs({ warehouse, modelVersion, pairs, itemIndexes });
}

/** Replaces a table by the rows of the statement of its name, or of another. */
export function replace(stage: ModelStage, table: TableName, given: Parameters = {}, name = `train/${table}`) {
  return fill(stage, { name, given, table, disposition: 'replace' });
}

function append(stage: ModelStage, name: string, table: TableName) {
  return fill(stage, { name, table, disposition: 'append' });
}

type Filling = {
  readonly name: string;
  readonly given?: Parameters;
  readonly table: TableName;
  readonly disposition: 'replace' | 'append';
};

function fill({ warehouse, modelVersion }: ModelStage, { name, given = {}, ...destination }: Filling): Promise<void> {
  const text = statement(name);
  return warehouse.materialise(text, statementParameters(text, { model_version: modelVersion, ...given }), destination);
}
