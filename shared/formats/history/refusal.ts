/** Why a file is not read: what it looks like, what is missing, and what to ask the service for instead. */
import { delimiters, fieldsOfLine } from '#shared/formats/history/delimited-records.ts';
import { quote } from '#shared/formats/history/fields.ts';
import { meaningOf } from '#shared/formats/history/headers.ts';

/** The formats that are read. */
export const knownFormats = [
  'Last.fm: what its exporters write, CSV, TSV or JSON, with or without a header; lastfmstats; Rockbox scrobbler logs',
  'ListenBrainz: its zip, JSON lines, or a saved answer of its API; Koito, Maloja, Pano Scrobbler, Last.fm-1K',
  'Spotify: account data and extended streaming history; YouTube Music (Takeout, JSON or page); Apple Music play activity; Deezer (xlsx), Tidal, Amazon Music, SoundCloud',
  'Media servers: Tautulli (CSV, JSON), Jellyfin and Emby Playback Reporting, Multi-scrobbler, Navidrome',
  'Podcasts: gPodder and AntennaPod episode actions, plays as CSV or JSON; OPML, whose shows are followed',
  "Segue's own export",
  'CSV, TSV, JSON or an Excel workbook (xlsx) that names what was played (title and artist, or item_id) and when (time)',
] as const;

const looks: readonly (readonly [RegExp, string])[] = [
  [/^%PDF/, 'It is a PDF: ask the service for CSV or JSON'],
  [/^SQLite format 3/, "It is a database (SQLite): use the app's own export, or .mode csv of its table of plays"],
  [/^7z\xbc\xaf|^7z¼¯/, 'It is a 7z archive: unpack it first'],
  [/^Rar!/, 'It is a RAR archive: unpack it first'],
  [/^BZh/, 'It is packed with bzip2: unpack it first'],
  [/^\ufffd?7zXZ|^ý7zXZ/, 'It is packed with xz: unpack it first'],
  [/<(worksheet|workbook|sst|styleSheet)[\s>]/, 'It is part of an Excel workbook: import the .xlsx file as it is'],
  [/^ÐÏ.à¡±/s, 'It is a workbook of an old Excel (.xls): save it as .xlsx or CSV (UTF-8)'],
  [
    /<office:document-(content|styles|meta|settings)[\s>]/,
    'It is an OpenDocument sheet: save it as .xlsx or CSV (UTF-8)',
  ],
  [
    /^\s*(<!DOCTYPE html|<html)/i,
    'It is a web page: for YouTube Music choose "JSON" for the history in Google Takeout',
  ],
  [/^\s*<(\?xml|plist)/i, 'It is XML: export CSV or JSON (an iTunes library says how often, and not when)'],
  [/"lovedtracks"|"loved_tracks"/, 'It lists loved tracks and no plays: export the scrobbles'],
  [/"(topartists|toptracks|topalbums)"/, 'It lists favourites and no plays: export the scrobbles'],
  [/"playlists"|"jspf"|"trackList"/, 'It lists playlists and no plays: ask Spotify for the streaming history'],
];

/** One paragraph for the person at the terminal. */
export function refusalOf(head: string): string {
  if (head.trim() === '') return 'It is empty.';
  const look = looks.find(([mark]) => mark.test(head.slice(0, 4_000)));
  if (look !== undefined) return `${look[1]}.`;
  return missingOf(head) ?? 'It is in no known format.';
}

/** What to take instead, by a name that only such a file has. */
const hints = [
  { of: 'Song Name', take: '. Of Apple\'s files take "Apple Music - Play History Daily Tracks.csv"' },
  { of: 'Is User Initiated', take: '. Of Apple\'s files take "Apple Music Play Activity.csv"' },
  {
    of: 'playingStatus',
    take: '. Pocket Casts keeps no times of plays: import its OPML, so that its shows are followed',
  },
] as const;

/** What a table or an object lacks of a listen. */
function missingOf(head: string): string | undefined {
  const names = /^\s*[[{]/.test(head) ? keysOf(head) : columnsOf(head);
  const known = new Set(names.map((name) => meaningOf(name)?.column));
  if (![...known].some((column) => column !== undefined && column !== 'kind')) return undefined;
  const has = (...columns: readonly string[]): boolean => columns.some((column) => known.has(column as never));
  const missing = [
    ...(has('listenedAt', 'endedAt', 'seconds') ? [] : ['when it was played ("time")']),
    ...(has('title', 'itemId') ? [] : ['what was played ("title")']),
    ...(has('artistName', 'albumArtist', 'itemId') ? [] : ['by whom ("artist")']),
  ];
  const kind = /^\s*[[{]/.test(head) ? 'JSON' : 'a table';
  const shown = names.slice(0, 12).map(quote).join(', ');
  const lacks = missing.length === 0 ? 'no record of it is whole' : `nothing in it says ${missing.join(' or ')}`;
  const hint = hints.find(({ of }) => names.includes(of))?.take ?? '';
  return `It is ${kind} with ${shown}: ${lacks}${hint}.`;
}

function columnsOf(head: string): readonly string[] {
  const [first = ''] = head.split(/\r?\n/).filter((line) => line.trim() !== '' && !/^sep=/i.test(line));
  const cut = delimiters.map((delimiter) => fieldsOfLine(first, delimiter, true) ?? []);
  return cut.reduce((most, fields) => (fields.length > most.length ? fields : most), []);
}

const keysOf = (head: string): readonly string[] => [
  ...new Set([...head.slice(0, 5_000).matchAll(/"([^"\\]{1,40})"\s*:/g)].map(([, key]) => key ?? '')),
];
