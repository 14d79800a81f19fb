/** What search, mixes and radio give. Everything here appears in the OpenAPI document under its name. */
import { z } from 'zod';
import { freshness, RecommendedItem, Rfc3339 } from '#shared/schemas/api.ts';
import { Period } from '#shared/schemas/edition.ts';
import { ModelVersion, PlaylistId, UserId } from '#shared/schemas/ids.ts';
import { ItemCard } from '#shared/schemas/model.ts';

export const MixSummary = z.strictObject({
  mixId: z.guid().describe('The same for as long as the side of the taste lasts'),
  playlistId: PlaylistId,
  period: Period,
  title: z.string(),
  description: z.string(),
  createdAt: Rfc3339,
  artists: z.array(z.strictObject({ artistId: z.string().nullable(), name: z.string() })),
  tags: z.array(z.string()),
  items: z.int(),
  modelVersion: ModelVersion,
});
export const MixesView = z.strictObject({ userId: UserId, mixes: z.array(MixSummary), ...freshness });

export const SearchResult = z.strictObject({
  of: z.enum(['item', 'artist', 'show', 'tag', 'playlist']),
  id: z.string(),
  name: z.string(),
  item: ItemCard.nullable().describe('Of an item: its card'),
  score: z.number(),
  matched: z.strictObject({
    field: z.enum(['title', 'artist', 'release', 'name']),
    how: z.enum(['whole', 'beginning', 'typo']).describe('How well the worst word of the query matches'),
  }),
  why: z.string(),
});
export const SearchView = z.strictObject({ userId: UserId, results: z.array(SearchResult), ...freshness });

export const RadioView = z.strictObject({
  userId: UserId,
  title: z.string(),
  items: z.array(RecommendedItem),
  next: z.string().describe('The cursor of the next page'),
  ...freshness,
});
