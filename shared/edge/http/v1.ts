/** The native interface: every call under `/v1`, once. Routing, parsing, authorisation and OpenAPI are made from this table. */
import { z } from 'zod';
import { destinations, format, formats } from '#shared/edge/http/destination-routes.ts';
import { directory } from '#shared/edge/http/directory-routes.ts';
import { homeRoutes } from '#shared/edge/http/home-routes.ts';
import { insights } from '#shared/edge/http/insight-routes.ts';
import { libraryRoutes } from '#shared/edge/http/library-routes.ts';
import type { Operations } from '#shared/edge/http/operation.ts';
import * as api from '#shared/schemas/api.ts';
import { Patch } from '#shared/schemas/edition.ts';
import { ItemId, isPlainText, ListenId, ModelVersion, PlaylistId, UserId } from '#shared/schemas/ids.ts';
import { ImportQuery } from '#shared/schemas/import.ts';
import { limits } from '#shared/schemas/limits.ts';
import { Instant, Kind } from '#shared/schemas/listen.ts';
import { BlockInput, BlockKind, UserSettingsInput } from '#shared/schemas/user.ts';

const user = z.object({ userId: UserId });
const limit = z.coerce.number().int().min(1).max(limits.pageSizeMax).default(limits.pageSizeDefault);
const cursor = z.string().max(512).optional();
const named = z
  .string()
  .min(1)
  .max(limits.idBytesMax)
  .refine(isPlainText, 'must not contain control characters or broken Unicode')
  .describe('Id of an item or artist, or a tag');
const block = user.extend({ kind: BlockKind, id: named });

