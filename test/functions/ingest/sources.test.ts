/** One history of one listener, told by one source and by three: everything that is made of it is the same. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { recordingIdsOf } from '#shared/domain/identity/ids.ts';
import { readAll } from '#test/formats/history/reading.ts';
import { monday, openTestHome, type TestHome } from '#test/support/home.ts';

const folder = process.env.SEGUE_TEST_DATA;
const day = 86_400;
/** As long as a track is taken to be, so that a play to its end weighs the same with and without its length. */
const playedMs = 210_000;

type Play = {
  readonly at: number;
  readonly artist: string;
  readonly artistMbid: string;
  readonly title: string;
  readonly mbid: string;
};

/** The sample's plays, as if the last had ended an hour before the test's Monday. */
function playsOf(file: string): Play[] {
  const rows = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.split('\t'))
    .filter(([user, , , artist, , title]) => user === 'user_000001' && artist && title);

  const newest = Date.parse(rows[0]?.[1] ?? '') / 1_000;
  const all = rows.map(([, at = '', artistMbid = '', artist = '', mbid = '', title = '']) => ({
    at: monday - 3_600 - (newest - Date.parse(at) / 1_000),
    artist,
    artistMbid,
    title,
    mbid,
  }));
  // What is said to have played to its end did not begin again meanwhile.
  const begins = new Map<string, number>();
  return all.filter(({ at, artist, title }) => {
    const song = `${artist} – ${title}`;
    const next = begins.get(song);
    begins.set(song, at);
    return next === undefined || next - at >= playedMs / 1_000;
  });
}

const words = ({ artist, title }: Play) => ({ artistName: artist, title });
const addressOf = (play: Play): string =>
  `spotify:track:${recordingIdsOf({ kind: 'track', artistName: play.artist, title: play.title }).recordingId.replaceAll('-', '').slice(0, 22)}`;

async function tellByWords({ call }: TestHome, plays: readonly Play[], late = 0): Promise<void> {
  for (let from = 0; from < plays.length; from += 500) {
    const listens = plays
      .slice(from, from + 500)
      .map((play) => ({ userId: 'ada', listenedAt: play.at + late, ...words(play) }));
    expect((await call('POST', '/v1/listens', { listens })).json.accepted).toBe(listens.length);
  }
}

async function tellByMbids({ call }: TestHome, token: string, plays: readonly Play[]): Promise<void> {
  const payload = plays.map(({ at, artist, title, artistMbid, mbid }) => ({
    listened_at: at,
    track_metadata: {
      artist_name: artist,
      track_name: title,
      additional_info: {
        ...(mbid === '' ? {} : { recording_mbid: mbid }),
        ...(artistMbid === '' ? {} : { artist_mbids: [artistMbid] }),
      },
    },
  }));
  for (let from = 0; from < payload.length; from += 500) {
    const body = { listen_type: 'import', payload: payload.slice(from, from + 500) };
    expect((await call('POST', '/1/submit-listens', body, token)).status).toBe(200);
  }
}

/** Spotify tells when a play ended. */
async function tellAsSpotify({ call }: TestHome, plays: readonly Play[]): Promise<void> {
  const rows = plays.map((play) => ({
    ts: new Date(play.at * 1_000 + playedMs).toISOString().replace('.000', ''),
    ms_played: playedMs,
    master_metadata_track_name: play.title,
    master_metadata_album_artist_name: play.artist,
    master_metadata_album_album_name: null,
    spotify_track_uri: addressOf(play),
    reason_end: 'trackdone',
    skipped: false,
    incognito_mode: false,
  }));
  const { listens } = await readAll(JSON.stringify(rows));
  expect(listens).toHaveLength(plays.length);
  for (let from = 0; from < listens.length; from += 500) {
    const page = listens.slice(from, from + 500).map((listen) => ({ ...listen, userId: 'ada' }));
    expect((await call('POST', '/v1/listens', { listens: page })).json.accepted).toBe(page.length);
  }
}

/** Everything that is made of the history, by the ids that readers get. */
async function madeOf(opened: TestHome) {
  const { call, home, time, settled } = opened;
  await settled();
  await home.run('train', time.now);
  await settled();
  await home.run('plan', time.now);
  await settled();
  time.now = monday + day;
  const json = async (path: string) => (await call('GET', path)).json;
  const affinities = async (of: string): Promise<unknown[]> =>
    (await json(`/v1/users/ada/affinities?of=${of}&limit=100`)).affinities.map((one: any) => [
      one.id,
      one.plays,
      one.affinity.toFixed(9),
    ]);
  const items = await affinities('item');
  const similar = await json(
    `/v1/items/${encodeURIComponent((items as string[][])[0]?.[0] as string)}/similar?limit=20`,
  );
  const edition = await json('/v1/users/ada/playlists/daily-jams');
  return {
    count: (await json('/1/user/ada/listen-count')).payload.count,
    items,
    artists: await affinities('artist'),
    neighbours: similar.similar?.map(({ item, score }: any) => [item.itemId, score.toFixed(9)]),
    edition: edition.items?.map(({ item }: any) => item.itemId),
  };
}

describe.skipIf(folder === undefined)('one history, several sources (SEGUE_TEST_DATA, lastfm-1k-sample)', () => {
  const plays = folder === undefined ? [] : playsOf(join(folder, 'lastfm-1k-sample/listens.tsv'));
  const homes: TestHome[] = [];
  afterAll(async () => {
    for (const opened of homes) await opened[Symbol.asyncDispose]();
  });

  it('I13 One song: thirds told with MBIDs, by Spotify and by words, a tenth by two, make what one clean source makes', async () => {
    const [clean, mixed] = [
      await openTestHome(monday, { publicReads: true }),
      await openTestHome(monday, { publicReads: true }),
    ];
    homes.push(clean, mixed);
    await clean.user('ada');
    await tellByWords(clean, plays);
    const token = await mixed.user('ada');
    const third = (nth: number): Play[] => plays.filter((_, at) => at % 3 === nth);
    await tellByMbids(mixed, token, third(0));
    await tellAsSpotify(mixed, third(1));
    await tellByWords(mixed, third(2));
    // A tenth of all, from each third, again: by words, three seconds later.
    await tellByWords(
      mixed,
      plays.filter((_, at) => at % 10 === 0),
      3,
    );
    const [expected, made] = [await madeOf(clean), await madeOf(mixed)];
    expect(expected.count).toBeGreaterThan(plays.length * 0.95);
    for (const list of [expected.items, expected.artists, expected.neighbours, expected.edition]) {
      expect(list?.length).toBeGreaterThan(5);
    }
    expect(made).toEqual(expected);
  });

  it('recordings: how many ids of one MBID, and MBIDs of one id, there are', () => {
    const byMbid = new Map<string, Set<string>>();
    const byId = new Map<string, Set<string>>();
    for (const { artist, title, mbid } of plays.filter((play) => play.mbid !== '')) {
      const { recordingId } = recordingIdsOf({ kind: 'track', artistName: artist, title });
      byMbid.set(mbid, (byMbid.get(mbid) ?? new Set()).add(recordingId));
      byId.set(recordingId, (byId.get(recordingId) ?? new Set()).add(mbid));
    }
    const several = (sets: ReadonlyMap<string, Set<string>>): number =>
      [...sets.values()].filter(({ size }) => size > 1).length;
    console.log(
      `${byId.size} recordings by names, ${byMbid.size} MBIDs: ${several(byMbid)} MBIDs under several names, ${several(byId)} names of several MBIDs`,
    );
    expect(several(byMbid)).toBeLessThan(byMbid.size / 50);
  });
});
