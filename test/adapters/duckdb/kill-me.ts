/** Writes to the warehouse named by its argument until it is killed; says "committed" after the first commit. */
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';

const warehouse = await openWarehouse({ path: process.argv[2] as string });
const rows = (tag: string) => Array.from({ length: 5_000 }, (_, index) => ({ item_id: `i${index}`, tag, taggings: 1 }));
await warehouse.load('item_tags', rows('committed'));
console.log('committed');
for (let round = 0; ; round++) await warehouse.load('item_tags', rows(`later ${round}`));
