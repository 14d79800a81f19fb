/**
 * Reads neighbours and lists, which serve many users and never change under their model version, and remembers them:
 * parsing those of one answer takes longer than all the rest of it.
 */
import { modelKey } from '#shared/adapters/documents/keys.ts';
import { listOf, neighboursOf } from '#shared/adapters/documents/packed-model.ts';
import { createLruCache } from '#shared/domain/lru-cache.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { BodyOf } from '#shared/schemas/collections.ts';
import type { ModelVersion } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import type { ItemCard, ItemList, Neighbours } from '#shared/schemas/model.ts';

type Shared = { readonly neighbours: Neighbours; readonly lists: ItemList };

export type ModelReader = {
  /** Documents in the order asked, undefined where there is none. What is missing is asked for again the next time. */
  read<C extends keyof Shared>(
    collection: C,
    version: ModelVersion,
    ids: readonly string[],
  ): Promise<(Shared[C] | undefined)[]>;
  /** Everything is read anew from here on: an erasure changes what never changes. */
  reread(): void;
};

const opened: { readonly [C in keyof Shared]: (kept: BodyOf<C>) => Shared[C] } = {
  neighbours: neighboursOf,
  lists: listOf,
};

export function createModelReader(store: DocumentStore): ModelReader {
  let cache = createLruCache<Shared[keyof Shared]>(limits.cachedItemsMax);
  let cards = createCards();
  return {
    reread: () => {
      cache = createLruCache<Shared[keyof Shared]>(limits.cachedItemsMax);
      cards = createCards();
    },
    read: async <C extends keyof Shared>(collection: C, version: ModelVersion, ids: readonly string[]) => {
      const open: (kept: BodyOf<C>) => Shared[C] = opened[collection];
      const keys = ids.map((id) => modelKey(version, id));
      const found = keys.map((key) => cache.get(`${collection} ${key}`) as Shared[C] | undefined);
      const missing = keys.filter((_, at) => found[at] === undefined);
      if (missing.length === 0) return found;
      const read = new Map<string, Shared[C]>();
      for (const [at, kept] of (await store.read(collection, missing)).entries()) {
        if (kept === undefined) continue;
        const body = open(kept);
        const entries = 'items' in body ? body.items : body.neighbours;
        cards.share(version, entries);
        cache.set(`${collection} ${missing[at]}`, body, entries.length);
        read.set(missing[at] as string, body);
      }
      return keys.map((key, at) => found[at] ?? read.get(key));
    },
  };
}

/** One copy of every card of the model that was read last: popular items stand in a thousand lists. */
function createCards() {
  let of: ModelVersion | undefined;
  let cards = new Map<string, ItemCard>();
  return {
    share: (version: ModelVersion, entries: { item: ItemCard }[]): void => {
      // Another model may describe the same item otherwise.
      if (version !== of || cards.size > limits.cachedCardsMax) [of, cards] = [version, new Map()];
      for (const entry of entries) {
        const known = cards.get(entry.item.itemId);
        if (known === undefined) cards.set(entry.item.itemId, entry.item);
        else entry.item = known;
      }
    },
  };
}
