import { describe, expect, it } from 'vitest';
import { userKey } from '#shared/adapters/documents/keys.ts';
import { createMemoryDocumentStore } from '#shared/adapters/memory/document-store.ts';
import { seal } from '#shared/domain/edition/seal.ts';
import type { Listen } from '#shared/schemas/listen.ts';
import { ofUser, openLedger } from '#test/simulation/ledger.ts';
import { observe } from '#test/simulation/observed.ts';
import { ada, inputsOf, profileOf } from '#test/support/editions.ts';

describe('observe', () => {
  it('I6 Fresh: what was taken back between two readings of a profile may be in an edition that is stored after them', async () => {
    const ledger = openLedger();
    const store = observe(createMemoryDocumentStore(), { now: () => 0, ledger, violated: () => {} }).by({
      clock: () => 0,
      seen: new Map(),
    });
    const { userId } = ada;
    const learned = ofUser(ledger.learned, userId, () => new Map<string, Listen>());
    for (const id of ['kept', 'taken back']) learned.set(id, { id, itemId: `item ${id}` } as never);
    await store.read('profiles', [userKey(userId)]);
    ofUser(ledger.retracted, userId, () => new Set()).add('taken back');
    await store.read('profiles', [userKey(userId)]);
    await store.write([
      {
        op: 'create',
        collection: 'editions',
        id: 'one',
        body: seal(inputsOf({ patch: 'daily-jams', profile: profileOf([]) })),
      },
    ]);
    expect(ledger.editions.map(({ heardBefore }) => [...heardBefore])).toEqual([['item kept']]);
  });
});
