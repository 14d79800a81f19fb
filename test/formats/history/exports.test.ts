import { expect, test } from 'vitest';
import { readAll } from '#test/formats/history/reading.ts';

const at = 1_700_000_000;
const json = JSON.stringify;
const words = '14 Nov 2023, 22:13';
const toTheMinute = at - 20;
const ghan = {
  artist: { mbid: '', '#text': 'Orvane Tull' },
  album: { mbid: '', '#text': 'Tides' },
  name: 'Slow Harbour',
  mbid: '',
  date: { uts: `${at}`, '#text': words },
};
const listen = {
  listened_at: at,
  track_metadata: { artist_name: 'Orvane Tull', track_name: 'Slow Harbour', release_name: 'Tides' },
};
const alias = (name: string) => ({
  aliases: [
    { alias: 'no', is_primary: false },
    { alias: name, is_primary: true },
  ],
});

/** One play of one song, as each exporter writes it. */
const exports: Readonly<Record<string, string>> = {
  'Last.fm, all columns': `"uts","utc_time","artist","artist_mbid","album","album_mbid","track","track_mbid"\n"${at}","${words}","Orvane Tull","","Tides","","Slow Harbour",""`,
  'Last.fm, semicolons and MBIDs in between': `uts;artist;album;album_mbid;track\r\n${at};Orvane Tull;Tides;;Slow Harbour\r\n`,
  'Last.fm, without a header': `Orvane Tull,Tides,Slow Harbour,14 Nov 2023 22:13:20`,
  'Last.fm, without a header, in quotation marks': `"Orvane Tull","Tides","Slow Harbour","14 Nov 2023, 22:13:20"`,
  'Last.fm, time first between tabs': `${at}\tSlow Harbour\tOrvane Tull\tTides\t\t\t`,
  'Universal Scrobbler': `Orvane Tull,Tides,Slow Harbour,14.11.2023 22:13:20 +00:00,,`,
  lastfmstats: `Artist;Album;AlbumId;Track;Date#ada\n"Orvane Tull";"Tides";"";"Slow Harbour";"${at}000"`,
  'lastfmstats JSON': json({
    username: 'ada',
    scrobbles: [{ track: 'Slow Harbour', artist: 'Orvane Tull', album: 'Tides', albumId: '', date: at * 1000 }],
  }),
  'Last.fm JSON, pages': json([{ track: [ghan] }]),
  "Last.fm's answer": json({ recenttracks: { '@attr': { page: '1' }, track: [ghan] } }),
  "Last.fm's answers in a list": json([{ recenttracks: { track: [ghan] } }]),
  IFTTT: `Track,Track URL,Album,Artist,Date\nSlow Harbour,http://x,Tides,Orvane Tull,"November 14, 2023 at 10:13:20PM"`,
  'ListenBrainz, lines': json(listen),
  'ListenBrainz, an array': json([listen], null, 2),
  'ListenBrainz, one over several lines': json(listen, null, 2),
  'ListenBrainz, several over several lines': `${json(listen, null, 2)}\n`,
  "ListenBrainz's answer": json({ payload: { count: 1, user_id: 'ada', listens: [listen] } }),
  'ListenBrainz, wrapped': json({ user: { id: 1 }, listens: [listen] }),
  Koito: json({
    version: '1',
    user: 'ada',
    listens: [
      {
        listened_at: '2023-11-14T22:13:20Z',
        track: alias('Slow Harbour'),
        album: alias('Tides'),
        artists: [alias('Orvane Tull')],
      },
    ],
  }),
  Maloja: json({
    maloja: { export_time: 1 },
    scrobbles: [
      {
        time: at,
        track: {
          artists: ['Orvane Tull'],
          title: 'Slow Harbour',
          album: { artists: ['Orvane Tull'], albumtitle: 'Tides' },
          length: null,
        },
        duration: null,
      },
    ],
  }),
  'Spotify, saved answer': json({
    items: [
      {
        track: { name: 'Slow Harbour', album: { name: 'Tides' }, artists: [{ name: 'Orvane Tull' }] },
        played_at: '2023-11-14T22:13:20.000Z',
      },
    ],
  }),
  'Apple Music play activity': `Artist Name,Album Name,Song Name,Event Start Timestamp,Event Type\nOrvane Tull,Tides,Slow Harbour,2023-11-14T22:13:20.5Z,PLAY_END`,
  Deezer: `Song Title,Artist,ISRC,Album Title,Listening Time,Date\nSlow Harbour,Orvane Tull,XX,Tides,,2023-11-14 22:13:20`,
  "Last.fm's answer, XML": `<?xml version="1.0"?><lfm status="ok"><recenttracks user="ada"><track nowplaying="true"><artist mbid="">X</artist><name>Y</name></track><track><artist mbid="">Orvane Tull</artist><name>Slow Harbour</name><streamable>0</streamable><mbid></mbid><album mbid="">Tides</album><url>x</url><date uts="${at}">${words}</date></track></recenttracks></lfm>`,
  'Apple library': json([
    { Title: 'Slow Harbour', Artist: 'Orvane Tull', Album: 'Tides', 'Last Played Date': '2023-11-14T22:13:20Z' },
  ]),
  'Deezer, in German': `Songtitel;Künstler;ISRC;Albumtitel;Wiedergabezeit;Datum\nSlow Harbour;Orvane Tull;XX;Tides;200;2023-11-14 22:13:20`,
  'Maloja, lines': `${at}\tOrvane Tull\tSlow Harbour\tTides\t200`,
  Plex: json({
    MediaContainer: {
      Metadata: [
        { type: 'track', title: 'Slow Harbour', grandparentTitle: 'Orvane Tull', parentTitle: 'Tides', viewedAt: at },
      ],
    },
  }),
  'ListenBrainz, rows of its dump': json({ user_name: 'ada', timestamp: at, track_metadata: listen.track_metadata }),
  'what was played by its end': `ts,ms_played,title,artist,album\n2023-11-14T22:16:40Z,200000,Slow Harbour,Orvane Tull,Tides`,
  Rockbox: `#AUDIOSCROBBLER/1.1\n#TZ/UTC\n#CLIENT/x\nOrvane Tull\tTides\tSlow Harbour\t1\t0\tL\t${at}\t`,
  'Multi-scrobbler': json([
    {
      data: { artists: ['Orvane Tull'], track: 'Slow Harbour', album: 'Tides', playDate: '2023-11-14T22:13:20Z' },
      meta: {},
    },
  ]),
  Tidal: `artist_name,track_title,album,entry_date,stream_duration_ms\nOrvane Tull,Slow Harbour,Tides,2023-11-14 22:13:20,200000`,
  'Amazon Music': `Stream Date,Track Name,Artist Name,Album,Duration Played (sec)\n2023-11-14 22:13:20 UTC,Slow Harbour,Orvane Tull,Tides,200`,
  SoundCloud: json({
    collection: [
      { played_at: at * 1000, track: { title: 'Slow Harbour', user: { username: 'Orvane Tull' }, release: 'Tides' } },
    ],
  }),
  Tautulli: `Date,Started,Stopped,User,Title,Grandparent Title,Parent Title,Media Type\n2023-11-14,22:13:20,22:16:40,ada,Slow Harbour,Orvane Tull,Tides,track`,
  'Tautulli JSON': json({
    response: {
      data: {
        data: [
          {
            date: at,
            started: at,
            user: 'ada',
            media_type: 'track',
            title: 'Slow Harbour',
            grandparent_title: 'Orvane Tull',
            parent_title: 'Tides',
          },
        ],
      },
    },
  }),
  'Playback Reporting': `2023-11-14 22:13:20.1234567\tada\ti1\tAudio\tOrvane Tull - Slow Harbour (Tides)\tDirectPlay\tWeb\tX\t200\n`,
  Navidrome: `artist,album,title,submission_time\nOrvane Tull,Tides,Slow Harbour,${at}`,
  'Last.fm, account data': `id,artist,track,album,utc\n1,Orvane Tull,Slow Harbour,Tides,2023-11-14 22:13:20`,
  'day and time in German': `Datum;Uhrzeit;Künstler;Titel;Album\n14.11.2023;22:13:20;Orvane Tull;Slow Harbour;Tides`,
  'names in German': `Künstler;Titel;Album;Datum\nOrvane Tull;Slow Harbour;Tides;14.11.2023 22:13:20`,
  'names in French': `Artiste,Titre,Album,Date et heure\nOrvane Tull,Slow Harbour,Tides,14/11/2023 22:13:20`,
  'names in Russian': `Исполнитель,Трек,Альбом,Дата\nOrvane Tull,Slow Harbour,Tides,2023-11-14 22:13:20`,
  Excel: `sep=;\nartist;track;album;time\nOrvane Tull;Slow Harbour;Tides;2023-11-14T22:13:20Z`,
  pipes: `artist|track|album|time\nOrvane Tull|Slow Harbour|Tides|${at}`,
  'quoted TSV': `"artist"\t"track"\t"album"\t"time"\n"Orvane Tull"\t"Slow Harbour"\t"Tides"\t"${at}"`,
  'lines that end with a return': `artist,track,album,time\rOrvane Tull,Slow Harbour,Tides,${at}\r`,
  'day and time apart':
    `Date,Time,Artist,Track,Album\n`.replace('Date', 'Scrobble day') +
    `2023-11-14,22:13:20,Orvane Tull,Slow Harbour,Tides`,
};

