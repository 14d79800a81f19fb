/** Stars of a media server as loves: what appeared is loved, what went is withdrawn, and what was said here is not touched. */
import { type NamedItem, setFeedback } from '#shared/domain/wishes/preferences.ts';
import { limits } from '#shared/schemas/limits.ts';
import type { User } from '#shared/schemas/user.ts';

export type StarChanges = {
  readonly libraryId: string;
  readonly appeared: readonly NamedItem[];
  readonly gone: readonly NamedItem[];
  /** Unix seconds. */
  readonly now: number;
};

export function withStars(user: User, { libraryId, appeared, gone, now }: StarChanges): User {
  let next = user;
  for (const item of gone) {
    const isFromThere = next.feedback.some(([id, { via }]) => id === item.itemId && via === libraryId);
    if (isFromThere) next = setFeedback(next, item, 0, now);
  }
  for (const item of appeared) {
    if (next.feedback.length >= limits.feedbackPerUserMax) break;
    const names = new Set([item.itemId, ...(item.also ?? [])]);
    // Also a hate: it was said here, and stands.
    const isSaid = next.feedback.some(([id, { also }]) => names.has(id) || also?.some((each) => names.has(each)));
    if (isSaid) continue;
    next = setFeedback(next, item, 1, now);
    next = {
      ...next,
      feedback: next.feedback.map(([id, given]) => [id, id === item.itemId ? { ...given, via: libraryId } : given]),
    };
  }
  return next;
}
