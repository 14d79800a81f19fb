/** What `/v1` takes and gives. Everything here appears in the OpenAPI document under its name. */
import { z } from 'zod';
import { Edition, EditionItem, Manifest, Patch, Period, Reason } from '#shared/schemas/edition.ts';
import { ExperimentReport } from '#shared/schemas/experiment.ts';
import { ItemId, ListenId, ModelVersion, PlaylistId, UserId } from '#shared/schemas/ids.ts';
import { ItemChange } from '#shared/schemas/item.ts';
import { limits } from '#shared/schemas/limits.ts';
import { Kind, ListenInput } from '#shared/schemas/listen.ts';
import { ItemCard, ModelManifest } from '#shared/schemas/model.ts';
import { Quarantined } from '#shared/schemas/quarantine.ts';
import { TokenScope } from '#shared/schemas/token.ts';
import { BlockKind, Score, UserSettings } from '#shared/schemas/user.ts';
import { Stage } from '#shared/schemas/verdict.ts';

/** An instant as answers give it. */
export const Rfc3339 = z.iso.datetime().describe('RFC 3339, UTC');

/** How fresh an answer is: the instant up to which listens are included, and the model, null before the first one. */
export const freshness = {
  asOf: Rfc3339.nullable().describe('Newest listen included, or null when there is none'),
  modelVersion: ModelVersion.nullable(),
};

export const ListensRequest = z.strictObject({ listens: z.array(ListenInput).min(1).max(limits.listensPerRequestMax) });

/** Rejections name the position in the batch, so that a client can repair exactly what was wrong. */
export const BatchResult = z.strictObject({
  accepted: z.int(),
  rejected: z.array(z.strictObject({ index: z.int(), code: z.string(), detail: z.string() })),
  dropped: z
    .array(z.strictObject({ index: z.int(), fields: z.array(z.string()) }))
    .optional()
    .describe('Fields of accepted listens that were left out or put right, of the first such listens'),
});
export type BatchResult = z.infer<typeof BatchResult>;

export const ItemsRequest = z.strictObject({ items: z.array(ItemChange).min(1).max(limits.itemsPerRequestMax) });

export const UserView = z.strictObject({ userId: UserId, createdAt: Rfc3339, settings: UserSettings });

export const UsersView = z.strictObject({ users: z.array(UserView), nextCursor: z.string().nullable() });

export const TokensView = z.strictObject({
  tokens: z.array(z.strictObject({ tokenId: z.guid(), scope: TokenScope, createdAt: Rfc3339 })),
});

export const FeedbackView = z.strictObject({
  feedback: z.array(
    z.strictObject({
      itemId: z.string(),
      score: z.union([z.literal(-1), z.literal(1)]),
      givenAt: Rfc3339,
      title: z.string().nullable(),
      artistName: z.string().nullable(),
    }),
  ),
  nextCursor: z.string().nullable(),
});

export const ScheduleView = z.strictObject({
  schedule: z.array(
    z.strictObject({
      patch: Patch,
      period: Period,
      dueAt: Rfc3339,
      state: z.enum(['waiting', 'due']),
      why: z.string().nullable().describe('Why an edition that is due is not there yet'),
    }),
  ),
  modelVersion: ModelVersion.nullable(),
});

export const ItemView = z.strictObject({ item: ItemCard });
export const ItemsView = z.strictObject({
  items: z.array(ItemCard),
  unknown: z.array(z.string()).describe('Ids that are not in the catalogue'),
});
export const ArtistView = z.strictObject({
  artistId: z.string(),
  artistName: z.string().nullable(),
  items: z.array(ItemCard).describe('Newest first'),
});

export const TokenCreated = z.strictObject({
  token: z.guid().describe('Shown once; only its hash is kept'),
  tokenId: z.guid(),
  userId: UserId,
  scope: TokenScope,
});
export const TokenRequest = z.strictObject({ scope: TokenScope.default('user') });

export const FeedbackRequest = z.strictObject({ score: Score });

export const BlockView = z.strictObject({
  kind: BlockKind,
  id: z.string(),
  blockedAt: Rfc3339,
  until: Rfc3339.nullable(),
});
export const BlocksView = z.strictObject({ blocks: z.array(BlockView) });

