/** The messages verbs meet through: a closed set, one schema a topic. */
import { z } from 'zod';
import { DuePatch, Period } from '#shared/schemas/edition.ts';
import { Shown } from '#shared/schemas/experiment.ts';
import { ListenId, ModelVersion, PlaylistId, UserId } from '#shared/schemas/ids.ts';
import { Item } from '#shared/schemas/item.ts';
import { limits } from '#shared/schemas/limits.ts';
import { Listen } from '#shared/schemas/listen.ts';

/** Topic `listens`: everything that happened, in order per user. The warehouse keeps every one of them as it is. */
export const ListensMessage = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('listened'),
    /** Digest of the listen ids: the same listens sent again are the same batch. */
    batchId: z.string(),
    userId: UserId,
    receivedAt: z.int(),
    listens: z.array(Listen),
  }),
  /** A deleted listen never counts again, however often it is sent. */
  z.strictObject({
    type: z.literal('retracted'),
    batchId: z.string(),
    userId: UserId,
    receivedAt: z.int(),
    listens: z.array(z.strictObject({ id: ListenId, listenedAt: z.int() })),
  }),
  z.strictObject({ type: z.literal('catalogued'), batchId: z.string(), receivedAt: z.int(), items: z.array(Item) }),
  /** Asks `learn` to rebuild a profile from the warehouse. */
  z.strictObject({ type: z.literal('rebuild'), batchId: z.string(), userId: UserId, receivedAt: z.int() }),
  /** A user was shown something of an experiment: what the report of the experiment counts. */
  z.strictObject({
    type: z.literal('exposed'),
    /** Digest of day, place and variants: the same exposure told again is the same. */
    batchId: z.string(),
    userId: UserId,
    receivedAt: z.int(),
    shown: Shown,
    variants: z.array(z.strictObject({ experiment: z.string(), variant: z.string() })),
    items: z.array(z.string()).max(limits.exposedItemsMax),
  }),
]);
export type ListensMessage = z.infer<typeof ListensMessage>;

/** Topic `models`: one message per shard of a trained model. */
export const ModelsMessage = z.strictObject({ modelVersion: ModelVersion, shard: z.int(), shards: z.int() });
export type ModelsMessage = z.infer<typeof ModelsMessage>;

/** Topic `editions`: a batch of due users, an edition that somebody wants to be told of, or lists that may have to follow. */
export const EditionsMessage = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('due'),
    due: z.array(z.strictObject({ userId: UserId, patch: DuePatch, period: Period, dueAt: z.int() })),
  }),
  z.strictObject({ type: z.literal('announce'), userId: UserId, playlistId: PlaylistId }),
  /** Playlists of somebody who was forgotten, by their marks, which name nobody. */
  z.strictObject({ type: z.literal('withdrawn'), marks: z.array(z.string()).max(limits.marksPerUserMax) }),
  /** What a user wants to see may have changed, or what a player shows: `verify` looks. */
  z.strictObject({ type: z.literal('wished'), userId: UserId, verify: z.boolean().optional() }),
]);
export type EditionsMessage = z.infer<typeof EditionsMessage>;

/** Topic `erasures`: one user to forget; one who starts over is kept, and what was learned of them is not. */
export const ErasuresMessage = z.strictObject({
  userId: UserId,
  receiptId: z.guid(),
  keeps: z.literal('user').optional(),
});
export type ErasuresMessage = z.infer<typeof ErasuresMessage>;

/**
 * What a message says about itself, as attributes beside it: subscriptions filter by them, and statements find a user's
 * messages by them without reading the messages.
 */
export function attributesOf(message: object): Readonly<Record<string, string>> {
  const said: Record<string, string> = {};
  for (const name of ['type', 'userId', 'batchId', 'receivedAt'] as const) {
    if (name in message) said[name] = String(Reflect.get(message, name));
  }
  return said;
}

export const topics = {
  listens: ListensMessage,
  models: ModelsMessage,
  editions: EditionsMessage,
  erasures: ErasuresMessage,
} as const satisfies Record<string, z.ZodType>;
export type Topic = keyof typeof topics;
export type MessageOf<T extends Topic> = z.infer<(typeof topics)[T]>;
