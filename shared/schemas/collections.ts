/**
 * The document collections: the one place that says which exist, what they hold, which fields are queried and what
 * vanishes by itself. SQLite makes its tables from it, Firestore's indexes and time-to-live policies are held against it.
 */
import { z } from 'zod';
import { Schedule, StoredEdition } from '#shared/schemas/edition.ts';
import { Addressed, StoredItem, Told } from '#shared/schemas/item.ts';
import { LeaseRecord } from '#shared/schemas/lease.ts';
import { AccountNotes, Library, LibraryPart, PatchDelivery } from '#shared/schemas/library.ts';
import {
  Candidates,
  ItemList,
  KeptCandidates,
  KeptList,
  KeptNeighbours,
  ModelManifest,
  ModelPointer,
  Neighbours,
} from '#shared/schemas/model.ts';
import { NowPlaying } from '#shared/schemas/now-playing.ts';
import { Profile } from '#shared/schemas/profile.ts';
import { PublishProgress } from '#shared/schemas/publish-progress.ts';
import { Quarantined } from '#shared/schemas/quarantine.ts';
import { Receipt, Tombstone } from '#shared/schemas/receipt.ts';
import { RecentListens } from '#shared/schemas/recent-listens.ts';
import { Token } from '#shared/schemas/token.ts';
import { User } from '#shared/schemas/user.ts';
import { Verdict } from '#shared/schemas/verdict.ts';

export type FieldValue = string | number | null;

type Collection<B> = {
  readonly schema: z.ZodType<B>;
  /** The fields that queries use, taken from the body; stored beside it. */
  readonly fields: (body: B) => Readonly<Record<string, FieldValue>>;
  /** Each query as equality fields followed by the one field it is ordered and bounded by. */
  readonly queries: readonly (readonly string[])[];
  /** Whether documents carry `expiresAt` and vanish after it. */
  readonly expires: boolean;
};

const collection = <B>(definition: Collection<B>): Collection<B> => definition;

export const collections = {
  /** `users` and `profiles` are kept under a hash of the user id, so that a tombstone can outlive the id. */
  users: collection({
    schema: z.union([User, Tombstone]),
    fields: (user) => ({ createdAt: 'createdAt' in user ? user.createdAt : null }),
    queries: [['createdAt']],
    expires: false,
  }),
  tokens: collection({ schema: Token, fields: ({ userId }) => ({ userId }), queries: [['userId']], expires: false }),
  profiles: collection({
    schema: z.union([Profile, Tombstone]),
    fields: (profile) => ({ rebuildSince: 'rebuild' in profile ? (profile.rebuild?.since ?? null) : null }),
    queries: [['rebuildSince']],
    expires: false,
  }),
  items: collection({
    schema: StoredItem,
    fields: (item) => ({ artistId: item.artistId ?? null, publishedAt: item.publishedAt ?? 0 }),
    queries: [['artistId', 'publishedAt']],
    expires: false,
  }),
  /** Whose address it is, under a hash of the address. */
  addresses: collection({ schema: Addressed, fields: () => ({}), queries: [], expires: false }),
  tellings: collection({ schema: Told, fields: ({ userId }) => ({ userId }), queries: [['userId']], expires: false }),
  schedules: collection({
    schema: Schedule,
    fields: ({ userId, shard, nextDueAt }) => ({ userId, shard, nextDueAt }),
    queries: [['shard', 'nextDueAt'], ['userId']],
    expires: false,
  }),
  editions: collection({
    schema: StoredEdition,
    fields: ({ manifest }) => ({ userId: manifest.userId, patch: manifest.patch, dueAt: manifest.dueAt }),
    queries: [
      ['userId', 'dueAt'],
      ['userId', 'patch', 'dueAt'],
    ],
    expires: true,
  }),
  /** Models published before cards were packed are kept as they were. */
  neighbours: collection({
    schema: z.union([KeptNeighbours, Neighbours]),
    fields: () => ({}),
    queries: [],
    expires: true,
  }),
  candidates: collection({
    schema: z.union([KeptCandidates, Candidates]),
    fields: ({ userId }) => ({ userId }),
    queries: [['userId']],
    expires: true,
  }),
  lists: collection({ schema: z.union([KeptList, ItemList]), fields: () => ({}), queries: [], expires: true }),
  models: collection({
    schema: ModelManifest,
    fields: ({ trainedAt }) => ({ trainedAt }),
    queries: [['trainedAt']],
    expires: false,
  }),
  publishing: collection({ schema: PublishProgress, fields: () => ({}), queries: [], expires: true }),
  pointers: collection({ schema: ModelPointer, fields: () => ({}), queries: [], expires: false }),
  leases: collection({ schema: LeaseRecord, fields: () => ({}), queries: [], expires: true }),
  verdicts: collection({ schema: Verdict, fields: () => ({}), queries: [], expires: false }),
  quarantine: collection({
    schema: Quarantined,
    fields: ({ userId, receivedAt }) => ({ userId, receivedAt }),
    queries: [['userId', 'receivedAt']],
    expires: true,
  }),
  recentListens: collection({
    schema: RecentListens,
    fields: ({ userId, newestAt }) => ({ userId, newestAt }),
    queries: [['userId', 'newestAt']],
    expires: true,
  }),
  nowPlaying: collection({ schema: NowPlaying, fields: () => ({}), queries: [], expires: true }),
  libraries: collection({
    schema: Library,
    fields: ({ addedAt }) => ({ addedAt }),
    queries: [['addedAt']],
    expires: false,
  }),
  libraryParts: collection({ schema: LibraryPart, fields: () => ({}), queries: [], expires: false }),
  collected: collection({
    schema: AccountNotes,
    fields: ({ userId }) => ({ userId }),
    queries: [['userId']],
    expires: false,
  }),
  delivered: collection({
    schema: PatchDelivery,
    fields: ({ userId }) => ({ userId }),
    queries: [['userId']],
    expires: false,
  }),
  receipts: collection({
    schema: Receipt,
    fields: ({ userHash }) => ({ userHash }),
    queries: [['userHash']],
    expires: true,
  }),
} as const;

export type CollectionName = keyof typeof collections;
export type BodyOf<C extends CollectionName> = z.infer<(typeof collections)[C]['schema']>;

export const collectionNames = Object.keys(collections) as CollectionName[];
