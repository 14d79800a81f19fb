/** A token opens one user, or everything for the operator. Only its hash is kept. */
import { z } from 'zod';
import { UserId } from '#shared/schemas/ids.ts';

/** What a user token opens of its user: all of it ("user" says the same), what is read, or what a scrobbler does. */
export const UserScope = z.enum(['user', 'everything', 'read', 'scrobble']);
export type UserScope = z.infer<typeof UserScope>;

export const TokenScope = z
  .enum([...UserScope.options, 'operator'])
  .describe(
    '"everything" of the user ("user" says the same), "read" alone, "scrobble" alone, or "operator": all users',
  );
export type TokenScope = z.infer<typeof TokenScope>;

export const Token = z.strictObject({
  tokenId: z.guid(),
  /** SHA-256 of the token, base64url. */
  hash: z.string(),
  userId: UserId,
  scope: TokenScope,
  createdAt: z.int(),
});
export type Token = z.infer<typeof Token>;
