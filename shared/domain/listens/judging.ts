/** Judges each listen of a batch on its own: good ones in, bad ones named (I12). */

import { artistIdOf, listenIdOf, recordingIdsOf } from '#shared/domain/identity/ids.ts';
import { keysOf } from '#shared/domain/identity/keys.ts';
import { mendListenInput } from '#shared/domain/listens/mending.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import { type Listen, ListenInput } from '#shared/schemas/listen.ts';
import { verdictOf } from '#shared/schemas/problem.ts';
import { readUntrusted } from '#shared/schemas/read-untrusted.ts';

export type Refusal = { readonly index: number; readonly code: string; readonly detail: string };
/** Fields of a listen that were left out or put right, so that the listen could be kept. */
export type Dropped = { readonly index: number; readonly fields: readonly string[] };
export type JudgedListens = {
  readonly listens: readonly Listen[];
  readonly refused: readonly Refusal[];
  /** The first of them: there may be as many as listens. */
  readonly dropped: readonly Dropped[];
};

/** Whose listens may come: the token's own user, or anybody's with the operator token. */
export type Sender = { readonly userId: UserId } | 'operator';

/** `now`: Unix seconds, against which times in the future are judged. */
export function judgeListens(sent: readonly unknown[], sender: Sender, now: number): JudgedListens {
  const listens: Listen[] = [];
  const refused: Refusal[] = [];
  const dropped: Dropped[] = [];
  sent.forEach((value, index) => {
    const { verdict, fields } = judge(value, sender, now);
    if ('id' in verdict) listens.push(verdict);
    else refused.push({ index, ...verdict });
    if (fields.length > 0 && 'id' in verdict) dropped.push({ index, fields });
  });
  return { listens, refused, dropped };
}

type Verdict = { readonly code: string; readonly detail: string };

type Judged = { readonly verdict: Listen | Verdict; readonly fields: readonly string[] };

function judge(value: unknown, sender: Sender, now: number): Judged {
  const sent = readUntrusted(ListenInput, value);
  if (sent.success) return { verdict: judgeInput(sent.data, sender, now), fields: [] };
  const mended = mendListenInput(value, sent.error);
  const parsed = readUntrusted(ListenInput, mended.value);
  if (parsed.success) return { verdict: judgeInput(parsed.data, sender, now), fields: mended.dropped };
  return { verdict: { code: 'invalid-listen', detail: verdictOf(parsed.error, 'the listen') }, fields: [] };
}

function judgeInput(input: ListenInput, sender: Sender, now: number): Listen | Verdict {
  const { id, userId: named, itemId: sentItemId, tags: sentTags, ...said } = input;
  const tags = sentTags === undefined || sentTags.length === 0 ? undefined : [...new Set(sentTags)];
  const { durationMs, ...others } = said;
  // A length of nothing is one that nobody knew.
  const rest = { ...others, ...(durationMs ? { durationMs } : {}), ...(tags === undefined ? {} : { tags }) };
  const userId = sender === 'operator' ? named : (named ?? sender.userId);
  if (userId === undefined) return { code: 'user-missing', detail: '"userId": is required with the operator token' };
  if (sender !== 'operator' && userId !== sender.userId) {
    return { code: 'other-user', detail: '"userId": the token opens another user' };
  }
  const late = judgeTime(rest.listenedAt, now);
  if (late !== undefined) return late;
  const { kind, title, artistName, releaseName } = rest;
  const itemId =
    sentItemId ??
    recordingIdsOf({ kind, artistName: artistName as string, title: title as string, releaseName }).recordingId;
  const artistId = rest.artistId ?? (artistName === undefined ? undefined : artistIdOf(artistName));
  return {
    id: id ?? listenIdOf(userId, rest.listenedAt, itemId),
    userId,
    itemId,
    ...withoutUndefined(rest),
    ...keysOf({ itemId, kind, title, artistName, releaseName }),
    ...(artistId === undefined ? {} : { artistId }),
  } as Listen;
}

function judgeTime(listenedAt: number, now: number): Verdict | undefined {
  if (listenedAt < limits.listenedAtMin) {
    return { code: 'too-old', detail: '"listenedAt": is before 2002-10-01; no listen is older than scrobbling' };
  }
  if (listenedAt >= now + limits.listenFutureSecondsMax) {
    return { code: 'in-the-future', detail: '"listenedAt": is more than an hour ahead; check the clock of the player' };
  }
  return undefined;
}

/** JSON has no undefined, but a caller in the same process may pass one; copying every listen for it would be dear. */
function withoutUndefined<T extends object>(value: T): T {
  const complete = Object.values(value).every((part) => part !== undefined);
  return complete ? value : (Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as T);
}

/** As much of it as an answer says: names of fields in few words, whatever was sent. */
export const shownOf = (dropped: readonly Dropped[]): Dropped[] =>
  dropped.slice(0, limits.droppedToldMax).map(({ index, fields }) => ({ index, fields: inFewWords(fields) }));

function inFewWords(fields: readonly string[]): string[] {
  return fields.slice(0, 10).map((name) => name.slice(0, limits.tagCharactersMax).toWellFormed());
}
