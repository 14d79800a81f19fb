import { BigQuery } from '@google-cloud/bigquery';
import { describe, expect, it } from 'vitest';
import { localAuthClient } from '#functions/local/emulators/bigquery/client.ts';
import { type EndpointOptions, startBigQueryEndpoint } from '#functions/local/emulators/bigquery/endpoint.ts';
import { BigQueryError } from '#functions/local/emulators/bigquery/failure.ts';
import { createBigQueryRestWarehouse } from '#shared/adapters/bigquery/rest-warehouse.ts';
import { createBigQueryWarehouse } from '#shared/adapters/bigquery/warehouse.ts';
import { createLease } from '#shared/adapters/documents/lease.ts';
import { emulatorToken } from '#shared/adapters/google/access-token.ts';
import { createRest } from '#shared/adapters/google/rest.ts';
import { createMemoryDocumentStore } from '#shared/adapters/memory/document-store.ts';
import { leased, type Statement, type Warehouse } from '#shared/ports/warehouse.ts';
import { columnsOf } from '#shared/schemas/columns.ts';
import { everythingIn } from '#test/support/warehouse-rows.ts';

const dataset = { projectId: 'project', location: 'europe-west1', datasetId: 'music' };
const sql = (text: string): Statement => ({ name: 'test', text });
const copies = sql(`SELECT 'a' AS item_id, 'rock' AS tag, 1.0 AS taggings
  FROM (SELECT COUNT(*) AS known FROM item_tags WHERE item_id = 'a') WHERE known = 0`);
const append = { table: 'item_tags', disposition: 'append' } as const;

/** An endpoint with one table, and a client that waits a quarter of a second for an answer beyond what it asks for. */
async function open(kind: string, options: EndpointOptions) {
  const endpoint = await startBigQueryEndpoint(options);
  const { origin } = endpoint;
  const bigquery = new BigQuery({ ...dataset, apiEndpoint: origin, authClient: localAuthClient() });
  const [made] = await bigquery.createDataset(dataset.datasetId);
  await made.createTable('item_tags', {
    schema: { fields: columnsOf('item_tags').map(({ name, type }) => ({ name, type })) },
  });
  const rest = createRest({ origin, token: emulatorToken, attemptTimeoutMs: 250 });
  const warehouse: Warehouse =
    kind === 'REST'
      ? createBigQueryRestWarehouse({ ...dataset, rest })
      : createBigQueryWarehouse({ ...dataset, endpoint: { origin, authClient: localAuthClient() } });
  return { endpoint, bigquery, warehouse, [Symbol.asyncDispose]: () => endpoint[Symbol.asyncDispose]() };
}

