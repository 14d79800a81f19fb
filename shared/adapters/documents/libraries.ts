/** The Libraries and PatchDeliveries ports over any document store. */
import { userKey } from '#shared/adapters/documents/keys.ts';
import { holdingsOf } from '#shared/domain/library/holdings.ts';
import type { DocumentStore, Write } from '#shared/ports/document-store.ts';
import type { Libraries, PatchDeliveries, SongOf } from '#shared/ports/libraries.ts';
import { patches } from '#shared/schemas/edition.ts';
import type { Library, LibraryEntry } from '#shared/schemas/library.ts';
import { limits } from '#shared/schemas/limits.ts';

/** 200 KB with the longest ids that servers give. */
const entriesPerPart = 1_000;
const partsPerCall = 10;

const partKey = (libraryId: string, place: number, nth: number): string => `${libraryId}:${place}:${nth}`;

type Held = { readonly revision: string; readonly songOf: SongOf };

/** What libraries hold is remembered by its revision: an assembly reads one small document of each. */
export function createLibraries(store: DocumentStore): Libraries {
  const remembered = new Map<string, Held>();

  const held = async (libraryId: string): Promise<Held | undefined> => {
    const [library] = await store.read('libraries', [libraryId]);
    if (library === undefined || library.readAt === null) return undefined;
    const known = remembered.get(libraryId);
    if (known?.revision === library.revision) return known;
    const entries = await entriesOf(store, library);
    // It was exchanged meanwhile: what was known before serves until the next question.
    if (entries === undefined) return known;
    const found = { revision: library.revision, songOf: holdingsOf(entries) };
    remembered.set(libraryId, found);
    return found;
  };
  const songOf: Libraries['songOf'] = async (libraryIds) => {
    const all = (await Promise.all(libraryIds.map(held))).filter((each) => each !== undefined);
    if (all.length === 0) return undefined;
    return (item) => {
      for (const { songOf: find } of all) {
        const songId = find(item);
        if (songId !== undefined) return songId;
      }
      return undefined;
    };
  };
  const collected: Libraries['collected'] = async (userId, libraryId) =>
    (await store.read('collected', [`${userKey(userId)}:${libraryId}`]))[0];

  return {
    all: async () => {
      const rows = await store.query('libraries', {
        where: {},
        orderBy: { field: 'addedAt', direction: 'ascending' },
        limit: 10 * limits.mediaServersMax,
      });
      return rows.map(({ body }) => body);
    },
    update: (libraryId, evolve) =>
      store.update('libraries', libraryId, (stored) => {
        const next = evolve(stored);
        return next === undefined ? { result: undefined } : { next, result: undefined };
      }),
    replace: async (library, entries) => {
      const [before] = await store.read('libraries', [library.libraryId]);
      const place = before?.place === 0 ? 1 : 0;
      const parts = partsOf(library, place, entries);
      for (let at = 0; at < parts.length; at += partsPerCall) await store.write(parts.slice(at, at + partsPerCall));
      const body = { ...library, place, parts: parts.length } satisfies Library;
      await store.write([{ op: 'set', collection: 'libraries', id: library.libraryId, body }]);
      if (before !== undefined) await removeParts(store, before);
    },
    remove: async (libraryId) => {
      const [library] = await store.read('libraries', [libraryId]);
      if (library === undefined) return;
      await store.write([{ op: 'delete', collection: 'libraries', id: libraryId }]);
      await removeParts(store, library);
      remembered.delete(libraryId);
    },
    songOf,
    around: async ({ userId, libraries = [], settings }) => {
      if (libraries.length === 0) return { heard: [], playable: undefined };
      const [accounts, find] = await Promise.all([
        Promise.all(libraries.map((libraryId) => collected(userId, libraryId))),
        settings.playable === 'library' ? songOf(libraries) : undefined,
      ]);
      return {
        heard: accounts.flatMap((account) => account?.heard ?? []),
        playable: find && ((item) => find(item) !== undefined),
      };
    },
    collected,
    keepCollected: (body) =>
      store.write([{ op: 'set', collection: 'collected', id: `${userKey(body.userId)}:${body.libraryId}`, body }]),
  };
}

/** Undefined when other parts were found than the library names. */
async function entriesOf(store: DocumentStore, library: Library): Promise<LibraryEntry[] | undefined> {
  const entries: LibraryEntry[] = [];
  for (let at = 0; at < library.parts; at += partsPerCall) {
    const ids = Array.from({ length: Math.min(partsPerCall, library.parts - at) }, (_, nth) =>
      partKey(library.libraryId, library.place, at + nth),
    );
    for (const part of await store.read('libraryParts', ids)) {
      if (part?.revision !== library.revision) return undefined;
      for (const entry of part.entries) entries.push(entry);
    }
  }
  return entries;
}

function partsOf({ libraryId, revision }: Library, place: number, entries: readonly LibraryEntry[]): Write[] {
  const count = Math.ceil(entries.length / entriesPerPart);
  return Array.from({ length: count }, (_, nth) => ({
    op: 'set',
    collection: 'libraryParts',
    id: partKey(libraryId, place, nth),
    body: { libraryId, revision, entries: entries.slice(nth * entriesPerPart, (nth + 1) * entriesPerPart) },
  }));
}

async function removeParts(store: DocumentStore, { libraryId, place, parts }: Library): Promise<void> {
  for (let at = 0; at < parts; at += 500) {
    const count = Math.min(500, parts - at);
    await store.write(
      Array.from({ length: count }, (_, nth) => ({
        op: 'delete',
        collection: 'libraryParts',
        id: partKey(libraryId, place, at + nth),
      })),
    );
  }
}

export function createDeliveries(store: DocumentStore): PatchDeliveries {
  const key = (userId: string, libraryId: string, patch: string): string => `${userKey(userId)}:${libraryId}:${patch}`;
  return {
    read: async (userId, libraryId, patch) => (await store.read('delivered', [key(userId, libraryId, patch)]))[0],
    keep: (body) =>
      store.write([{ op: 'set', collection: 'delivered', id: key(body.userId, body.libraryId, body.patch), body }]),
    ofUser: async (userId) => {
      const limit = limits.mediaServersMax * patches.length;
      const rows = await store.query('delivered', { where: { userId }, limit });
      return rows.map(({ body }) => body);
    },
  };
}