export const AffinityView = z.strictObject({
  id: z.string(),
  name: z.string().nullable(),
  affinity: z.number().describe('Sum of listen weights, each halved every 30 days'),
  recent: z.number().describe('The same, halved every 5 days'),
  plays: z.int(),
  lastListenedAt: Rfc3339,
});
export const AffinitySubject = z
  .enum(['artist', 'item', 'tag', 'show'])
  .describe('Artists are with shows; shows alone when asked for');
export const AffinitiesView = z.strictObject({
  userId: UserId,
  of: AffinitySubject,
  affinities: z.array(AffinityView),
  listens: z.int().describe('Distinct listens included'),
  rebuilding: z.boolean().describe('True while older listens wait to be included'),
  tooLowByAtMost: z.number().nullable().describe('What truncation of a long history may cost; null when exact'),
  ...freshness,
});

export const RecommendedItem = z.strictObject({ item: ItemCard, score: z.number(), reason: Reason });
export const RecommendationsView = z.strictObject({
  userId: UserId,
  recommendations: z.array(RecommendedItem),
  why: z.string().nullable().describe('Why there are none, and what would help'),
  ...freshness,
});

export const SimilarView = z.strictObject({
  itemId: ItemId,
  similar: z.array(z.strictObject({ item: ItemCard, score: z.number() })),
  ...freshness,
});

export const PlaylistSummary = z.strictObject({
  playlistId: PlaylistId,
  patch: Patch,
  period: Period,
  title: z.string(),
  createdAt: Rfc3339,
  items: z.int(),
  modelVersion: ModelVersion,
});
export const PlaylistsView = z.strictObject({
  playlists: z.array(PlaylistSummary),
  nextCursor: z.string().nullable(),
  ...freshness,
});

export const PlaylistView = Edition.extend({
  createdAt: Rfc3339,
  expiresAt: Rfc3339,
  items: z.array(EditionItem),
  ...freshness,
});
export const ManifestView = Manifest.extend({
  dueAt: Rfc3339,
  watermark: Rfc3339.nullable(),
  model: ModelManifest.nullable().describe('What the model was made of: up to when, with which code and statements'),
});

export const ListenView = z.strictObject({
  id: ListenId,
  itemId: ItemId,
  kind: Kind,
  listenedAt: Rfc3339,
  title: z.string().nullable(),
  artistName: z.string().nullable(),
});
export const ListensView = z.strictObject({
  listens: z.array(ListenView),
  nextCursor: z.string().nullable(),
  ...freshness,
});

export const Shelf = z.strictObject({
  shelf: z.enum(['jump-back-in', 'your-weeklies', 'because-you-played', 'new-from-artists-you-like', 'episodes']),
  title: z.string(),
  why: z.string().describe('What the shelf holds, and why it is there'),
  position: z.int().describe('From the top, 1 is the first'),
  probability: z.number().describe('With which it was drawn for its place, of the shelves that were left'),
  items: z.array(RecommendedItem.partial({ reason: true })),
  playlists: z.array(PlaylistSummary),
});
export const HomeView = z.strictObject({ userId: UserId, shelves: z.array(Shelf), ...freshness });

export const QuarantineView = z.strictObject({
  quarantined: z.array(Quarantined.extend({ receivedAt: Rfc3339 })),
});

export const ExperimentView = ExperimentReport.extend({
  since: Rfc3339.describe('Exposures since then count'),
  outcomeDays: z.int().describe('Days after an exposure in which what a user does counts'),
  ...freshness,
});

export const HealthView = z.strictObject({ status: z.literal('ok') });

export const StatusView = z.strictObject({
  state: z.enum(['ok', 'late', 'unknown']),
  codeVersion: z.string(),
  now: Rfc3339,
  watchedAt: Rfc3339.nullable().describe('When `watch` last measured the stages'),
  ...freshness,
  stages: z.array(Stage),
  model: ModelManifest.nullable(),
});

export const BackupView = z.strictObject({
  folder: z.string().describe('Its name within the data folder'),
  madeAt: Rfc3339,
  codeVersion: z.string(),
  files: z.array(z.strictObject({ name: z.string(), bytes: z.int(), sha256: z.string() })),
});

export const ReceiptView = z.strictObject({
  receiptId: z.guid(),
  state: z.enum(['accepted', 'done']),
  requestedAt: Rfc3339,
  deadline: Rfc3339,
  doneAt: Rfc3339.nullable(),
  removed: z.record(z.string(), z.int()),
});
