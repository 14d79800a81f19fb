/** Operations that people open to hear something: search, mixes and radio. Part of `/v1`. */
import { z } from 'zod';
import type { Operations } from '#shared/edge/http/operation.ts';
import * as api from '#shared/schemas/api.ts';
import * as views from '#shared/schemas/destinations.ts';
import { UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';

const user = z.object({ userId: UserId });
const limit = z.coerce.number().int().min(1).max(limits.pageSizeMax).default(limits.pageSizeDefault);
export const formats = [
  'application/json',
  'application/jspf+json',
  'application/xspf+xml',
  'audio/x-mpegurl',
] as const;
export const format = z.enum(['json', 'jspf', 'xspf', 'm3u8']).optional().describe('Instead of an Accept header');

export const destinations = {
  getSearch: {
    method: 'GET',
    path: '/v1/users/:userId/search',
    verb: 'serve',
    access: 'own-user',
    summary: 'Items, artists, shows, tags and own playlists by their names, as one types',
    params: user,
    query: z.object({
      q: z
        .string()
        .min(1)
        .max(200)
        .describe('As it is typed: the last word may be a beginning, longer ones may be misspelled'),
      of: z.enum(['item', 'artist', 'show', 'tag', 'playlist']).optional(),
      limit,
    }),
    answers: { 200: views.SearchView },
  },
  getMixes: {
    method: 'GET',
    path: '/v1/users/:userId/mixes',
    verb: 'serve',
    access: 'own-user',
    summary: 'Mixes of today, one a side of the taste: the same all day, others tomorrow',
    params: user,
    answers: { 200: views.MixesView },
  },
  getMix: {
    method: 'GET',
    path: '/v1/users/:userId/mixes/:mixId',
    verb: 'serve',
    access: 'own-user',
    summary: 'A mix: half of it loved, half of it new',
    params: user.extend({ mixId: z.guid() }),
    query: z.object({ format }),
    answers: { 200: api.PlaylistView },
    formats,
  },
  getRadio: {
    method: 'GET',
    path: '/v1/users/:userId/radio',
    verb: 'serve',
    access: 'own-user',
    summary: 'A station from its seeds, endless: no song twice, steered by what is played, loved and skipped meanwhile',
    params: user,
    query: z.object({
      seed: z
        .string()
        .max(1_500)
        .regex(/^(item|artist|tag|playlist):.+$/, 'must be "item:…", "artist:…", "tag:…" or "playlist:…"')
        .describe('Where it starts; several, separated by commas, are heard through each other'),
      limit,
      after: z.string().max(limits.cursorCharactersMax).optional().describe('The next of the page before'),
    }),
    answers: { 200: views.RadioView },
  },
} as const satisfies Operations;
