/** I9: what one user says of items is read by nobody else, and moves nobody else's affinities. */
import { lie } from '#test/simulation/attacker.ts';
import type { Quiet } from '#test/simulation/checks/quiet.ts';
import { itemIdOf } from '#test/simulation/music.ts';

export async function checkWords({ world, ports }: Quiet): Promise<void> {
  const { scenario, warehouse, violated } = world;
  const itemIds = Array.from({ length: scenario.items }, (_, nth) => itemIdOf(nth));
  for (const item of await ports.catalogue.read(itemIds)) {
    if (item !== undefined && JSON.stringify(item).includes(lie))
      violated('I9', `One user decides on "${item.itemId}"`);
  }
  const items = warehouse.tables.items.filter((row) => JSON.stringify(row).includes(lie));
  for (const { item_id } of items) violated('I9', `One user decides on "${item_id}" in the warehouse`);
}
