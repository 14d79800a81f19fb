import { Firestore, Timestamp } from '@google-cloud/firestore';
import { afterAll, expect, it } from 'vitest';
import { createFirestoreDocumentStore } from '#shared/adapters/firestore/document-store.ts';
import { createFirestoreRestStore } from '#shared/adapters/firestore/rest-document-store.ts';
import { emulatorToken } from '#shared/adapters/google/access-token.ts';
import { createRest } from '#shared/adapters/google/rest.ts';
import type { Receipt } from '#shared/schemas/receipt.ts';
import { describeWithEmulators } from '#test/support/emulators.ts';

const databaseId = '(default)';

const receipt = (receiptId: string, count = 0): Receipt => ({
  receiptId,
  userHash: 'h',
  requestedAt: 1,
  deadline: 2,
  state: 'accepted',
  doneAt: null,
  removed: { listens: count },
});

await describeWithEmulators('Firestore, what is stored', ({ firestore, newProject }) => {
  process.env.FIRESTORE_EMULATOR_HOST = firestore;
  const projectId = newProject();
  const rest = createRest({ origin: `http://${firestore}`, token: emulatorToken });
  const stores = {
    'official client': createFirestoreDocumentStore({ projectId, databaseId }),
    REST: createFirestoreRestStore({ rest, projectId, databaseId }),
  };
  const raw = new Firestore({ projectId, databaseId });
  afterAll(() => Promise.all([raw.terminate(), stores['official client'][Symbol.asyncDispose]()]));

  for (const [name, store] of Object.entries(stores)) {
    it(`${name}: a document is its body as text, its queried fields and the instant it expires`, async () => {
      const body = receipt(name);
      await store.write([{ op: 'set', collection: 'receipts', id: name, body, expiresAt: 1_796_000_000 }]);
      const document = (await raw.collection('receipts').doc(name).get()).data();
      expect(document).toEqual({
        body: JSON.stringify(body),
        userHash: 'h',
        expiresAt: Timestamp.fromMillis(1_796_000_000_000),
      });
    });

    it(`${name}: an update that names no end takes the old one away`, async () => {
      const id = `${name} kept`;
      await store.write([{ op: 'set', collection: 'receipts', id, body: receipt(id), expiresAt: 5 }]);
      await store.update('receipts', id, () => ({ next: receipt(id, 1), result: undefined }));
      expect(Object.keys((await raw.collection('receipts').doc(id).get()).data() ?? {}).sort()).toEqual([
        'body',
        'userHash',
      ]);
    });

    it(`${name}: sets and deletes of one write happen all or none`, async () => {
      const tooLarge = { ...receipt('b'), removed: { ['x'.repeat(1_100_000)]: 1 } };
      const write = store.write([
        { op: 'set', collection: 'receipts', id: `${name} a`, body: receipt('a') },
        { op: 'set', collection: 'receipts', id: `${name} b`, body: tooLarge },
      ]);
      await expect(write).rejects.toThrow();
      expect(await store.read('receipts', [`${name} a`, `${name} b`])).toEqual([undefined, undefined]);
    });
  }

  it('both read what the other wrote, and see each other when they update', async () => {
    const [one, other] = Object.values(stores) as [typeof stores.REST, typeof stores.REST];
    await one.write([{ op: 'create', collection: 'receipts', id: 'a/b', body: receipt('a/b') }]);
    const add = (store: typeof one) =>
      store.update('receipts', 'a/b', (current) => ({
        next: receipt('a/b', (current?.removed.listens ?? 0) + 1),
        result: undefined,
      }));
    await Promise.all([add(one), add(other), add(one), add(other), add(one), add(other)]);
    expect((await one.read('receipts', ['a/b']))[0]).toEqual(receipt('a/b', 6));
  });
});
