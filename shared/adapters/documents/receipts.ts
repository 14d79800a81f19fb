/** The Receipts port over any document store. */
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { Receipts } from '#shared/ports/receipts.ts';

/** A year: long enough to prove an erasure, short enough not to be a record of its own. */
const keptSeconds = 365 * 86_400;

export function createReceipts(store: DocumentStore): Receipts {
  return {
    read: async (receiptId) => (await store.read('receipts', [receiptId]))[0],
    update: (receiptId, evolve) =>
      store.update('receipts', receiptId, (receipt) => {
        const next = evolve(receipt);
        return { next, expiresAt: next.requestedAt + keptSeconds, result: next };
      }),
  };
}
