/** Operations that say what is there: users, their tokens, loves and next editions, items and artists. Part of `/v1`. */
import { z } from 'zod';
import type { Operations } from '#shared/edge/http/operation.ts';
import * as api from '#shared/schemas/api.ts';
import { ArtistId, ItemId, UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';

const user = z.object({ userId: UserId });
const limit = z.coerce.number().int().min(1).max(limits.pageSizeMax).default(limits.pageSizeDefault);
const cursor = z.string().max(512).optional().describe('The nextCursor of the answer before');

export const directory = {
  getUsers: {
    method: 'GET',
    path: '/v1/users',
    verb: 'serve',
    access: 'operator',
    summary: 'Users in the order of their creation',
    query: z.object({ limit, cursor }),
    answers: { 200: api.UsersView },
  },
  getTokens: {
    method: 'GET',
    path: '/v1/users/:userId/tokens',
    verb: 'serve',
    access: 'own-user',
    summary: 'Tokens of a user, by id: the tokens themselves are kept by nobody',
    params: user,
    answers: { 200: api.TokensView },
  },
  getFeedback: {
    method: 'GET',
    path: '/v1/users/:userId/feedback',
    verb: 'serve',
    access: 'own-user',
    summary: 'What a user loves and hates, newest first',
    params: user,
    query: z.object({ limit, cursor }),
    answers: { 200: api.FeedbackView },
  },
  getSchedule: {
    method: 'GET',
    path: '/v1/users/:userId/schedule',
    verb: 'serve',
    access: 'own-user',
    summary: 'When the next edition of every patch is due, and why one is not there yet',
    params: user,
    answers: { 200: api.ScheduleView },
  },
  getItems: {
    method: 'GET',
    path: '/v1/items',
    verb: 'serve',
    access: 'token',
    summary: 'Several items of the catalogue',
    query: z.object({ ids: z.string().min(1).max(32_768).describe('Item ids, separated by commas; up to 100') }),
    answers: { 200: api.ItemsView },
  },
  getItem: {
    method: 'GET',
    path: '/v1/items/:itemId',
    verb: 'serve',
    access: 'token',
    summary: 'An item of the catalogue',
    params: z.object({ itemId: ItemId }),
    answers: { 200: api.ItemView },
  },
  getArtist: {
    method: 'GET',
    path: '/v1/artists/:artistId',
    verb: 'serve',
    access: 'token',
    summary: 'An artist or show with its newest items',
    params: z.object({ artistId: ArtistId }),
    query: z.object({ limit }),
    answers: { 200: api.ArtistView },
  },
} as const satisfies Operations;
