/** A token opens one user, or everything for the operator. Only its hash is kept. */
import { z } from 'zod';
import { UserId } from '#shared/schemas/ids.ts';

export const Token = z.strictObject({
  tokenId: z.guid(),
  /** SHA-256 of the token, base64url. */
  hash: z.string(),
  userId: UserId,
  scope: z.enum(['user', 'operator']),
  createdAt: z.int(),
});
export type Token = z.infer<typeof Token>;