test.each(Object.entries(exports))('readHistory: %s is read', async (_, text) => {
  const { listens, errors, refusal } = await readAll(text);
  expect([errors, refusal]).toEqual([[], undefined]);
  expect(
    listens.map(({ listenedAt, title, artistName, releaseName }) => ({ listenedAt, title, artistName, releaseName })),
  ).toEqual([{ listenedAt: at, title: 'Slow Harbour', artistName: 'Orvane Tull', releaseName: 'Tides' }]);
});

test('listenOfFields: the MBIDs of a Last.fm export are those of recording, artist and release', async () => {
  const [song, band, album] = ['7b5c3a52', '9b5c3a52', '5b5c3a52'].map((head) => `${head}-0d0e-4c55-9d3f-0123456789ab`);
  const csv = `uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n${at},"${words}",A,${band},B,${album},C,${song}`;
  expect((await readAll(csv)).listens).toEqual([
    {
      addresses: [`mbid:${song}`],
      artistAddresses: [`mbid:${band}`],
      releaseId: album,
      title: 'C',
      artistName: 'A',
      releaseName: 'B',
      listenedAt: at,
    },
  ]);
});

test('listenOfFields: a time in words is UTC where its column says so, and said to be where nothing does', async () => {
  const ofColumn = async (name: string, zone?: string) => readAll(`${name},artist,track\n"${words}",A,B`, { zone });
  expect((await ofColumn('utc_time', 'Asia/Tokyo')).listens[0]?.listenedAt).toBe(toTheMinute);
  expect((await ofColumn('utc_time')).remarks).toEqual([]);
  expect((await ofColumn('time')).remarks).toEqual([expect.stringContaining('read as UTC')]);
  const tokyo = await ofColumn('time', 'Asia/Tokyo');
  expect([tokyo.listens[0]?.listenedAt, tokyo.remarks]).toEqual([toTheMinute - 9 * 3600, []]);
});

