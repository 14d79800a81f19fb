/** Operations on libraries of media servers: what was read, and what an edition holds that a library does not. Part of `/v1`. */
import { z } from 'zod';
import type { Operations } from '#shared/edge/http/operation.ts';
import { Patch } from '#shared/schemas/edition.ts';
import { UserId } from '#shared/schemas/ids.ts';
import { DeliveriesView, LibrariesView, MissingView } from '#shared/schemas/library-views.ts';

export const libraryRoutes = {
  getLibraries: {
    method: 'GET',
    path: '/v1/libraries',
    verb: 'serve',
    access: 'operator',
    summary: 'Libraries of media servers, and how far their reading is',
    answers: { 200: LibrariesView },
  },
  getDeliveries: {
    method: 'GET',
    path: '/v1/users/:userId/deliveries',
    verb: 'serve',
    access: 'own-user',
    summary: 'Editions that stand as playlists in the media servers of a user',
    params: z.object({ userId: UserId }),
    answers: { 200: DeliveriesView },
  },
  getMissing: {
    method: 'GET',
    path: '/v1/users/:userId/playlists/:patch/missing',
    verb: 'serve',
    access: 'own-user',
    summary: 'What the latest edition of a patch holds and no library of the user does; as text, a line an item',
    params: z.object({ userId: UserId, patch: Patch }),
    query: z.object({ format: z.enum(['json', 'text']).optional().describe('Instead of an Accept header') }),
    answers: { 200: MissingView },
    formats: ['application/json', 'text/plain'],
  },
} as const satisfies Operations;
