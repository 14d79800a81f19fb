/** The Models, ModelRegistry and ModelWriter ports over any document store. */
import { modelKey, modelPrefixes, userKey } from '#shared/adapters/documents/keys.ts';
import { createModelReader } from '#shared/adapters/documents/model-reader.ts';
import { keptCandidates, openCandidates } from '#shared/adapters/documents/packed-candidates.ts';
import { keptList, keptNeighbours } from '#shared/adapters/documents/packed-model.ts';
import { createLruCache } from '#shared/domain/lru-cache.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { DocumentStore, Write } from '#shared/ports/document-store.ts';
import type { ModelRegistry, Models, ModelWriter } from '#shared/ports/models.ts';
import type { ModelVersion } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import type { Candidates, ModelPointer } from '#shared/schemas/model.ts';

const published = ['neighbours', 'candidates', 'lists'] as const;
type Published = (typeof published)[number];

const writesPerCommit = 200;
const current = 'current';
const progressKeptSeconds = 30 * 86_400;

export type ModelsOptions = {
  readonly clock: Clock;
  /**
   * For how long the pointer is believed once it was read; 0 reads it every time. Where it points to is whole for days
   * after it was moved, so that what is read by an old one is old and never half (I8).
   */
  readonly pointerSeconds: number;
};

const readEveryTime: ModelsOptions = { clock: () => 0, pointerSeconds: 0 };

/** What remembers documents, and can be told to forget them. */
export type Rereading = { reread(): void };

export function createModels(store: DocumentStore, { clock, pointerSeconds } = readEveryTime): Models & Rereading {
  const reader = createModelReader(store);
  const noneOpened = () => createLruCache<() => Candidates>(limits.cachedCandidatesBytesMax);
  let opened = noneOpened();
  let believed: { readonly pointer: ModelPointer; readonly until: number } | undefined;
  return {
    pointer: async () => {
      const now = clock();
      if (believed !== undefined && now < believed.until) return believed.pointer;
      const [pointer] = await store.read('pointers', [current]);
      believed = pointer && { pointer, until: now + pointerSeconds };
      return pointer;
    },
    neighbours: (version, itemIds) => reader.read('neighbours', version, itemIds),
    candidates: async (version, userId) => {
      const id = modelKey(version, userKey(userId));
      const known = opened.get(id);
      if (known !== undefined) return known();
      const [kept] = await store.read('candidates', [id]);
      if (kept === undefined) return undefined;
      const { open, bytes } = openCandidates(kept);
      opened.set(id, open, bytes);
      return open();
    },
    lists: (version, names) => reader.read('lists', version, names),
    reread: () => {
      opened = noneOpened();
      reader.reread();
    },
  };
}

export function createModelRegistry(store: DocumentStore): ModelRegistry {
  return {
    manifest: async (version) => (await store.read('models', [version]))[0],
    manifests: async (limit) => {
      const rows = await store.query('models', {
        where: {},
        orderBy: { field: 'trainedAt', direction: 'descending' },
        limit,
      });
      return rows.map(({ body }) => body);
    },
    record: (manifest) => store.write([{ op: 'set', collection: 'models', id: manifest.modelVersion, body: manifest }]),
    point: (evolve) =>
      store.update('pointers', current, (pointer) => {
        const next = evolve(pointer);
        return next === undefined ? { result: pointer } : { next, result: next };
      }),
  };
}

/** `now`: Unix seconds, for how long progress is remembered. */
export function createModelWriter(store: DocumentStore, now: () => number): ModelWriter {
  return {
    write: async (version, { neighbours = [], candidates = [], lists = [], outlived }, expiresAt) => {
      const documents = [
        ...neighbours.map((each) => document('neighbours', each.itemId, keptNeighbours(each))),
        ...candidates.map((each) => document('candidates', userKey(each.userId), keptCandidates(each))),
        ...lists.map((each) => document('lists', each.name, keptList(each))),
      ];
      const writes = documents.flatMap(({ collection, name, body }) => [
        { op: 'set', collection, id: modelKey(version, name), body, expiresAt } as Write,
        ...(outlived === undefined ? [] : [{ op: 'delete', collection, id: modelKey(outlived, name) } as Write]),
      ]);
      for (const commit of commitsOf(writes)) await store.write(commit);
    },

    extend: async (version, expiresAt) => {
      let extended = 0;
      for (const collection of published) {
        for await (const ids of idsOf(store, collection, version)) {
          await Promise.all(
            ids.map((id) =>
              // A user who was forgotten meanwhile has no document any more, and gets none.
              store.update<typeof collection, void>(collection, id, (body) => ({
                ...(body === undefined ? {} : { next: body, expiresAt }),
                result: undefined,
              })),
            ),
          );
          extended += ids.length;
        }
      }
      return extended;
    },

    shardDone: (version, shard, shards) =>
      store.update('publishing', version, (progress) => {
        const done = [...new Set([...(progress?.done ?? []), shard])].sort((a, b) => a - b);
        return {
          next: { modelVersion: version, shards, done },
          expiresAt: now() + progressKeptSeconds,
          result: done.length === shards,
        };
      }),
  };
}

/** Ids of a version's documents, a page at a time. */
async function* idsOf(
  store: DocumentStore,
  collection: Published,
  version: ModelVersion,
): AsyncGenerator<readonly string[]> {
  for (const first of modelPrefixes(version)) {
    for (let after = first; ; ) {
      const page = await store.query(collection, {
        where: {},
        after: { value: '', id: after },
        limit: writesPerCommit,
      });
      const ids = page.map(({ id }) => id).filter((id) => id.startsWith(first));
      if (ids.length > 0) yield ids;
      if (ids.length < writesPerCommit) break;
      after = ids.at(-1) as string;
    }
  }
}

/** As many writes as one request of Firestore takes, by number and by bytes: candidates of one user alone are 200 KB. */
function* commitsOf(writes: readonly Write[]): Iterable<readonly Write[]> {
  let commit: Write[] = [];
  let bytes = 0;
  for (const write of writes) {
    const size = write.op === 'delete' ? 0 : Buffer.byteLength(JSON.stringify(write.body));
    if (commit.length === writesPerCommit || bytes + size > limits.commitBytesMax) {
      yield commit;
      [commit, bytes] = [[], 0];
    }
    commit.push(write);
    bytes += size;
  }
  if (commit.length > 0) yield commit;
}

const document = (collection: Published, name: string, body: object) => ({ collection, name, body });
