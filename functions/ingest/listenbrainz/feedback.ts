/** Loves and hates of recordings: POST /1/feedback/recording-feedback, and ratings of recommendations. */
import type { ResolveNamed } from '#functions/ingest/listenbrainz/resolve-named.ts';
import type { createChange } from '#functions/ingest/users.ts';
import { type NamedItem, setFeedback } from '#shared/domain/wishes/preferences.ts';
import type { HandlersOf } from '#shared/edge/http/operation.ts';
import { listenerOf } from '#shared/edge/listenbrainz/listener.ts';
import type { ListenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import { Rejection } from '#shared/schemas/problem.ts';

type FeedbackOperations = Pick<
  ListenBrainz,
  'postRecordingFeedback' | 'postRecommendationFeedback' | 'deleteRecommendationFeedback'
>;

export type FeedbackPorts = { readonly change: ReturnType<typeof createChange>; readonly named: ResolveNamed };

/** A score has three values: a like is a small love, and a dislike means never again. */
const scores = { love: 1, like: 1, dislike: -1, hate: -1, bad_recommendation: -1 } as const;

const ok = { status: 200, json: { status: 'ok' } };

export function createFeedbackHandlers({ change, named }: FeedbackPorts): HandlersOf<FeedbackOperations> {
  return {
    postRecordingFeedback: async ({ principal, body: { score, ...names }, now }) => {
      const userId = listenerOf(principal);
      const said = Object.entries(names).filter(([, value]) => value !== undefined && value !== null && value !== '');
      if (said.length === 0) {
        const detail = 'JSON document must contain either recording_mbid or recording_msid, and score top level keys';
        throw new Rejection('invalid-request', detail);
      }
      // A client that names both means one recording; whichever of the two its listens went by is the item.
      const all = await Promise.all(said.map(([key, value]) => named(userId, 'item', { key, value })));
      await change(userId, (user) => setFeedback(user, together(all), score, now));
      return ok;
    },

    postRecommendationFeedback: async ({ principal, body: { recording_mbid, rating }, now }) => {
      const userId = listenerOf(principal);
      const item = await named(userId, 'item', { key: 'recording_mbid', value: recording_mbid });
      await change(userId, (user) => setFeedback(user, item, scores[rating], now));
      return ok;
    },

    deleteRecommendationFeedback: async ({ principal, body: { recording_mbid }, now }) => {
      const userId = listenerOf(principal);
      const item = await named(userId, 'item', { key: 'recording_mbid', value: recording_mbid });
      await change(userId, (user) => setFeedback(user, item, 0, now));
      return ok;
    },
  };
}

/** Several names of one recording: the last is its MSID, which is the item's own where it was scrobbled. */
function together(all: readonly NamedItem[]): NamedItem {
  const { itemId } = all.at(-1) as NamedItem;
  const also = all.flatMap((named) => [named.itemId, ...(named.also ?? [])]).filter((name) => name !== itemId);
  return { itemId, also: [...new Set(also)] };
}
