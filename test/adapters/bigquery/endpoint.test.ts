import { BigQuery } from '@google-cloud/bigquery';
import { afterAll, expect, it } from 'vitest';
import { localAuthClient } from '#functions/local/emulators/bigquery/client.ts';
import { startBigQueryEndpoint } from '#functions/local/emulators/bigquery/endpoint.ts';
import { createBigQueryWarehouse } from '#shared/adapters/bigquery/warehouse.ts';

const { origin, [Symbol.asyncDispose]: stop } = await startBigQueryEndpoint();
afterAll(stop);

const place = { projectId: 'project', location: 'europe-west1' };
const bigquery = new BigQuery({ ...place, apiEndpoint: origin, authClient: localAuthClient() });
const [dataset] = await bigquery.createDataset('music');
const schema = {
  fields: [
    { name: 'id', type: 'INT64', mode: 'REQUIRED' },
    { name: 'name', type: 'STRING' },
  ],
};
let tables = 0;
const newTable = async () => (await dataset.createTable(`songs_${++tables}`, { schema }))[0];

it('the endpoint answers 404 for what is not there and 409 for what is there already', async () => {
  const table = await newTable();
  await expect(dataset.createTable(table.id ?? '', { schema })).rejects.toMatchObject({ code: 409 });
  await expect(bigquery.createDataset('music')).rejects.toMatchObject({ code: 409 });
  await expect(dataset.table('nothing').getMetadata()).rejects.toMatchObject({ code: 404 });
  await expect(bigquery.dataset('nothing').createTable('t', { schema })).rejects.toMatchObject({ code: 404 });
  await expect(bigquery.job('nothing').getMetadata()).rejects.toMatchObject({ code: 404 });
  await expect(dataset.query('SELECT id FROM nothing')).rejects.toThrow('nothing');
});

it('the endpoint describes, lists and deletes tables', async () => {
  const table = await newTable();
  await table.insert([{ id: 1, name: 'one' }]);
  const [metadata] = await table.getMetadata();
  expect(metadata.numRows).toBe('1');
  expect(metadata.schema.fields.map(({ name }: { name: string }) => name)).toEqual(['id', 'name']);
  expect((await dataset.getTables())[0].map(({ id }) => id)).toContain(table.id);
  await table.delete();
  expect((await table.exists())[0]).toBe(false);
});

it('the endpoint inserts rows once by their id, and names the row that does not fit', async () => {
  const table = await newTable();
  const raw = [{ insertId: 'a', json: { id: 1, name: 'one' } }];
  await table.insert(raw, { raw: true });
  await table.insert(raw, { raw: true });
  expect((await table.getRows())[0]).toEqual([{ id: 1, name: 'one' }]);
  const mixed = table.insert(
    [
      { id: 2, name: 'two' },
      { id: 'x', name: 'three' },
    ],
    { partialRetries: 0 },
  );
  await expect(mixed).rejects.toMatchObject({ errors: [{ row: { id: 'x', name: 'three' } }] });
  expect((await table.getRows())[0]).toHaveLength(1);
});

it('the endpoint refuses a query that is wrong or lacks a parameter with 400, dry or not', async () => {
  await newTable();
  for (const query of ['SELECT missing FROM songs_1', 'SELEC 1', 'SELECT @p']) {
    await expect(dataset.query(query)).rejects.toMatchObject({ errors: [{ reason: 'invalidQuery' }] });
    const dry = bigquery.createQueryJob({ query, dryRun: true, defaultDataset: { datasetId: 'music' } });
    await expect(dry).rejects.toMatchObject({ code: 400 });
  }
});

it('the endpoint keeps to write and create dispositions', async () => {
  const table = await newTable();
  const write = async (text: string, writeDisposition: string) => {
    const job = { query: text, destination: table, writeDisposition, createDisposition: 'CREATE_NEVER' };
    const [started] = await dataset.createQueryJob(job);
    await started.getQueryResults();
  };
  await write(`SELECT 1 AS id, 'a' AS name`, 'WRITE_EMPTY');
  await expect(write('SELECT 2 AS id', 'WRITE_EMPTY')).rejects.toThrow('Already Exists');
  await write(`SELECT 'b' AS name, 2 AS id`, 'WRITE_APPEND');
  await expect(write('SELECT 3 AS id, 1.5 AS name', 'WRITE_APPEND')).rejects.toThrow('schema does not match');
  expect((await table.getRows())[0]).toHaveLength(2);
  await write(`SELECT 4 AS id, 'd' AS name`, 'WRITE_TRUNCATE_DATA');
  expect((await table.getRows())[0]).toEqual([{ id: 4, name: 'd' }]);
  const missing = dataset.createQueryJob({
    query: 'SELECT 1 AS id',
    destination: dataset.table('none'),
    createDisposition: 'CREATE_NEVER',
  });
  await expect(missing.then(([job]) => job.getQueryResults())).rejects.toThrow('none');
});

it('Warehouse.load rejects when its dataset is not there', async () => {
  const endpoint = { origin, authClient: localAuthClient() };
  const warehouse = createBigQueryWarehouse({ ...place, datasetId: 'elsewhere', endpoint });
  const load = warehouse.load('retractions', [{ user_id: 'ada', listen_id: 'a', received_at: new Date(0) }]);
  await expect(load).rejects.toThrow(/Cannot load "retractions".*elsewhere/);
});
