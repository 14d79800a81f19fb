import { describe, expect, it } from 'vitest';
import { itemIdOf } from '#shared/domain/identity/ids.ts';
import type { Operation } from '#shared/edge/http/operation.ts';
import { listenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import { monday } from '#test/support/home.ts';
import { openWire, type Wire } from '#test/support/wire.ts';
import { ask, asking } from '#test/support/wire-answers.ts';
import { publishModel, sinnerman, storeEdition } from '#test/support/wire-edition.ts';

const id = (nth: number) => `7d9c1c3a-1f0e-5c1a-9b1d-2f3e4d5c6b${String(nth).padStart(2, '0')}`;
const submit = async (wire: Wire, headers: Record<string, string>, payload: object[]) => {
  await ask(wire, '/1/submit-listens', { headers, body: { listen_type: 'import', payload } });
  await wire.settled();
};

describe('playlists', () => {
  const titles = (answer: any): string[] => answer.playlists.map(({ playlist }: any) => playlist.title);

  it('made for a listener are listed newest first without tracks, in pages that never say 0', async () => {
    await using wire = await openWire();
    const call = asking(wire, await wire.join('ada'));
    for (let nth = 0; nth < 5; nth++) {
      await storeEdition(wire.test, { playlistId: id(nth), title: `Week ${nth}`, dueAt: monday - nth * 7 * 86_400 });
    }
    const path = '/1/user/ada/playlists/createdfor';
    const all = await call(path);
    expect([titles(all), all.count, all.offset, all.playlist_count]).toEqual([
      ['Week 0', 'Week 1', 'Week 2', 'Week 3', 'Week 4'],
      25,
      0,
      5,
    ]);
    expect(all.playlists.every(({ playlist }: any) => playlist.track.length === 0)).toBe(true);
    expect((await call(`${path}?count=0`)).count).toBe(25);
    // A client that pages until it has `playlist_count` meets every playlist once.
    const seen: string[] = [];
    for (let offset = 0; ; offset += 2) {
      const page = await call(`${path}?count=2&offset=${offset}`);
      expect(page.count).toBe(2);
      seen.push(...titles(page));
      if (page.playlist_count <= offset + page.count) break;
    }
    expect(seen).toEqual(titles(all));
    expect(titles(await call('/1/user/ada/playlists/search?query=week 3'))).toEqual(['Week 3']);
    expect(await call('/1/user/ada/playlists')).toEqual({ playlists: [], playlist_count: 0, offset: 0, count: 25 });
    expect((await call('/1/user/ada/playlists/collaborator')).playlists).toEqual([]);
  });

  it('recommended are the latest edition of each patch', async () => {
    await using wire = await openWire();
    const call = asking(wire, await wire.join('ada'));
    const patches = ['weekly-exploration', 'weekly-jams', 'daily-jams', 'new-releases'] as const;
    for (const [nth, patch] of patches.entries()) {
      await storeEdition(wire.test, { playlistId: id(nth), patch, title: patch, dueAt: monday });
      await storeEdition(wire.test, { playlistId: id(nth + 10), patch, title: 'older', dueAt: monday - 86_400 });
    }
    const { playlists } = await call('/1/user/ada/playlists/recommendations');
    const metadata = playlists.map(
      ({ playlist }: any) => playlist.extension['https://musicbrainz.org/doc/jspf#playlist'].additional_metadata,
    );
    expect(metadata.map(({ algorithm_metadata }: any) => algorithm_metadata.source_patch)).toEqual(patches);
  });

  it('are read by id as JSPF and as XSPF', async () => {
    await using wire = await openWire();
    const headers = await wire.join('ada');
    const call = asking(wire, headers);
    await storeEdition(wire.test, { playlistId: id(1), dueAt: monday });
    const { playlist } = await call(`/1/playlist/${id(1).toUpperCase()}`);
    expect(playlist.identifier.split('/').at(-1)).toBe(id(1));
    expect(playlist.track[0].identifier).toEqual([`https://musicbrainz.org/recording/${sinnerman.itemId}`]);
    const xspf = await wire.send(`/1/playlist/${id(1)}/xspf`, { headers });
    expect([xspf.headers.get('content-type'), await xspf.text()]).toEqual([
      'application/xspf+xml',
      expect.stringContaining('<title>Sinnerman</title>'),
    ]);
    expect((await call('/1/playlist/x', { status: 400 })).error).toBe('Provided playlist ID is invalid.');
    expect((await call(`/1/playlist/${id(2)}`, { status: 404 })).error).toBe(`Cannot find playlist: ${id(2)}`);
  });
});

describe('I9 Mine only: reads', () => {
  const listened = Object.values<Operation>(listenBrainz).filter(({ access }) => access === 'listener');
  const pathOf = ({ path }: Operation) => path.replace(':userName', 'ada').replace(':playlistMbid', id(1));

  it('of a listener are closed to the token of another, and to nobody where reads are not for everyone', async () => {
    for (const publicReads of [false, true]) {
      await using wire = await openWire({ publicReads });
      const ada = await wire.join('ada');
      const bob = await wire.join('bob');
      await storeEdition(wire.test, { playlistId: id(1), dueAt: monday });
      for (const operation of listened) {
        const sent = operation.method === 'POST' ? { body: {} } : {};
        const path = operation.path === '/1/latest-import' ? '/1/latest-import?user_name=ada' : pathOf(operation);
        const statusOf = async (headers: Record<string, string>) =>
          (await wire.send(path, { headers, ...sent })).status;
        expect([200, 204], path).toContain(await statusOf(ada));
        expect([403, 404], path).toContain(await statusOf(bob));
        expect(publicReads ? [200, 204] : [401], path).toContain(await statusOf({}));
      }
    }
  });
});

describe('GET /1/cf/recommendation/user/{userName}/recording', () => {
  it('gives what /v1 recommends, never heard, page by page, and 204 while there is no model', async () => {
    await using wire = await openWire();
    const headers = await wire.join('ada');
    const call = asking(wire, headers);
    const path = '/1/cf/recommendation/user/ada/recording';
    await call(path, { status: 204 });
    const track_metadata = { artist_name: 'Nina Simone', track_name: 'Feeling Good' };
    await submit(wire, headers, [{ listened_at: monday - 60, track_metadata }]);
    const [heard] = (await call('/1/user/ada/listens')).payload.listens;
    const near = Array.from({ length: 3 }, (_, nth) => ({
      ...sinnerman,
      itemId: id(nth) as typeof sinnerman.itemId,
      artistId: `artist ${nth}` as NonNullable<typeof sinnerman.artistId>,
    }));
    const heardCard = { ...sinnerman, itemId: heard.recording_msid };
    await publishModel(wire.test, heard.recording_msid, [heardCard, ...near]);
    const { payload } = await call(path);
    expect(payload.mbids.map(({ recording_mbid }: any) => recording_mbid).sort()).toEqual(
      near.map(({ itemId }) => itemId),
    );
    expect([payload.count, payload.total_mbid_count, payload.model_id]).toEqual([3, 3, '20261123T030000Z']);
    const second = (await call(`${path}?count=1&offset=1`)).payload;
    expect(second.mbids).toEqual([payload.mbids[1]]);
    expect([second.count, second.total_mbid_count, second.offset]).toEqual([1, 3, 1]);
  });
});

describe('GET /1/stats/user/{userName}/…', () => {
  const listen = (daysAgo: number, artist: string, track: string, more: object = {}) => ({
    listened_at: monday - Math.floor(daysAgo * 86_400),
    track_metadata: { artist_name: artist, track_name: track, ...more },
  });
  const payload = [
    listen(0.1, 'Nina', 'A', { release_name: 'First' }),
    listen(0.2, 'Nina', 'A', { release_name: 'First' }),
    listen(0.3, 'Nina', 'B', { release_name: 'First', additional_info: { recording_mbid: sinnerman.itemId } }),
    listen(3, 'Ella', 'C', { release_name: 'Second', additional_info: { artist_mbids: [sinnerman.artistId] } }),
    listen(400, 'Ella', 'D'),
  ];

  it('counts what was played in a range, most first, and is 204 while nothing was', async () => {
    await using wire = await openWire();
    const headers = await wire.join('ada');
    const call = asking(wire, headers);
    const path = '/1/stats/user/ada';
    for (const what of ['artists', 'releases', 'recordings', 'listening-activity']) {
      await call(`${path}/${what}`, { status: 204 });
    }
    await submit(wire, headers, payload);
    const of = async (what: string, query = '') => (await call(`${path}/${what}${query}`)).payload;

    const artists = await of('artists');
    expect(artists.artists.map(({ artist_name, listen_count }: any) => [artist_name, listen_count])).toEqual([
      ['Nina', 3],
      ['Ella', 2],
    ]);
    expect(artists.artists.map(({ artist_mbid }: any) => artist_mbid)).toContain(sinnerman.artistId);
    expect([artists.range, artists.count, artists.total_artist_count]).toEqual(['all_time', 2, 2]);
    expect((await of('artists', '?count=1&offset=1')).artists).toEqual([artists.artists[1]]);
    expect((await of('artists', '?offset=9')).total_artist_count).toBe(2);

    const week = await of('artists', '?range=this_week');
    expect(week.artists.map(({ artist_name }: any) => artist_name)).toEqual(['Nina']);
    expect([week.from_ts, week.to_ts]).toEqual([monday - 43_200, monday - 43_200 + 7 * 86_400]);
    expect((await of('artists', '?range=week')).artists).toMatchObject([{ artist_name: 'Ella', listen_count: 1 }]);
    await call(`${path}/artists?range=month`, { status: 204 });
    await call(`${path}/artists?range=fortnight`, { status: 400 });

    const { releases } = await of('releases');
    expect(
      releases.map(({ release_name, artist_name, listen_count }: any) => [release_name, artist_name, listen_count]),
    ).toEqual([
      ['First', 'Nina', 3],
      ['Second', 'Ella', 1],
    ]);

    const { recordings } = await of('recordings');
    expect(recordings[0]).toMatchObject({
      track_name: 'A',
      artist_name: 'Nina',
      listen_count: 2,
      recording_mbid: null,
    });
    expect(recordings.find(({ track_name }: any) => track_name === 'B')).toMatchObject({
      recording_mbid: sinnerman.itemId,
      recording_msid: itemIdOf('Nina', 'B'),
    });

    const years = (await of('listening-activity')).listening_activity;
    const counts = new Map(years.map(({ time_range, listen_count }: any) => [time_range, listen_count]));
    expect([counts.get('2025'), counts.get('2026'), counts.get('2024')]).toEqual([1, 4, 0]);
    const days = (await of('listening-activity', '?range=this_week')).listening_activity;
    expect(days.at(-1)).toEqual({
      from_ts: monday - 43_200,
      to_ts: monday + 43_200 - 1,
      time_range: 'Monday 23 November 2026',
      listen_count: 3,
    });
  });
});

describe('GET /1/metadata/lookup', () => {
  it('answers where the catalogue knows a MusicBrainz id, and with an empty object where not', async () => {
    await using wire = await openWire();
    const headers = await wire.join('ada');
    const recording_mbid = sinnerman.itemId;
    const track = { artist_name: 'Nina Simone', track_name: 'Sinnerman', release_name: 'Pastel Blues' };
    await submit(wire, headers, [
      { listened_at: monday - 60, track_metadata: { ...track, additional_info: { recording_mbid } } },
      { listened_at: monday - 90, track_metadata: { artist_name: 'Nina Simone', track_name: 'Unknown' } },
    ]);
    const look = (artist: string, recording: string) =>
      ask(wire, `/1/metadata/lookup?artist_name=${artist}&recording_name=${recording}`, { headers });
    expect(await look('nina%20SIMONE', 'sinnerman')).toEqual({
      artist_credit_name: 'Nina Simone',
      artist_mbids: [],
      recording_mbid,
      recording_name: 'Sinnerman',
      release_mbid: null,
      release_name: 'Pastel Blues',
    });
    expect(await look('Nina%20Simone', 'Unknown')).toEqual({});
    expect(await look('Nobody', 'Sinnerman')).toEqual({});
    await ask(wire, '/1/metadata/lookup?artist_name=x', { headers, status: 400 });
  });
});

describe('GET /1/stats/user/{userName}/releases', () => {
  it('tells releases apart by their id, else by artist and name, whatever the catalogue has of their songs', async () => {
    await using wire = await openWire();
    const headers = await wire.join('ada');
    const call = asking(wire, headers);
    let ago = 0;
    const listen = (artist_name: string, track_name: string, release_name: string, release_mbid?: string) => ({
      listened_at: monday - 600 * ++ago,
      track_metadata: {
        ...{ artist_name, track_name, release_name },
        ...(release_mbid === undefined ? {} : { additional_info: { release_mbid } }),
      },
    });
    const ferry = 'cccccccc-1111-4111-8111-cccccccccccc';
    await submit(wire, headers, [
      ...['First Light', 'Second Light', 'First Light'].map((album) => listen('Ola', 'Intro', album)),
      ...['Ola', 'Kelp', 'Ash', 'Tin', 'Gull'].map((artist, nth) => listen(artist, `Theme ${nth}`, 'The Ferry', ferry)),
      ...['Ola', 'Kelp'].map((artist) => listen(artist, 'Hit', 'Greatest Hits')),
      // One song, on its album and on a compilation.
      ...['Low Tide', 'Low Tide', 'Greatest Hits'].map((album) => listen('Ola', 'Kelp', album)),
    ]);
    const { releases } = (await call('/1/stats/user/ada/releases')).payload;
    expect(
      releases.map(({ artist_name, release_name, release_mbid, listen_count }: any) => [
        ...[artist_name, release_name, release_mbid, listen_count],
      ]),
    ).toEqual([
      ['Various Artists', 'The Ferry', ferry, 5],
      ['Ola', 'First Light', null, 2],
      ['Ola', 'Greatest Hits', null, 2],
      ['Ola', 'Low Tide', null, 2],
      ['Kelp', 'Greatest Hits', null, 1],
      ['Ola', 'Second Light', null, 1],
    ]);
    const affinities = (await wire.test.call('GET', '/v1/users/ada/affinities?of=item&limit=50')).json.affinities;
    expect(
      affinities
        .filter(({ name }: any) => name === 'Intro')
        .map(({ plays }: any) => plays)
        .sort(),
    ).toEqual([1, 2]);
  });
});