test('orderOfDates: a date that leaves no doubt decides for those that do', async () => {
  const { listens } = await readAll('artist,track,time\nA,B,11/14/2023 10:00\nA,B,11/03/2023 10:00');
  expect(listens[1]?.listenedAt).toBe(Date.parse('2023-11-03T10:00Z') / 1000);
  const { errors } = await readAll('artist,track,time\nA,B,11/03/2023 10:00');
  expect(errors[0]?.error).toContain('--dates day-first');
});

test('spotifyAccount: songs, episodes and chapters start before the end that is told', async () => {
  const endTime = '2023-11-14 22:20';
  const { listens } = await readAll(
    json([
      { endTime, artistName: 'A', trackName: 'B', msPlayed: 60_000 },
      { endTime, podcastName: 'P', episodeName: 'E', msPlayed: 120_000 },
    ]),
  );
  expect(listens.map(({ kind, listenedAt, title }) => [kind, listenedAt, title])).toEqual([
    ['track', Date.parse('2023-11-14T22:19Z') / 1000, 'B'],
    ['episode', Date.parse('2023-11-14T22:18Z') / 1000, 'E'],
  ]);
});

test('spotify: private sessions are told, and left out when asked; a local file goes by its names', async () => {
  const row = {
    ts: '2023-11-14T22:20:00Z',
    ms_played: 1000,
    master_metadata_track_name: 'B',
    master_metadata_album_artist_name: 'A',
  };
  const text = json([
    { ...row, incognito_mode: true, spotify_track_uri: 'spotify:track:1' },
    { ts: row.ts, ms_played: 1000, spotify_track_uri: 'spotify:local:Orvane+Tull:Tides:Slow%20Harbour:200' },
  ]);
  const all = await readAll(text);
  expect(all.listens.map(({ addresses, title, artistName }) => [addresses, title, artistName])).toEqual([
    [['spotify:track:1'], 'B', 'A'],
    [undefined, 'Slow Harbour', 'Orvane Tull'],
  ]);
  expect(all.remarks).toEqual([expect.stringContaining('--without-private')]);
  const open = await readAll(text, { withoutPrivate: true });
  expect([open.listens.length, open.omitted.length]).toEqual([1, 1]);
});

