import { BigQuery } from '@google-cloud/bigquery';
import { afterAll, describe, expect, it } from 'vitest';
import { localAuthClient } from '#functions/local/emulators/bigquery/client.ts';
import { startBigQueryEndpoint } from '#functions/local/emulators/bigquery/endpoint.ts';
import { createBigQueryRestWarehouse } from '#shared/adapters/bigquery/rest-warehouse.ts';
import { createBigQueryWarehouse } from '#shared/adapters/bigquery/warehouse.ts';
import { emulatorToken } from '#shared/adapters/google/access-token.ts';
import { createRest } from '#shared/adapters/google/rest.ts';
import { int64, rowsOf } from '#shared/ports/warehouse.ts';
import { columnsOf } from '#shared/schemas/columns.ts';
import { tableNames } from '#shared/schemas/tables.ts';
import { warehouseContract } from '#test/contracts/warehouse.ts';
import { at, listenRow } from '#test/support/warehouse-rows.ts';

const { origin, [Symbol.asyncDispose]: stop } = await startBigQueryEndpoint();
afterAll(stop);

const place = { projectId: 'project', location: 'europe-west1' };
const bigquery = new BigQuery({ ...place, apiEndpoint: origin, authClient: localAuthClient() });
let datasets = 0;

/** A dataset as Terraform makes it, with every column nullable. */
async function openDataset() {
  const datasetId = `warehouse_${++datasets}`;
  const [dataset] = await bigquery.createDataset(datasetId);
  for (const table of tableNames) {
    const fields = columnsOf(table).map(({ name, type }) => ({ name, type, mode: 'NULLABLE' }));
    await dataset.createTable(table, { schema: { fields } });
  }
  return {
    datasetId,
    [Symbol.asyncDispose]: async () => {
      await dataset.delete({ force: true });
    },
  };
}

async function open() {
  const dataset = await openDataset();
  const endpoint = { origin, authClient: localAuthClient() };
  return { ...dataset, warehouse: createBigQueryWarehouse({ ...place, ...dataset, endpoint }) };
}

describe('BigQuery, REST', () => {
  const rest = createRest({ origin, token: emulatorToken });
  warehouseContract(async () => {
    const dataset = await openDataset();
    return { ...dataset, warehouse: createBigQueryRestWarehouse({ ...place, ...dataset, rest }) };
  });

  it('Warehouse.load rejects when its dataset is not there', async () => {
    const warehouse = createBigQueryRestWarehouse({ ...place, datasetId: 'elsewhere', rest });
    const load = warehouse.load('retractions', [{ user_id: 'ada', listen_id: 'a', received_at: at(0) }]);
    await expect(load).rejects.toThrow(/Cannot load "retractions".*elsewhere/);
  });
});

describe('BigQuery, official client', () => {
  warehouseContract(open);

  it('Warehouse.bytesRead judges a statement and says what it costs, without running it', async () => {
    await using opened = await open();
    const { warehouse } = opened;
    await warehouse.load('listens', [listenRow({ listened_at: at(1) }), listenRow({ listened_at: at(2) })]);
    const all = { name: 'all', text: 'SELECT listen_id FROM listens WHERE user_id = @user_id' };
    expect(await warehouse.bytesRead(all, { user_id: 'ada' })).toBeGreaterThan(0);
    const remove = { name: 'remove', text: 'DELETE FROM listens WHERE weight < @weight' };
    await warehouse.bytesRead(remove, { weight: 9 });
    const count = { name: 'count', text: 'SELECT COUNT(*) AS n FROM listens' };
    expect(await rowsOf(warehouse, count, {})).toEqual([{ n: 2 }]);
    await expect(warehouse.bytesRead({ name: 'bad', text: 'SELECT nothing FROM listens' }, {})).rejects.toThrow('bad');
  });

  it('Warehouse.pages refuses what a number cannot hold', async () => {
    await using opened = await open();
    const beyond = rowsOf(opened.warehouse, { name: 'beyond', text: 'SELECT @n + 2 AS n' }, { n: int64(2 ** 53 - 1) });
    await expect(beyond).rejects.toThrow('beyond 2^53');
  });

  it('Warehouse.materialise names the statement when the table is not there', async () => {
    await using opened = await open();
    const destination = { table: 'missing' as 'listens', disposition: 'append' } as const;
    const work = opened.warehouse.materialise({ name: 'one', text: 'SELECT 1 AS one' }, {}, destination);
    await expect(work).rejects.toThrow(/Cannot run "one".*missing/);
  });
});
