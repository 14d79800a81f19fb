/** The documents with a witness: expiry as stores have it, and a note of what the invariants are about. */
import { userKey } from '#shared/adapters/documents/keys.ts';
import type { DocumentStore, Write } from '#shared/ports/document-store.ts';
import { type CollectionName, collectionNames } from '#shared/schemas/collections.ts';
import type { ModelPointer } from '#shared/schemas/model.ts';
import { missingOf } from '#test/simulation/checks/models.ts';
import { type Ledger, standingIn } from '#test/simulation/ledger.ts';

export type Watched = { readonly now: () => number; readonly ledger: Ledger; readonly violated: Violated };
export type Violated = (invariant: string, detail: string) => void;

/** The process that looks or writes, as far as a witness needs to know it. */
export type Onlooker = { readonly clock: () => number; readonly seen: Map<string, ReadonlySet<string>[]> };

export type ObservedStore = {
  /** The store as one process sees it. */
  readonly by: (process: Onlooker) => DocumentStore;
  /** Removes what has expired, as a time to live does. */
  readonly sweep: () => Promise<void>;
  readonly everything: () => Promise<
    { readonly collection: CollectionName; readonly id: string; readonly body: unknown }[]
  >;
};

const everythingMax = 1_000;

export function observe(store: DocumentStore, { now, ledger, violated }: Watched): ObservedStore {
  const expiries = new Map<string, { collection: CollectionName; id: string; at: number }>();
  const noteExpiry = (collection: CollectionName, id: string, at: number | undefined): void => {
    const key = `${collection} ${id}`;
    if (at === undefined) expiries.delete(key);
    else expiries.set(key, { collection, id, at });
  };

  const noteWrites = async (writes: readonly Write[], process: Onlooker): Promise<void> => {
    for (const write of writes) {
      if (write.op === 'delete') continue;
      if (write.op === 'create' && (await store.read(write.collection, [write.id]))[0] !== undefined) continue;
      noteExpiry(write.collection, write.id, write.expiresAt);
      if (write.collection !== 'editions') continue;
      const { userId } = write.body.manifest;
      // The edition may come of any reading under way; between two of them a listen can have been taken back.
      const [first = new Set<string>(), ...others] = process.seen.get(userKey(userId)) ?? [];
      const heardBefore = others.reduce((heard, items) => heard.intersection(items), first);
      ledger.editions.push({ stored: write.body, at: now(), believed: process.clock(), heardBefore });
    }
  };

  const notePointer = async (from: ModelPointer | undefined, to: ModelPointer | null | undefined): Promise<void> => {
    if (to === undefined || to === null || to.modelVersion === from?.modelVersion) return;
    const { modelVersion } = to;
    if (from !== undefined && from.modelVersion > modelVersion) {
      violated('I8', `The pointer went back from "${from.modelVersion}" to "${modelVersion}"`);
    }
    const contents = ledger.models.get(modelVersion);
    const missing = contents === undefined ? ['everything'] : await missingOf(store, modelVersion, contents);
    if (missing.length > 0) violated('I8', `Model "${modelVersion}" is published without ${missing.join(', ')}`);
  };

  const by = (process: Onlooker): DocumentStore => ({
    read: async (collection, ids) => {
      if (collection === 'profiles') noteProfileReads(process, ids, ledger);
      const found = await store.read(collection, ids);
      if (collection === 'neighbours' || collection === 'lists') noteMissing(collection, ids, found);
      return found;
    },
    update: async (collection, id, evolve) => {
      let before: unknown;
      let after: unknown;
      const result = await store.update(collection, id, (current) => {
        before = current;
        const evolution = evolve(current);
        after = evolution.next;
        if (evolution.next === null) noteExpiry(collection, id, undefined);
        else if (evolution.next !== undefined) noteExpiry(collection, id, evolution.expiresAt);
        return evolution;
      });
      if (collection === 'pointers') await notePointer(before as never, after as never);
      if (collection === 'schedules' && before === undefined && after !== undefined && after !== null) {
        const { userId, patch, period } = after as { userId: string; patch: string; period: string };
        ledger.firstPeriods.set(`${userId} ${patch}`, period);
      }
      return result;
    },
    write: async (writes) => {
      await noteWrites(writes, process);
      await store.write(writes);
    },
    query: (collection, query) => store.query(collection, query),
  });

  /** A reader follows a version that it found in the pointer, so everything of it must be there. */
  const noteMissing = (collection: 'neighbours' | 'lists', ids: readonly string[], found: readonly unknown[]): void => {
    ids.forEach((id, at) => {
      if (found[at] !== undefined) return;
      const [version, ...rest] = id.split(':');
      if (ledger.models.get(version ?? '')?.[collection].has(rest.join(':')) === true) {
        violated('I8', `A reader of model "${version}" found no ${collection} "${rest.join(':')}"`);
      }
    });
  };

  return {
    by,
    sweep: async () => {
      for (const [key, { collection, id, at }] of expiries) {
        if (at > now()) continue;
        expiries.delete(key);
        await store.write([{ op: 'delete', collection, id }]);
      }
    },
    everything: async () => {
      const all = [];
      for (const collection of collectionNames) {
        const rows = await store.query(collection, { where: {}, limit: everythingMax });
        for (const { id, body } of rows) all.push({ collection, id, body });
      }
      return all;
    },
  };
}

/** What had been learned of a user when a process read their profile. */
function noteProfileReads(process: Onlooker, ids: readonly string[], ledger: Ledger): void {
  for (const [userId, learned] of ledger.learned) {
    const key = userKey(userId);
    if (!ids.includes(key)) continue;
    // Whose every listen is taken back, or an echo, counts as unheard after a rebuild.
    const told = new Map([...(ledger.published.get(userId) ?? []), ...learned]);
    const counted = standingIn([...told.values()], ledger, userId).filter(({ id }) => learned.has(id));
    const items = new Set(counted.map(({ itemId }) => itemId));
    process.seen.set(key, [...(process.seen.get(key) ?? []), items]);
  }
}
