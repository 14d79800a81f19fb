/** POST /1/submit-listens: scrobbles in, each judged on its own, and what is playing now. */
import type { AcceptListens } from '#functions/ingest/accept-listens.ts';
import { shownOf } from '#shared/domain/listens/judging.ts';
import type { Answer, Call } from '#shared/edge/http/operation.ts';
import { listenerOf } from '#shared/edge/listenbrainz/listener.ts';
import { mendListen } from '#shared/edge/listenbrainz/mend.ts';
import type { ListenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import { judgeSubmission, readSubmission, sizeLimit } from '#shared/edge/listenbrainz/submission.ts';
import { itemIdOfTrack, readPlaying } from '#shared/edge/listenbrainz/submitted-listen.ts';
import { trackMetadata } from '#shared/edge/listenbrainz/views.ts';
import type { NowPlayingStore } from '#shared/ports/now-playing.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import type { Listen } from '#shared/schemas/listen.ts';

export type SubmitPorts = {
  readonly accept: AcceptListens;
  readonly nowPlaying: NowPlayingStore;
  /** Refuse a batch whole when one of its listens is bad, as ListenBrainz does. */
  readonly strict: boolean;
};

type Submit = Call<ListenBrainz['submitListens']>;

export function createSubmitListens(ports: SubmitPorts): (call: Submit) => Promise<Answer> {
  return async ({ principal, body, query, now }) => {
    const userId = listenerOf(principal);
    const { listenType, payload: sent } = readSubmission(body);
    const mended = ports.strict ? sent.map((listen) => ({ listen, dropped: [] })) : sent.map(mendListen);
    const payload = mended.map(({ listen }) => listen);
    const dropped = shownOf(
      mended.flatMap(({ dropped: fields }, index) => (fields.length === 0 ? [] : [{ index, fields }])),
    );
    const { itemId, ...verdicts } =
      listenType === 'playing_now'
        ? await play(ports.nowPlaying, payload, { userId, now })
        : await take(ports, payload, { userId, now });
    const msid = query.return_msid && listenType !== 'import' ? { recording_msid: itemId } : {};
    return { status: 200, json: { status: 'ok', ...msid, ...verdicts, ...(dropped.length > 0 && { dropped }) } };
  };
}

type Context = { readonly userId: UserId; readonly now: number };

/** A batch with one good listen in it is a good batch: players drop or repeat for ever what is refused. */
async function take(
  { accept, strict, nowPlaying }: SubmitPorts,
  payload: readonly unknown[],
  { userId, now }: Context,
) {
  const { listens, rejected } = judgeSubmission(payload, { userId, now });
  const [first] = rejected;
  const refuseAll = first !== undefined && (strict || listens.length === 0);
  const refused = rejected.map(({ index, rejection }) => ({
    index,
    code: rejection.verdict,
    detail: rejection.message,
  }));
  await accept({ sent: payload, listens: refuseAll ? [] : listens, refused, sender: userId, now });
  if (refuseAll) throw first.rejection;
  await endPlaying(nowPlaying, listens, { userId, now });
  const verdicts = refused.length === 0 ? {} : { accepted: listens.length, rejected: refused };
  return { itemId: listens[0]?.itemId, ...verdicts };
}

/** What plays ends when it is scrobbled as over: begun so long ago that it has ended, and as long as it plays. */
async function endPlaying(nowPlaying: NowPlayingStore, listens: readonly Listen[], { userId, now }: Context) {
  const ended = listens.filter(
    ({ listenedAt, durationMs }) =>
      listenedAt <= now - (durationMs ?? 0) / 1000 && listenedAt > now - limits.nowPlayingSeconds,
  );
  if (ended.length === 0) return;
  const playing = await nowPlaying.read(userId, now);
  const isOver = ended.some(
    ({ title, artistName }) => title === playing?.track.track_name && artistName === playing?.track.artist_name,
  );
  if (isOver) await nowPlaying.clear(userId);
}

/** Kept until the track would be over, and never counted. */
async function play(nowPlaying: NowPlayingStore, payload: readonly unknown[], { userId, now }: Context) {
  sizeLimit(payload)(payload[0]);
  const track = readPlaying(payload[0]);
  const itemId = itemIdOfTrack(track);
  const seconds =
    track.durationMs === undefined ? limits.nowPlayingSeconds : Math.max(1, Math.floor(track.durationMs / 1000));
  await nowPlaying.set({
    userId,
    startedAt: now,
    expiresAt: now + seconds,
    track: trackMetadata({ ...track, itemId }),
  });
  return { itemId };
}