export const v1 = {
  ...directory,
  ...destinations,
  ...libraryRoutes,
  ...homeRoutes,
  ...insights,
  postListens: {
    method: 'POST',
    path: '/v1/listens',
    verb: 'ingest',
    access: 'token',
    scopes: ['scrobble'],
    unlimited: true,
    summary: 'Accept listens: good ones in, bad ones named',
    body: api.ListensRequest,
    bodyParsed: z.strictObject({ listens: z.array(z.unknown()).min(1).max(limits.listensPerRequestMax) }),
    answers: { 200: api.BatchResult },
  },
  putItems: {
    method: 'PUT',
    path: '/v1/items',
    verb: 'ingest',
    access: 'operator',
    summary: 'Describe items of the catalogue',
    body: api.ItemsRequest,
    bodyParsed: z.strictObject({ items: z.array(z.unknown()).min(1).max(limits.itemsPerRequestMax) }),
    answers: { 200: api.BatchResult },
  },
  putUser: {
    method: 'PUT',
    path: '/v1/users/:userId',
    verb: 'ingest',
    access: 'own-user',
    summary: 'Create or change a user; only the operator creates',
    params: user,
    body: UserSettingsInput,
    bodyOptional: true,
    answers: { 200: api.UserView, 201: api.UserView },
  },
  getUser: {
    method: 'GET',
    path: '/v1/users/:userId',
    verb: 'serve',
    access: 'own-user',
    summary: 'A user and their settings',
    params: user,
    answers: { 200: api.UserView },
  },
  deleteUser: {
    method: 'DELETE',
    path: '/v1/users/:userId',
    verb: 'ingest',
    access: 'own-user',
    receipts: true,
    summary: 'Forget a user everywhere; the receipt says when it is done',
    params: user,
    answers: { 202: z.strictObject({ receiptId: z.guid() }) },
  },
  releaseUser: {
    method: 'POST',
    path: '/v1/users/:userId/release',
    verb: 'ingest',
    access: 'operator',
    summary:
      'Give an erased name back, once its receipt is done: whoever is called so from then on begins with nothing',
    params: user,
    answers: {
      200: z.strictObject({
        userId: UserId,
        erasedAt: z.iso.datetime(),
        meaning: z.string().describe('What that means'),
      }),
    },
  },
  postToken: {
    method: 'POST',
    path: '/v1/users/:userId/tokens',
    verb: 'ingest',
    access: 'operator',
    summary: 'Make a token that opens this user',
    params: user,
    body: api.TokenRequest,
    bodyOptional: true,
    answers: { 201: api.TokenCreated },
  },
  deleteToken: {
    method: 'DELETE',
    path: '/v1/users/:userId/tokens/:tokenId',
    verb: 'ingest',
    access: 'own-user',
    summary: 'Revoke a token',
    params: user.extend({ tokenId: z.guid() }),
    answers: { 204: null },
  },
  putFeedback: {
    method: 'PUT',
    path: '/v1/users/:userId/feedback/:itemId',
    verb: 'ingest',
    access: 'own-user',
    summary: 'Love, hate, or neither',
    params: user.extend({ itemId: ItemId }),
    body: api.FeedbackRequest,
    answers: { 200: z.strictObject({ itemId: ItemId, score: z.int() }) },
  },
  putBlock: {
    method: 'PUT',
    path: '/v1/users/:userId/blocks/:kind/:id',
    verb: 'ingest',
    access: 'own-user',
    summary: 'Never again: an item, an artist or a tag',
    params: block,
    body: BlockInput,
    bodyOptional: true,
    answers: { 200: api.BlockView },
  },
  deleteBlock: {
    method: 'DELETE',
    path: '/v1/users/:userId/blocks/:kind/:id',
    verb: 'ingest',
    access: 'own-user',
    summary: 'Take a block back',
    params: block,
    answers: { 204: null },
  },
  getBlocks: {
    method: 'GET',
    path: '/v1/users/:userId/blocks',
    verb: 'serve',
    access: 'own-user',
    summary: 'What never comes again',
    params: user,
    answers: { 200: api.BlocksView },
  },
  getListens: {
    method: 'GET',
    path: '/v1/users/:userId/listens',
    verb: 'serve',
    access: 'own-user',
    summary: 'Listens read back, newest first',
    params: user,
    query: z.object({
      limit: z.coerce.number().int().min(1).max(limits.listensPageSizeMax).default(limits.pageSizeDefault),
      cursor,
      before: Instant.optional().describe('Begin with listens before this instant, for a first page without a cursor'),
    }),
    answers: { 200: api.ListensView },
  },
  deleteListens: {
    method: 'DELETE',
    path: '/v1/users/:userId/listens',
    verb: 'ingest',
    access: 'own-user',
    receipts: true,
    summary:
      'Start over: take every listen out of everything, and what was made of them; settings, tokens and wishes stay. Until the receipt is done, listens are answered 503; sent again after it, they count',
    params: user,
    answers: { 202: z.strictObject({ receiptId: z.guid() }) },
  },
  deleteListen: {
    method: 'DELETE',
    path: '/v1/users/:userId/listens/:listenId',
    verb: 'ingest',
    access: 'own-user',
    summary: 'Take a listen out of everything',
    params: user.extend({ listenId: ListenId }),
    answers: { 202: null },
  },
  getQuarantine: {
    method: 'GET',
    path: '/v1/users/:userId/quarantine',
    verb: 'serve',
    access: 'own-user',
    summary: 'Refused listens with their verdicts',
    params: user,
    query: z.object({ limit }),
    answers: { 200: api.QuarantineView },
  },
  getAffinities: {
    method: 'GET',
    path: '/v1/users/:userId/affinities',
    verb: 'serve',
    access: 'own-user',
    summary: 'What we think they like, and from what',
    params: user,
    query: z.object({ of: api.AffinitySubject.default('artist'), limit }),
    answers: { 200: api.AffinitiesView },
  },
  getRecommendations: {
    method: 'GET',
    path: '/v1/users/:userId/recommendations',
    verb: 'serve',
    access: 'own-user',
    summary:
      'Ranked items with reasons: new to the user, near what they play now; or with familiar=true what comes next',
    params: user,
    query: z.object({
      limit,
      kind: Kind.optional(),
      seed: z.coerce
        .number()
        .int()
        .min(0)
        .max(0xffff_ffff)
        .optional()
        .describe('Same seed, same order; another seed varies it'),
      exclude: z.string().max(8_192).optional().describe('Item ids to leave out, separated by commas'),
      familiar: z.enum(['true', 'false']).optional().describe('true: what comes next, played before or not'),
    }),
    answers: { 200: api.RecommendationsView },
  },
  getPlaylists: {
    method: 'GET',
    path: '/v1/users/:userId/playlists',
    verb: 'serve',
    access: 'own-user',
    summary: 'Editions, newest first',
    params: user,
    query: z.object({ limit, cursor }),
    answers: { 200: api.PlaylistsView },
  },
  getLatestPlaylist: {
    method: 'GET',
    path: '/v1/users/:userId/playlists/:patch',
    verb: 'serve',
    access: 'own-user',
    summary: 'The latest edition of a patch, or a list that is made when asked for',
    params: user.extend({ patch: Patch.exclude(['mix']) }),
    query: z.object({ format }),
    answers: { 200: api.PlaylistView },
    formats,
  },
  getPlaylist: {
    method: 'GET',
    path: '/v1/playlists/:playlistId',
    verb: 'serve',
    access: 'token',
    summary: 'An edition, as JSON, JSPF, XSPF or M3U8',
    params: z.object({ playlistId: PlaylistId }),
    query: z.object({ format }),
    answers: { 200: api.PlaylistView },
    formats,
  },
  getManifest: {
    method: 'GET',
    path: '/v1/playlists/:playlistId/manifest',
    verb: 'serve',
    access: 'token',
    summary: 'Everything needed to rebuild the edition',
    params: z.object({ playlistId: PlaylistId }),
    answers: { 200: api.ManifestView },
  },
  getSimilar: {
    method: 'GET',
    path: '/v1/items/:itemId/similar',
    verb: 'serve',
    access: 'token',
    summary: 'Neighbours of an item',
    params: z.object({ itemId: ItemId }),
    query: z.object({ limit }),
    answers: { 200: api.SimilarView },
  },
  getHome: {
    method: 'GET',
    path: '/v1/users/:userId/home',
    verb: 'serve',
    access: 'own-user',
    summary: 'Shelves for a start page',
    params: user,
    answers: { 200: api.HomeView },
  },
  exportUser: {
    method: 'GET',
    path: '/v1/users/:userId/export',
    verb: 'serve',
    access: 'own-user',
    summary: 'Everything held on the user, a JSON record a line',
    params: user,
    answers: { 200: z.string() },
    formats: ['application/x-ndjson'],
  },
  importHistory: {
    method: 'POST',
    path: '/v1/users/:userId/imports',
    verb: 'ingest',
    access: 'own-user',
    summary:
      'Import listening history from a file; a JSON record a line tells how far it is, the last one how it ended',
    params: user,
    query: ImportQuery,
    file: 'A file as the service gave it, packed or not; its format is recognised by what it holds',
    answers: { 200: z.string() },
    formats: ['application/x-ndjson'],
  },
  getReceipt: {
    method: 'GET',
    path: '/v1/receipts/:receiptId',
    verb: 'serve',
    access: 'public',
    summary: 'How far an erasure is; the receipt id is the key to it',
    params: z.object({ receiptId: z.guid() }),
    answers: { 200: api.ReceiptView },
  },
  deleteModel: {
    method: 'DELETE',
    path: '/v1/models/:modelVersion',
    verb: 'ingest',
    access: 'operator',
    summary: 'Roll back: retire a bad model, so that readers return to the last good one before it',
    params: z.object({ modelVersion: ModelVersion }),
    answers: {
      200: z.strictObject({
        retired: ModelVersion,
        modelVersion: ModelVersion.nullable().describe('The model that readers follow now'),
      }),
    },
  },
  publishModel: {
    method: 'POST',
    path: '/v1/models/:modelVersion/publication',
    verb: 'ingest',
    access: 'operator',
    summary: 'Publish a model that gates hold back, by naming all of them',
    params: z.object({ modelVersion: ModelVersion }),
    body: z.strictObject({ gates: z.array(z.string().max(64)).min(1).max(limits.gatesPerModelMax) }),
    answers: {
      202: z.strictObject({
        modelVersion: ModelVersion,
        gates: z.array(z.string()),
        next: z
          .enum(['publication', 'training'])
          .describe(
            'Its shards are on their way, or it was held before it was made: the next training passes these gates',
          ),
      }),
    },
  },
  getStatus: {
    method: 'GET',
    path: '/v1/status',
    verb: 'serve',
    access: 'public',
    summary: 'Freshness of every stage with its objective',
    answers: { 200: api.StatusView },
  },
  getHealth: {
    method: 'GET',
    path: '/health',
    verb: 'serve',
    access: 'public',
    unlimited: true,
    summary: 'Liveness',
    answers: { 200: api.HealthView },
  },
  getHealthz: {
    method: 'GET',
    path: '/healthz',
    verb: 'serve',
    access: 'public',
    unlimited: true,
    summary: 'The same as /health; on Google Cloud, its front end answers this path with 404 itself',
    answers: { 200: api.HealthView },
  },
  getOpenapi: {
    method: 'GET',
    path: '/openapi.json',
    verb: 'serve',
    access: 'public',
    summary: 'This document',
    answers: { 200: z.looseObject({ openapi: z.string() }) },
  },
} as const satisfies Operations;

export type V1 = typeof v1;
