/** Loved and hated recordings read back under `/1`. */
import { readListener } from '#functions/serve/listenbrainz/read-listener.ts';
import { mbidIn } from '#shared/domain/identity/addresses.ts';
import { msidOf } from '#shared/domain/identity/ids.ts';
import type { HandlersOf } from '#shared/edge/http/operation.ts';
import type { ListenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import { parseUuid } from '#shared/edge/listenbrainz/uuid.ts';
import { mbidOrNull, trackMetadata } from '#shared/edge/listenbrainz/views.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Users } from '#shared/ports/users.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import type { FeedbackEntry } from '#shared/schemas/listenbrainz.ts';
import { Rejection } from '#shared/schemas/problem.ts';
import type { Feedback, User } from '#shared/schemas/user.ts';

type FeedbackOperations = Pick<
  ListenBrainz,
  'getUserFeedback' | 'getFeedbackForRecordings' | 'postFeedbackForRecordings'
>;

export type FeedbackReadPorts = { readonly users: Users; readonly catalogue: Catalogue };

export function createFeedbackReaders({ users, catalogue }: FeedbackReadPorts): HandlersOf<FeedbackOperations> {
  const forRecordings = async (userName: UserId, { recording_mbids, recording_msids }: Asked) => {
    const user = await readListener(users, userName);
    const given = new Map(
      user.feedback.flatMap(([itemId, feedback]) =>
        [msidOf(itemId), ...(feedback.also ?? []).map(withoutScheme)].map((id) => [id, feedback] as const),
      ),
    );
    const mbids = idsOf('recording_mbids', recording_mbids);
    const msids = idsOf('recording_msids', recording_msids);
    const feedback = [
      ...mbids.map((id) => entryOf(user, { id, mbid: id, feedback: given.get(id) })),
      ...msids.map((id) => entryOf(user, { id, mbid: mbidOrNull(id), feedback: given.get(id) })),
    ];
    return { status: 200, json: { feedback } };
  };

  return {
    getUserFeedback: async ({ params: { userName }, query: { count, offset, score, metadata } }) => {
      const user = await readListener(users, userName);
      const wanted = user.feedback
        .filter(([, given]) => score === undefined || given.score === Number(score))
        .sort(([, a], [, b]) => b.givenAt - a.givenAt);
      const shown = wanted.slice(offset, offset + count);
      const described = metadata ? await describe(catalogue, shown, userName) : new Map();
      const feedback = shown.map(([itemId, given]) => ({
        ...entryOf(user, { id: msidOf(itemId), mbid: mbidIn(given.also) ?? mbidOrNull(itemId), feedback: given }),
        track_metadata: described.get(itemId) ?? null,
      }));
      return { status: 200, json: { feedback, count: feedback.length, total_count: wanted.length, offset } };
    },

    getFeedbackForRecordings: ({ params: { userName }, query }) => forRecordings(userName, query),
    postFeedbackForRecordings: ({ params: { userName }, body }) => forRecordings(userName, body),
  };
}

const withoutScheme = (address: string): string => address.replace(/^mbid:/, '');

type Asked = { readonly [K in 'recording_mbids' | 'recording_msids']?: string | readonly string[] | null | undefined };

/** Ids separated by commas, or a list of them. Throws a Rejection for what is no UUID, and for too many. */
function idsOf(key: string, sent: Asked['recording_mbids']): string[] {
  const parts = (typeof sent === 'string' ? sent.split(',') : (sent ?? [])).map((part) => part.trim());
  const named = parts.filter((part) => part !== '');
  if (named.length > limits.listensPageSizeMax) {
    throw new Rejection('invalid-request', `${key}: ask for at most ${limits.listensPageSizeMax} recordings at once`);
  }
  return named.map((part) => {
    const id = parseUuid(part);
    if (id === undefined) throw new Rejection('invalid-request', `${key} MBID format invalid.`);
    return id;
  });
}

type Entry = { readonly id: string; readonly mbid: string | null; readonly feedback: Feedback | undefined };

function entryOf({ userId }: User, { id, mbid, feedback }: Entry): FeedbackEntry {
  return {
    user_id: userId,
    recording_mbid: mbid,
    recording_msid: id,
    score: feedback?.score ?? 0,
    created: feedback?.givenAt ?? null,
    track_metadata: null,
  };
}

async function describe(catalogue: Catalogue, shown: User['feedback'], reader: UserId): Promise<Map<string, unknown>> {
  const described = new Map<string, unknown>();
  for (let start = 0; start < shown.length; start += limits.itemsPerRequestMax) {
    const ids = shown.slice(start, start + limits.itemsPerRequestMax).map(([itemId]) => itemId);
    for (const item of await catalogue.read(ids, reader))
      if (item !== undefined) described.set(item.itemId, trackMetadata(item));
  }
  return described;
}
