/** The same erasure in the emulated cloud: every function, Google's Firestore and Pub/Sub, BigQuery's interface over DuckDB. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { restDocuments } from '#functions/cloud/rest-documents.ts';
import { restWarehouse } from '#functions/cloud/rest-warehouse.ts';
import { settleSeconds } from '#functions/cloud/seconds.ts';
import { type EmulatedCloud, openEmulatedCloud } from '#functions/local/emulators/cloud.ts';
import { readConfig } from '#shared/edge/cloud/config.ts';
import { collectionNames } from '#shared/schemas/collections.ts';
import { describeWithEmulators } from '#test/support/emulators.ts';
import { eventually } from '#test/support/eventually.ts';
import { hourlyListens, monday } from '#test/support/home.ts';
import { contentsOf } from '#test/support/judge/inputs.ts';

const operatorToken = randomUUID();
const leaving = 'leaving-2b6e40';
const staying = 'staying';
const listensCount = 2_000;
/** The most a query gives; no collection of this test holds as many. */
const documentsMax = 1_000;

await describeWithEmulators('I10 Forgotten in the emulated cloud', () => {
  let cloud: EmulatedCloud;
  beforeAll(async () => {
    cloud = await openEmulatedCloud({ port: 0, operatorToken, clockAt: monday });
  });
  afterAll(() => cloud[Symbol.asyncDispose]());

  const call = async (method: string, path: string, body?: unknown, token = operatorToken): Promise<any> => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${cloud.url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return text === '' ? undefined : JSON.parse(text);
  };

  async function fill(): Promise<void> {
    await call('PUT', `/v1/users/${leaving}`, {});
    const { token } = await call('POST', `/v1/users/${leaving}/tokens`, {});
    const items = Array.from({ length: listensCount }, (_, n) => `item ${n % 50}`);
    for (const listens of [hourlyListens(leaving, items).slice(0, 1_000), hourlyListens(leaving, items).slice(1_000)]) {
      expect((await call('POST', '/v1/listens', { listens }, token)).accepted).toBe(listens.length);
    }
    await call('POST', '/v1/listens', { listens: hourlyListens(staying, items.slice(0, 40)) });
    await call('POST', '/v1/listens', { listens: [{ itemId: 'x', listenedAt: '1999-01-01T00:00:00Z' }] }, token);
    await call('PUT', `/v1/users/${leaving}/feedback/item%201`, { score: 1 }, token);
    const track_metadata = { artist_name: 'Nina Simone', track_name: 'Sinnerman' };
    await call('POST', '/1/submit-listens', { listen_type: 'playing_now', payload: [{ track_metadata }] }, token);
    await cloud.idle();
    await call('POST', '/v1/run/train', { at: monday });
    await cloud.idle();
  }

  /** Documents and rows that hold the text, by collection and table. */
  async function holding(text: string): Promise<Map<string, number>> {
    const config = readConfig();
    const held = new Map<string, number>();
    const count = (name: string, all: readonly object[]): void => {
      const some = all.filter((one) => JSON.stringify(one).includes(text)).length;
      if (some > 0) held.set(name, some);
    };
    for (const name of collectionNames) {
      const documents = await restDocuments(config).query(name, { where: {}, limit: documentsMax });
      expect(documents.length).toBeLessThan(documentsMax);
      count(name, documents);
    }
    for (const [table, rows] of await contentsOf(restWarehouse(config))) count(`warehouse.${table}`, rows);
    return held;
  }

  it('I10 Forgotten: no document and no row holds the user, and the receipt closes only when nothing is under way', {
    timeout: 180_000,
  }, async () => {
    await fill();
    const before = await holding(leaving);
    expect([...before.keys()]).toEqual(
      expect.arrayContaining(['users', 'profiles', 'tokens', 'quarantine', 'nowPlaying', 'warehouse.listens']),
    );
    const { receiptId } = await call('DELETE', `/v1/users/${leaving}`);
    await eventually(async () => expect(await holding(leaving)).toEqual(new Map()));
    expect((await call('GET', `/v1/receipts/${receiptId}`)).state).toBe('accepted');

    process.env.SEGUE_CLOCK_AT = String(monday + settleSeconds + 60);
    await eventually(async () => expect((await call('GET', `/v1/receipts/${receiptId}`)).state).toBe('done'), 60_000);
    await cloud.idle();
    expect(await holding(leaving)).toEqual(new Map());
    expect((await holding(staying)).size).toBeGreaterThan(3);
    const { removed } = await call('GET', `/v1/receipts/${receiptId}`);
    expect(removed).toMatchObject({ 'warehouse.listens': listensCount, quarantine: 1, nowPlaying: 1, tokens: 1 });
    process.stdout.write(
      `erasure in the emulated cloud: ${listensCount} listens, removed ${JSON.stringify(removed)}; 0 documents, 0 rows\n`,
    );
  });
});