/** Holds the jobs that write back until it is opened. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  return {
    open: resolve,
    begun: begun.promise,
    pace: async ({ configuration: { query, load } }: { configuration: { query?: object; load?: object } }) => {
      if (load === undefined && !('destinationTable' in (query ?? {}))) return;
      begun.resolve();
      await promise;
    },
  };
}

const rowsIn = async (warehouse: Warehouse) => (await everythingIn(warehouse, 'item_tags', 'item_id')).length;

describe.each(['REST', 'official client'])('BigQuery, %s', (kind) => {
  it('a statement may take longer than any one answer', { timeout: 30_000 }, async () => {
    const slow = { pace: () => new Promise((resolve) => setTimeout(resolve, 6_500)) };
    await using opened = await open(kind, slow);
    await opened.warehouse.materialise(copies, {}, append);
    expect(await rowsIn(opened.warehouse)).toBe(1);
  });

  it('a job that BigQuery failed for its own reasons is run again, a wrong one is not', async () => {
    let failures = 2;
    const pace = async () => {
      if (failures-- > 0) throw new BigQueryError('backendError', 'try again');
    };
    await using opened = await open(kind, { pace });
    await opened.warehouse.materialise(copies, {}, append);
    expect(await rowsIn(opened.warehouse)).toBe(1);
    const wrong = opened.warehouse.materialise(sql('SELECT 1 AS nothing'), {}, append);
    await expect(wrong).rejects.toThrow(/Cannot run "test".*schema does not match/);
    expect(opened.endpoint.modifications.get('item_tags')).toBe(4);
  });

  it('requests that are refused for a while are asked again: 429, 503 and 403 of the rate', {
    timeout: 30_000,
  }, async () => {
    const reasons = ['tooManyRequests', 'backendError', 'rateLimitExceeded'] as const;
    let asked = 0;
    const refuse = (_method: string, path: string) => {
      const reason = path.includes('/jobs') ? reasons[asked++] : undefined;
      return reason && new BigQueryError(reason, 'later');
    };
    await using opened = await open(kind, { refuse });
    await opened.warehouse.materialise(copies, {}, append);
    expect(asked).toBeGreaterThan(3);
    expect(await rowsIn(opened.warehouse)).toBe(1);
  });

  it('I1 what a lost worker began is waited for before the next begins: an append is not done twice', async () => {
    const { pace, begun, open: letGo } = gate();
    await using opened = await open(kind, { pace });
    const { warehouse } = opened;
    const lease = createLease(createMemoryDocumentStore(), () => 0);
    const append_ = (own: Warehouse) => own.materialise(copies, {}, append);
    // The worker asks, and gives up while BigQuery goes on.
    const first = lease.run(
      'refresh',
      60,
      leased(warehouse, async (own) => {
        append_(own).catch(() => undefined);
        await begun;
        throw new Error('gave up');
      }),
    );
    await expect(first).rejects.toThrow('gave up');
    const second = lease.run('refresh', 60, leased(warehouse, append_));
    setTimeout(letGo, 300);
    await second;
    expect(await rowsIn(warehouse)).toBe(1);
  });

  it('I1 a worker that was thought dead cannot go on once its run is settled', async () => {
    await using opened = await open(kind, {});
    const { warehouse } = opened;
    const stale = warehouse.within?.('r') as Warehouse;
    await stale.load('item_tags', [{ item_id: 'b', tag: 'pop', taggings: 1 }]);
    await warehouse.settle?.('r');
    await warehouse.settle?.('r');
    await expect(stale.materialise(copies, {}, append)).rejects.toThrow('another worker has taken its place');
    await expect(stale.load('item_tags', [{ item_id: 'c', tag: 'pop', taggings: 1 }])).rejects.toThrow('is over');
    expect(await rowsIn(warehouse)).toBe(1);
  });

  it('an insert whose answer is lost is found again under its name', { timeout: 30_000 }, async () => {
    await using opened = await open(kind, {});
    const within = opened.warehouse.within?.('r') as Warehouse;
    const twin = opened.warehouse.within?.('r') as Warehouse;
    await within.materialise(copies, {}, append);
    // The same run asks for its first write once more, as a client does that has not heard of the first.
    await twin.materialise(copies, {}, append);
    expect(opened.endpoint.modifications.get('item_tags')).toBe(1);
  });
});

describe('the endpoint', () => {
  it('answers that a job is not complete after timeoutMs, finds it by its id, and refuses the id twice', async () => {
    const { pace, open: letGo } = gate();
    await using opened = await open('REST', { pace });
    const destination = opened.bigquery.dataset('music').table('item_tags');
    const job = {
      query: copies.text,
      jobId: 'one',
      destination,
      writeDisposition: 'WRITE_APPEND',
      defaultDataset: { datasetId: 'music' },
    };
    await opened.bigquery.createQueryJob(job);
    await expect(opened.bigquery.createQueryJob(job)).rejects.toMatchObject({ code: 409 });
    const results = `${opened.endpoint.origin}/bigquery/v2/projects/project/queries/one?timeoutMs=50`;
    expect(await (await fetch(results)).json()).toMatchObject({ jobComplete: false });
    letGo();
    expect(await (await fetch(results)).json()).toMatchObject({ jobComplete: true });
  });

  it('ends a page by its bytes, whatever was asked for', async () => {
    await using opened = await open('REST', {});
    const many = sql(
      "SELECT REPEAT('x', 1000000) AS text FROM UNNEST([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]) AS n",
    );
    const sizes: number[] = [];
    for await (const page of opened.warehouse.pages(many, {}, 1_000)) sizes.push(page.length);
    expect(sizes).toEqual([10, 3]);
  });

  it('lets two statements change a table at a time, and counts what changes it', async () => {
    let running = 0;
    let most = 0;
    const pace = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 50));
      running -= 1;
    };
    await using opened = await open('REST', { pace, modificationsMax: 2 });
    const remove = sql("DELETE FROM item_tags WHERE item_id = 'x'");
    await Promise.all(Array.from({ length: 6 }, () => opened.warehouse.remove(remove, {})));
    expect(most).toBe(2);
    const load = () => opened.warehouse.load('item_tags', [], 'replace');
    await load();
    await load();
    await expect(load()).rejects.toThrow('Quota exceeded');
    expect(opened.endpoint.modifications.get('item_tags')).toBe(3);
  });
});