test('youtubeMusic: the words around a title go, videos and what is gone are left out', async () => {
  const song = (title: string, header = 'YouTube Music') => ({
    header,
    title,
    subtitles: [{ name: 'Orvane Tull - Topic', url: 'x' }],
    time: '2023-11-14T22:13:20.123Z',
  });
  const read = await readAll(
    json([
      song('Watched Slow Harbour'),
      song('„Slow Harbour“ angesehen'),
      song('Vous avez regardé Slow Harbour'),
      song('Watched A video', 'YouTube'),
      { ...song('Watched Slow Harbour', 'YouTube'), titleUrl: 'https://music.youtube.com/watch?v=1' },
      { ...song('Watched https://x'), subtitles: undefined },
      song('観た Slow Harbour'),
    ]),
  );
  expect(new Set(read.listens.map(({ title, artistName }) => `${title} by ${artistName}`))).toEqual(
    new Set(['Slow Harbour by Orvane Tull']),
  );
  expect([read.listens.length, read.omitted.length, read.errors.length]).toEqual([4, 2, 1]);
});

test('gpodder: plays of episodes by their addresses, begun before the action was told', async () => {
  const action = {
    podcast: 'https://p/feed',
    episode: 'https://p/1.mp3',
    action: 'play',
    timestamp: '2023-11-14T22:13:20',
    started: 20,
    position: 80,
    total: 600,
  };
  const read = await readAll(json({ actions: [action, { ...action, action: 'download' }], timestamp: 1 }));
  expect(read.listens).toEqual([
    {
      kind: 'episode',
      itemId: 'https://p/1.mp3',
      artistId: 'https://p/feed',
      listenedAt: at - 60,
      playedMs: 60_000,
      durationMs: 600_000,
    },
  ]);
  expect(read.omitted).toHaveLength(1);
});

test('appleDaily: artist and title stand in one field, the hour is all that is told', async () => {
  const read = await readAll(
    'Country,Track Identifier,Media type,Date Played,Hours,Play Duration Milliseconds,Track Description\nDE,1,AUDIO,20231114,"22, 23",200000,Orvane Tull - Slow Harbour',
  );
  expect(read.listens).toEqual([
    {
      kind: 'track',
      listenedAt: Date.parse('2023-11-14T22:00Z') / 1000,
      title: 'Slow Harbour',
      artistName: 'Orvane Tull',
      playedMs: 200_000,
    },
  ]);
  expect(read.remarks).toHaveLength(2);
});

test('segue: its own listens come back as they were, with their ids and users', async () => {
  const own = { id: 'l1', userId: 'ada', itemId: 'i', listenedAt: at, kind: 'track', title: 'B', artistName: 'A' };
  const read = await readAll(
    `${json({ type: 'user', userId: 'ada', timeZone: 'UTC' })}\n${json({ type: 'listen', ...own })}\n`,
  );
  expect([read.format, read.namesUsers]).toEqual(['Segue export', true]);
  expect(read.listens).toEqual([own]);
});

test.each([
  ['artist,track\nA,B', 'nothing in it says when it was played'],
  ['date,album\n2023-11-14,Tides', 'what was played ("title") or by whom ("artist")'],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'save it as .xlsx'],
  ['{"episodes":[{"title":"E","podcastTitle":"P","playingStatus":3}]}', 'import its OPML'],
  ['<html><body>Watched</body></html>', 'choose "JSON"'],
  ['{"lovedtracks":{"track":[]}}', 'loved tracks'],
  ['%PDF-1.7', 'PDF'],
  ['', 'empty'],
])('refusalOf: %j says what it looks like and what would be right', async (text, words) => {
  expect((await readAll(text)).refusal).toContain(words);
});

