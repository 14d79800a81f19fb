/** A user: what they told us. What we learned from their listens is the profile. */
import { z } from 'zod';
import { UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import { Instant, Kind, Text } from '#shared/schemas/listen.ts';
import { HttpUrl } from '#shared/schemas/url.ts';

export const TimeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'must be an IANA time zone, for example "Europe/Berlin"')
  .describe('IANA time zone');

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}

/** What the name resolves to is asked when it is called; by then nobody is there to be told of a mistake. */
function isHttpsOrLoopback(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
}

/** A show that is followed without having been played here, by the name and the feed that a podcast player has of it. */
export const Follow = z.strictObject({ name: Text, feed: HttpUrl.optional() });
export type Follow = z.infer<typeof Follow>;

export const UserSettings = z.strictObject({
  timeZone: TimeZone,
  kinds: z.array(Kind).min(1).max(2).describe('What the user wants recommended'),
  explicit: z.boolean().describe('Whether items marked explicit may be recommended'),
  weekStartsOn: z.int().min(1).max(7).describe('ISO weekday of the weekly editions: 1 is Monday'),
  dueHour: z.int().min(0).max(23).describe('Local hour at which editions are due'),
  length: z.int().min(5).max(100).describe('Items in an edition'),
  playable: z
    .enum(['everything', 'library'])
    .optional()
    .describe('What is offered: everything, or only what the own library holds once one was read'),
  webhookUrl: HttpUrl.refine(isHttpsOrLoopback, 'must be https; only this machine itself may be called by http')
    .optional()
    .describe('Told when an edition is published: a public https address'),
  follows: z
    .array(Follow)
    .max(limits.followsPerUserMax)
    .optional()
    .describe(
      'Shows whose episodes are offered though none was played yet; the list that is given replaces the one before',
    ),
});
export type UserSettings = z.infer<typeof UserSettings>;

export const defaultSettings: UserSettings = {
  timeZone: 'UTC',
  kinds: ['track', 'episode'],
  explicit: true,
  weekStartsOn: 1,
  dueHour: 0,
  length: 50,
};

/** Settings as `PUT /v1/users/{userId}` takes them: what is left out stays as it was, and null takes the webhook away. */
export const UserSettingsInput = UserSettings.partial().extend({
  webhookUrl: UserSettings.shape.webhookUrl.nullable(),
});
export type UserSettingsInput = z.infer<typeof UserSettingsInput>;

export const BlockKind = z
  .enum(['item', 'artist', 'release', 'tag'])
  .describe('What is blocked; a group of releases is a release');
export type BlockKind = z.infer<typeof BlockKind>;

export const Block = z.strictObject({
  kind: BlockKind,
  id: z.string().min(1).max(limits.idBytesMax),
  blockedAt: z.int(),
  until: z.int().optional().describe('Unix seconds; for ever when left out'),
  /** Other ids of the same: its recording or main artist, and its addresses. */
  also: z.array(z.string()).optional(),
  /** The entity as a ListenBrainz client named it, so that it reads back what it wrote. */
  entity: z.enum(['artist', 'release', 'release_group', 'recording']).optional(),
});
export type Block = z.infer<typeof Block>;

export const BlockInput = z.strictObject({ until: Instant.optional() });

export const Score = z.union([z.literal(-1), z.literal(0), z.literal(1)]).describe('1 love, -1 hate, 0 neither');

export const Feedback = z.strictObject({
  score: z.union([z.literal(-1), z.literal(1)]),
  givenAt: z.int(),
  /** Other ids of the same item: its recording, and its addresses. */
  also: z.array(z.string()).optional(),
  /** The library whose star it is: withdrawn with it. */
  via: z.string().optional(),
});
export type Feedback = z.infer<typeof Feedback>;

/** The user document: settings, blocks and feedback together, so that one read decides what may be shown (I7). */
export const User = z.strictObject({
  userId: UserId,
  createdAt: z.int(),
  settings: UserSettings,
  blocks: z.array(Block).max(limits.blocksPerUserMax),
  /** Feedback by item id, as entries: ids are opaque, so none may become a property name. */
  feedback: z.array(z.tuple([z.string(), Feedback])).max(limits.feedbackPerUserMax),
  /** ListenBrainz's latest-import marker, Unix seconds. */
  latestImport: z.int().optional(),
  displayName: Text.optional(),
  /** The receipt of a start over while it lasts: no listens are taken in. */
  startingOver: z.guid().optional(),
  /** Libraries of media servers that the user plays from, as the operator has it. */
  libraries: z.array(z.string()).max(limits.mediaServersMax).optional(),
});
export type User = z.infer<typeof User>;
