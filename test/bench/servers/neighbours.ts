/** Relates items to items once more on a trained warehouse file: the statements alone, in a process that holds nothing else. */
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';
import { int64 } from '#shared/ports/warehouse.ts';
import { combinePairs, modelCounts, neighboursWithin, replace } from '#shared/sql/train/build-model.ts';
import { startMeter } from '#test/bench/meter.ts';

const [file = ''] = process.argv.slice(2);

await using warehouse = await openWarehouse({ path: file });
const stage = { warehouse, modelVersion: 'bench' };
const meter = startMeter();
await meter.measure('neighbours', async () => {
  const { playedItems } = await modelCounts(warehouse);
  await replace(stage, 'model_kernel_pairs');
  await replace(stage, 'model_kernel', { kernel_neighbours_max: int64(neighboursWithin(playedItems)) });
  await combinePairs(stage);
});
meter.stop();
process.send?.(meter.found.get('neighbours'));
