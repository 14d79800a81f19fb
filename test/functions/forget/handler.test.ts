import { expect, it } from 'vitest';
import { createForget } from '#functions/forget/handler.ts';
import { createWaitBySeconds } from '#functions/forget/wait.ts';
import { documentPorts } from '#shared/adapters/documents/document-ports.ts';
import { createMemoryDocumentStore } from '#shared/adapters/memory/document-store.ts';
import { UserId } from '#shared/schemas/ids.ts';

it('I10 createForget reads everything twice and no more, however often it is delivered while the rest settles', async () => {
  const time = { now: 1_000 };
  const clock = () => time.now;
  const documents = documentPorts(createMemoryDocumentStore(), clock);
  const userId = UserId.parse('ada');
  const receiptId = '6f1ed002-ab59-4a27-88ef-1d345c5e6a01';
  const receipt = { receiptId, userHash: 'h', requestedAt: 1_000, deadline: 90_000, doneAt: null, removed: {} };
  await documents.receipts.update(receiptId, () => ({ ...receipt, state: 'accepted' }));
  let passes = 0;
  const erasers = [{ store: 'warehouse', erase: async () => Number(++passes > 0) }];
  const waitForWork = createWaitBySeconds(clock, 3_600);
  const forget = createForget({ ...documents, erasers, waitForWork, clock, log: () => {} });
  const deliver = () => forget({ userId, receiptId });

  for (time.now = 1_000; time.now < 4_600; time.now += 300) await expect(deliver()).rejects.toThrow('Cannot close');
  await deliver();
  expect(passes).toBe(2);
  expect(await documents.receipts.read(receiptId)).toMatchObject({ state: 'done', removed: { warehouse: 2 } });
  // Delivered again, by a seek or out of the dead letters, it removes what came since.
  await deliver();
  expect(passes).toBe(3);
});
