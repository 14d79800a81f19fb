/** An item of the catalogue: what can be played, with what is known about it. */
import { z } from 'zod';
import { Address, ArtistId, ItemId, ReleaseId, Tag, UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import { Instant, Kind, Text } from '#shared/schemas/listen.ts';
import { HttpUrl } from '#shared/schemas/url.ts';

export const ItemInput = z.strictObject({
  itemId: ItemId,
  kind: Kind.default('track'),
  title: Text.optional(),
  artistId: ArtistId.optional(),
  artistName: Text.optional(),
  releaseName: Text.optional(),
  releaseId: ReleaseId.optional(),
  releaseGroupId: ReleaseId.optional(),
  tags: z.array(Tag).max(limits.tagsPerItemMax).default([]),
  durationMs: z.int().nonnegative().max(limits.durationMsMax).optional(),
  publishedAt: Instant.optional().describe('When a track was released or an episode came out'),
  serial: z.int().nonnegative().optional().describe('Position of an episode in its show, for serial shows'),
  explicit: z.boolean().optional(),
  addresses: z.array(Address).max(limits.addressesMax).optional().describe('What other systems call it'),
  artistAddresses: z.array(Address).max(limits.addressesMax).optional(),
  url: HttpUrl.optional().describe('Where a player finds it'),
});
export type ItemInput = z.infer<typeof ItemInput>;

/** As `PUT /v1/items` takes it: what is left out stays as it was known, null takes it away. */
export const ItemChange = z.strictObject({
  ...Object.fromEntries(
    Object.entries(ItemInput.shape).map(([name, shape]) => [name, z.union([shape, z.null()]).optional()]),
  ),
  itemId: ItemId,
});

/** `source` says whose word it is: neither a listen's description nor a library's replaces the operator's. */
export const Item = ItemInput.extend({
  publishedAt: z.int().optional(),
  tags: z.array(z.string()),
  /** Keys made of the names where they are not the id. */
  recordingId: ItemId.optional(),
  songId: ItemId.optional(),
  source: z.enum(['operator', 'library', 'listen']),
});
export type Item = z.infer<typeof Item>;

/** What one listener's listens say of an item. */
export const Telling = Item.pick({
  title: true,
  artistId: true,
  artistName: true,
  releaseName: true,
  releaseId: true,
  releaseGroupId: true,
  tags: true,
  durationMs: true,
  addresses: true,
  artistAddresses: true,
  recordingId: true,
  songId: true,
}).extend({ by: UserId, kind: Kind });
export type Telling = z.infer<typeof Telling>;

/** An item as it is kept: what everybody may read of it, and the tellings that came first, whose words are their listeners'. */
export const StoredItem = Item.extend({ told: z.array(Telling).max(limits.tellersMax).optional() });
export type StoredItem = z.infer<typeof StoredItem>;

const Owner = z.strictObject({ itemId: ItemId.optional(), artistId: ArtistId.optional() });

/** An address, and whose it is: what everybody goes by, and what its first tellers say. */
export const Addressed = Owner.extend({
  address: Address,
  told: z
    .array(Owner.extend({ by: UserId }))
    .max(limits.tellersMax)
    .optional(),
});
export type Addressed = z.infer<typeof Addressed>;

/** Which items a user was among the first to tell of: what an erasure follows. */
export const Told = z.strictObject({ userId: UserId, itemIds: z.array(ItemId).max(limits.listensPerRequestMax) });
export type Told = z.infer<typeof Told>;