test('youtubePage: songs of the page that Takeout gives, entities and zones read, videos left out', async () => {
  const block = (product: string, song: string, channel: string, time: string) =>
    `<div class="outer-cell mdl-cell"><div class="header-cell"><p class="mdl-typography--title">${product}<br></p></div>` +
    `<div class="content-cell mdl-cell mdl-cell--6-col mdl-typography--body-1">Watched\u00a0<a href="https://music.youtube.com/watch?v=1">${song}</a><br>` +
    `<a href="https://www.youtube.com/channel/1">${channel}</a><br>${time}<br></div><div class="content-cell mdl-typography--caption"></div></div>`;
  const page = `<html><head><style>.mdl-typography</style></head><body>${[
    block(
      'YouTube Music',
      'Slow &amp; Low &#39;Harbour&#39;',
      'Orvane Tull - Topic',
      'Nov 14, 2023, 11:13:20\u202fPM CET',
    ),
    block('YouTube', 'A video', 'Somebody', 'Nov 14, 2023, 11:13:20 PM CET'),
    block('YouTube Music', 'Kelp', 'Ola - Topic', '14 Nov 2023, 22:13:20 UTC'),
  ].join('')}</body></html>`;
  for (const size of [7, 65_536]) {
    const { listens, errors, omitted, format } = await readAll(page, {}, size);
    expect([format, errors, omitted.length]).toEqual(['YouTube Music takeout, a web page', [], 1]);
    expect(listens).toEqual([
      { kind: 'track', listenedAt: at, title: "Slow & Low 'Harbour'", artistName: 'Orvane Tull' },
      { kind: 'track', listenedAt: at, title: 'Kelp', artistName: 'Ola' },
    ]);
  }
});

test('listenOfFields: what was watched on a media server is no listen', async () => {
  const csv =
    'Date,Started,Title,Grandparent Title,Media Type\n2023-11-14,22:13:20,Pilot,A Series,episode\n2023-11-14,22:13:20,Kelp,Ola,track';
  const { listens, omitted } = await readAll(csv);
  expect([listens.length, omitted.length]).toEqual([1, 1]);
});

test('refusalOf: a part of a workbook says what to import', async () => {
  const { refusal } = await readAll('<?xml version="1.0"?><worksheet xmlns="x"><sheetData/></worksheet>');
  expect(refusal).toContain('.xlsx file as it is');
});

test('opml: shows in folders are followed, whatever stands in their names; an episode that was played is a listen', async () => {
  const body =
    '<outline text="feeds"><outline type="rss" text="R&D &amp; Co" title="x" xmlUrl="https://p/feed?a=1&amp;b=2">' +
    `<outline type="podcast-episode" title="Tides" played="1" enclosureUrl="https://p/1.mp3" userUpdatedDate="2023-11-14T22:13:20-00:00"/>` +
    `<outline type="podcast-episode" title="Unplayed" enclosureUrl="https://p/2.mp3"/></outline></outline>` +
    `<outline text='Björk cast' type='rss' url='https://q/feed'/><outline xmlUrl="https://r/feed"/><outline text="S" xmlUrl="nowhere"/>`;
  const text = `<?xml version="1.0"?>\n<opml version="2.0"><head><title>Shows</title></head><body>${body}</body></opml>`;
  for (const size of [3, 65_536]) {
    const { format, rows, listens, errors } = await readAll(text, {}, size);
    expect(format).toBe('OPML, shows to follow');
    expect(rows.flatMap((row) => ('held' in row ? [row.held.value] : []))).toEqual([
      { name: 'R&D & Co', feed: 'https://p/feed?a=1&b=2' },
      { name: 'Björk cast', feed: 'https://q/feed' },
    ]);
    expect(listens).toEqual([
      { kind: 'episode', title: 'Tides', artistName: 'R&D & Co', addresses: ['https://p/1.mp3'], listenedAt: at },
    ]);
    expect(errors.map(({ error }) => error)).toEqual([
      expect.stringContaining('names no show'),
      expect.stringContaining('"nowhere"'),
    ]);
  }
});

test('listenOfFields: columns named for podcasts hold episodes', async () => {
  const kinds = async (csv: string) => (await readAll(csv)).listens.map(({ kind }) => kind);
  expect(await kinds(`podcast title,title,last_played_at\nP,E,${at}`)).toEqual(['episode']);
  expect(await kinds(`Show,Episode,Date\nP,E,${at}`)).toEqual(['episode']);
  expect(await kinds(`artist,title,time\nP,E,${at}`)).toEqual([undefined]);
});
