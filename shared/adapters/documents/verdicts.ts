/** The Verdicts port over any document store. */
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { Verdicts } from '#shared/ports/verdicts.ts';

const current = 'current';

export function createVerdicts(store: DocumentStore): Verdicts {
  return {
    read: async () => (await store.read('verdicts', [current]))[0],
    record: (verdict) => store.write([{ op: 'set', collection: 'verdicts', id: current, body: verdict }]),
  };
}
