/** GET /1/stats/user/{userName}/…: what a listener played most, and when, from the warehouse. */
import { readListener } from '#functions/serve/listenbrainz/read-listener.ts';
import { mbidIn } from '#shared/domain/identity/addresses.ts';
import { msidOf } from '#shared/domain/identity/ids.ts';
import { dayInSeconds } from '#shared/domain/tuning.ts';
import type { Answer, HandlersOf } from '#shared/edge/http/operation.ts';
import { periodOf, segmentsOf } from '#shared/edge/listenbrainz/periods.ts';
import type { ListenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import { mbidOrNull } from '#shared/edge/listenbrainz/views.ts';
import type { Users } from '#shared/ports/users.ts';
import { int64, type Parameters, rowsOf, type Warehouse } from '#shared/ports/warehouse.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import type { StatisticsRange } from '#shared/schemas/listenbrainz.ts';
import { statement, statementParameters } from '#shared/sql/engine/statement.ts';

type StatisticsOperations = Pick<
  ListenBrainz,
  'getTopArtists' | 'getTopReleases' | 'getTopRecordings' | 'getListeningActivity'
>;

export type StatisticsPorts = { readonly users: Users; readonly warehouse: Warehouse };

type Artist = {
  readonly artist_id: string | null;
  readonly artist_name: string | null;
  readonly artist_address: string | null;
};
type Counted = Artist & { readonly listen_count: number; readonly total: number };
type Release = Counted & {
  readonly release_name: string;
  readonly release_id: string | null;
  readonly artists: number;
};
type Recording = Counted & {
  readonly item_id: string;
  readonly title: string | null;
  readonly address: string | null;
  readonly release_name: string | null;
};

/** 204 while there is nothing to count, as ListenBrainz answers until its statistics are computed. */
export function createStatistics({ users, warehouse }: StatisticsPorts): HandlersOf<StatisticsOperations> {
  const ask = <R>(name: string, given: Parameters): Promise<R[]> => {
    const asked = statement(name);
    return rowsOf<R>(warehouse, asked, statementParameters(asked, given));
  };

  const top = async <R extends Counted>(name: string, { userName, range, now }: Wanted): Promise<R[]> => {
    await readListener(users, userName);
    const { from, to } = periodOf(range, now);
    return ask<R>(name, { ...within(userName, from, to), limit: int64(limits.statisticsEntriesMax) });
  };

  return {
    getTopArtists: async ({ params, query, now }) => {
      const rows = await top<Counted>('serve/top_artists_of_user', { ...params, ...query, now });
      const list = (shown: readonly Counted[]) => ({ artists: shown.map(entryOf) });
      return listed(rows, { ...params, ...query, now, list, totalAs: 'total_artist_count' });
    },

    getTopReleases: async ({ params, query, now }) => {
      const rows = await top<Release>('serve/top_releases_of_user', { ...params, ...query, now });
      const list = (shown: readonly Release[]) => ({
        releases: shown.map(releaseOf),
      });
      return listed(rows, { ...params, ...query, now, list, totalAs: 'total_release_count' });
    },

    getTopRecordings: async ({ params, query, now }) => {
      const rows = await top<Recording>('serve/top_recordings_of_user', { ...params, ...query, now });
      const list = (shown: readonly Recording[]) => ({ recordings: shown.map(recordingOf) });
      return listed(rows, { ...params, ...query, now, list, totalAs: 'total_recording_count' });
    },

    getListeningActivity: async ({ params: { userName }, query: { range }, now }) => {
      await readListener(users, userName);
      const segments = segmentsOf(range, now);
      const since = segments[0]?.from ?? now;
      const until = segments.at(-1)?.to ?? now;
      const days = await ask<{ day: number; listen_count: number }>(
        'serve/listening_days_of_user',
        within(userName, since, until),
      );
      if (days.length === 0) return { status: 204 };
      const activity = segments.map(({ from, to, label }) => ({
        from_ts: from,
        to_ts: to - 1,
        time_range: label,
        listen_count: days
          .filter(({ day }) => day * dayInSeconds >= from && day * dayInSeconds < to)
          .reduce((sum, { listen_count }) => sum + listen_count, 0),
      }));
      const period = { user_id: userName, range, from_ts: since, to_ts: until, last_updated: now };
      return { status: 200, json: { payload: { ...period, listening_activity: activity } } };
    },
  };
}

type Wanted = { readonly userName: UserId; readonly range: StatisticsRange; readonly now: number };

function within(userId: UserId, from: number, to: number): Parameters {
  return { user_id: userId, since: new Date(from * 1000), until: new Date(to * 1000) };
}

type Listing<R> = Wanted & {
  readonly count: number;
  readonly offset: number;
  readonly list: (shown: readonly R[]) => Readonly<Record<string, unknown>>;
  readonly totalAs: string;
};

function listed<R extends Counted>(rows: readonly R[], { userName, range, now, ...page }: Listing<R>): Answer {
  const { count, offset, list, totalAs } = page;
  const [first] = rows;
  if (first === undefined) return { status: 204 };
  const shown = rows.slice(offset, offset + count);
  const { from, to } = periodOf(range, now);
  const period = { user_id: userName, range, from_ts: from, to_ts: to, last_updated: now };
  const counts = { count: shown.length, offset, [totalAs]: first.total };
  return { status: 200, json: { payload: { ...list(shown), ...period, ...counts } } };
}

function entryOf({ artist_id, artist_name, artist_address, listen_count }: Counted) {
  const mbid = mbidIn([artist_address ?? '']) ?? mbidOrNull(artist_id);
  return {
    artist_name: artist_name ?? artist_id ?? '',
    artist_mbid: mbid,
    artist_mbids: mbid === null ? [] : [mbid],
    listen_count,
  };
}

/** A release of several artists is nobody's. */
function releaseOf({ release_name, release_id, artists, ...row }: Release) {
  const several = { ...row, artist_id: null, artist_name: 'Various Artists', artist_address: null };
  return { ...entryOf(artists > 1 ? several : row), release_name, release_mbid: mbidOrNull(release_id) };
}

function recordingOf(row: Recording) {
  return {
    ...entryOf(row),
    track_name: row.title ?? row.item_id,
    recording_mbid: mbidIn([row.address ?? '']) ?? mbidOrNull(row.item_id),
    recording_msid: msidOf(row.item_id),
    release_name: row.release_name,
    release_mbid: null,
  };
}
