/** What a delivered playlist is called, and the mark by which it is found again when its id is lost. */
import { hash } from 'node:crypto';
import { patchDials } from '#shared/domain/patches.ts';
import type { Edition, Patch, Period } from '#shared/schemas/edition.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { User } from '#shared/schemas/user.ts';

/** Stands in the playlist's comment. Of the user it holds a digest: what outlives an erasure does not name anybody. */
export function markOf(userId: UserId, patch: Patch, period?: Period): string {
  const whose = hash('sha256', userId, 'hex').slice(0, 12);
  return ['segue', patch, whose, ...(period === undefined ? [] : [period])].join(':');
}

type Naming = {
  /** Whether every week has a list of its own. */
  readonly isKept: boolean;
  /** Whether others' lists stand beside it. */
  readonly isShared: boolean;
  readonly user: Pick<User, 'userId' | 'displayName'>;
};

export function playlistNameOf(
  { patch, period }: Pick<Edition, 'patch' | 'period'>,
  { isKept, isShared, user }: Naming,
): string {
  const title = patchDials[patch].title;
  const dated = isKept ? `${title} ${period}` : title;
  return isShared ? `${dated} · ${user.displayName ?? user.userId}` : dated;
}
