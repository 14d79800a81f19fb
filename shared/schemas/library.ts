/** A media server's library: how an operator names its server, and what is kept of it. */
import { z } from 'zod';
import { DuePatch, Patch, Period, patches } from '#shared/schemas/edition.ts';
import { PlaylistId, UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import { Profile } from '#shared/schemas/profile.ts';
import { HttpUrl } from '#shared/schemas/url.ts';

const Secret = z.string().min(1).max(limits.textCharactersMax);

/** One account of a media server: its password is in no document, log or answer. */
export const MediaServerAccount = z
  .strictObject({
    kind: z.enum(['subsonic', 'jellyfin']).default('subsonic'),
    url: HttpUrl.refine((url) => {
      const { username, password } = new URL(url);
      return username === '' && password === '';
    }, 'must not hold a user or password: give them as "user" and "password"'),
    user: Secret.optional(),
    password: Secret.optional(),
    apiKey: Secret.optional(),
    for: z
      .union([z.literal('household'), z.array(UserId).min(1).max(limits.libraryUsersMax)])
      .describe('Whose library it is. The stars of an account are those of its one user; a shared one has none'),
    patches: z
      .array(DuePatch)
      .max(patches.length)
      .default([...patches])
      .describe('What is delivered'),
    keepWeeks: z.int().min(1).max(limits.weeksKeptMax).default(1).describe('Weeks whose playlists stay in the player'),
  })
  .refine(({ apiKey, user, password }) => apiKey !== undefined || (user !== undefined && password !== undefined), {
    error: 'needs "user" and "password", or "apiKey"',
  })
  .refine(({ kind, user }) => kind !== 'jellyfin' || user !== undefined, {
    error: 'needs "user" and "password": an API key of Jellyfin belongs to nobody',
  });
export type MediaServerAccount = z.infer<typeof MediaServerAccount>;

export const MediaServerAccounts = z.array(MediaServerAccount).max(limits.mediaServersMax);

/** What kept a library from being read or written, and since when (Unix seconds). */
export const LibraryTrouble = z.strictObject({
  kind: z.enum(['credentials', 'unreachable', 'refused', 'nonsense', 'scanning', 'shrunk']),
  message: z.string(),
  since: z.int(),
});
export type LibraryTrouble = z.infer<typeof LibraryTrouble>;

export const Library = z.strictObject({
  libraryId: z.string(),
  addedAt: z.int(),
  /** As the server calls itself: "navidrome 0.63.2". */
  server: z.string(),
  /** Which of two places its parts are in, and how many there are. */
  place: z.union([z.literal(0), z.literal(1)]),
  parts: z.int(),
  /** Digest of its entries. */
  revision: z.string(),
  songs: z.int(),
  /** Songs that name no artist, or nothing that could be an item. */
  nameless: z.int(),
  /** The server's own mark at the last reading: another one asks for a reading. */
  mark: z.string(),
  /** Unix seconds of the last reading, and of the last look; null before the first. */
  readAt: z.int().nullable(),
  lookedAt: z.int().nullable(),
  /** Songs read so far, while it is being read. */
  reading: z.int().optional(),
  trouble: LibraryTrouble.optional(),
  /** A reading that has lost most songs counts when the next one agrees: its revision. */
  suspect: z.string().optional(),
});
export type Library = z.infer<typeof Library>;

/** A song and the keys by which items are found to be it: item, recording, addresses. */
export const LibraryEntry = z.tuple([z.string()]).rest(z.string());
export type LibraryEntry = z.infer<typeof LibraryEntry>;

export const LibraryPart = z.strictObject({
  libraryId: z.string(),
  revision: z.string(),
  entries: z.array(LibraryEntry),
});

/** What the account of one user says of them: no listens, but what they starred and have heard. */
export const AccountNotes = z.strictObject({
  userId: UserId,
  libraryId: z.string(),
  /** Items starred at the last reading. */
  starred: z.array(z.string()),
  heard: Profile.shape.heard,
});
export type AccountNotes = z.infer<typeof AccountNotes>;

/** The playlists of one patch that were written into a media server for a user, newest first. */
export const PatchDelivery = z.strictObject({
  userId: UserId,
  libraryId: z.string(),
  patch: Patch,
  lists: z.array(
    z.strictObject({
      period: Period,
      playlistId: PlaylistId,
      /** The server's own id of it. */
      storedId: z.string(),
      /** Of what it holds: the same is not written again. */
      digest: z.string(),
    }),
  ),
});
export type PatchDelivery = z.infer<typeof PatchDelivery>;
