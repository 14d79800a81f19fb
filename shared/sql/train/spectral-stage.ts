/** Takes interactions out of the warehouse for the spectral model, and puts its pairs of items back. */
import { int64, type Warehouse } from '#shared/ports/warehouse.ts';
import type { Interactions, ItemPairs } from '#shared/schemas/interactions.ts';
import type { RowOf } from '#shared/schemas/tables.ts';
import { statement, statementParameters } from '#shared/sql/engine/statement.ts';

const pageRows = 50_000;

type Row = { readonly user_index: number; readonly item_index: number };

/**
 * Interactions of one in `stride` users, with dense numbers; `itemIndexes[item]` is the item's number in the warehouse.
 */
export async function readInteractions(
  warehouse: Warehouse,
  stride: number,
): Promise<{ readonly interactions: Interactions; readonly itemIndexes: Int32Array }> {
  const asked = statement('train/model_interactions');
  const users: number[] = [];
  const items: number[] = [];
  for await (const page of warehouse.pages<Row>(
    asked,
    statementParameters(asked, { user_shards: int64(stride) }),
    pageRows,
  )) {
    for (const { user_index, item_index } of page) {
      users.push(user_index);
      items.push(item_index);
    }
  }
  const user = denseNumbers(users);
  const item = denseNumbers(items);
  const interactions = {
    users: user.indexes.length,
    items: item.indexes.length,
    userOf: user.numbers,
    itemOf: item.numbers,
  };
  return { interactions, itemIndexes: item.indexes };
}

/** Numbers from 0 without gaps, in the order of the indexes. */
function denseNumbers(found: readonly number[]): { readonly numbers: Int32Array; readonly indexes: Int32Array } {
  const indexes = Int32Array.from(new Set(found)).sort();
  const numberOf = new Int32Array((indexes.at(-1) ?? 0) + 1);
  for (const [number, index] of indexes.entries()) numberOf[index] = number;
  return { numbers: Int32Array.from(found, (index) => numberOf[index] as number), indexes };
}

/** Replaces `model_spectral`, page by page. */
export async function storePairs(pairs: {
  readonly warehouse: Warehouse;
  readonly modelVersion: string;
  readonly pairs: ItemPairs;
  readonly itemIndexes: Int32Array;
}): Promise<void> {
  const { warehouse, modelVersion: model_version, itemIndexes } = pairs;
  const { sources, targets, scores } = pairs.pairs;
  await warehouse.load('model_spectral', [], 'replace');
  for (let from = 0; from < sources.length; from += pageRows) {
    const rows: RowOf<'model_spectral'>[] = [];
    for (let at = from; at < Math.min(from + pageRows, sources.length); at++) {
      rows.push({
        model_version,
        item_index: itemIndexes[sources[at] as number] as number,
        neighbour_index: itemIndexes[targets[at] as number] as number,
        score: scores[at] as number,
      });
    }
    await warehouse.load('model_spectral', rows);
  }
}
