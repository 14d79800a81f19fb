/** The listen of named fields, whatever file they stand in: a row under a header, or a flat object of JSON. */
import { definedFields, mbidOf, quote, textOf, wholeOf } from '#shared/formats/history/fields.ts';
import type { HistoryColumn } from '#shared/formats/history/headers.ts';
import type { HistoryOptions } from '#shared/formats/history/options.ts';
import { type HistoryListen, leaveOut, type RecordVerdict, unreadable } from '#shared/formats/history/row.ts';
import { timeOf, timesTaken } from '#shared/formats/history/times.ts';
import { limits } from '#shared/schemas/limits.ts';

/** Fields by what they say. `utc`: the name of the time's column says that it is in UTC. */
export type Fields = {
  readonly get: (column: HistoryColumn) => unknown;
  readonly nameOf: (column: HistoryColumn) => string;
  /** Every value that says something of a column, the strongest first; the strongest alone when left out. */
  readonly all?: (column: HistoryColumn) => readonly unknown[];
  readonly utc?: boolean;
};

/**
 * Start of the time that `seconds` counts from, 2005-01-01T00:00:00Z: `seconds` since each user's first play say when
 * in a history, not when in the world. The start is fixed, and not the end, so that a file read again, or grown
 * since, gives the same listens. Four years of history, the longest of the public data sets, end in 2009.
 */
export const relativeStart = 1_104_537_600;

export const zonelessRemark = 'times without a zone were read as UTC: say --zone Europe/Berlin if they are another';

/** Leaves out what is wrong but not needed, with a remark; refuses what names no item or no instant. */
export function listenOfFields(fields: Fields, options: HistoryOptions): RecordVerdict {
  const event = textOf(fields.get('event'));
  if (event !== undefined && !/^(play|play_end|scrobble|listen|listened|stream)$/i.test(event)) {
    return leaveOut(`events of type ${quote(event)}, which are no plays`);
  }
  if (options.withoutPrivate && /^(true|1)$/i.test(String(fields.get('private')))) {
    return leaveOut('played in a private session');
  }
  const medium = textOf(fields.get('kind'));
  if (/^grandparent.?title$/i.test(fields.nameOf('artistName')) && medium !== undefined && !/^track$/i.test(medium)) {
    return leaveOut('what was watched on a media server');
  }
  const remarks: string[] = [];
  const number = (column: HistoryColumn, unit: string): number | undefined => {
    const value = fields.get(column);
    if (value === undefined || value === null || value === '') return undefined;
    const whole = wholeOf(value);
    if (whole === undefined) remarks.push(`"${fields.nameOf(column)}" is ${quote(value)}, no ${unit}: left out`);
    return whole;
  };
  const playedSeconds = number('playedSeconds', 'number of seconds');
  const playedMs = number('playedMs', 'number of milliseconds') ?? (playedSeconds && playedSeconds * 1000);
  const instant = instantOfFields(fields, options, playedMs);
  if ('wrong' in instant) return unreadable(instant.wrong);
  if (instant.zoneless) remarks.push(zonelessRemark);
  const listen = definedFields<HistoryListen>({
    ...itemOfFields(fields, remarks),
    userId: textOf(fields.get('userId')),
    listenedAt: instant.at,
    playedMs,
    durationMs: number('durationMs', 'number of milliseconds') ?? durationOf(fields.get('durationText')),
  } as HistoryListen);
  if (listen.itemId === undefined && (listen.title === undefined || listen.artistName === undefined)) {
    return unreadable(missingItem(listen));
  }
  return remarks.length === 0 ? { listen } : { listen, remarks };
}

function missingItem({ title, artistName }: HistoryListen): string {
  if (title !== undefined) return 'names no artist: give "artist_name" beside the title';
  if (artistName !== undefined) return 'names no title: give "title" beside the artist';
  return 'names no item: give "item_id", or "title" and "artist_name"';
}

function itemOfFields(fields: Fields, remarks: string[]) {
  const text = (column: HistoryColumn): string | undefined => textOf(namesOf(fields.get(column)));
  const tags = tagsOf(fields.get('tags'));
  return {
    itemId: textOf(fields.get('itemId')) ?? mbidOf(fields.get('recordingMbid')) ?? addressOf(fields.get('address')),
    kind: kindOf(fields, remarks),
    title: text('title'),
    artistId: mbidOf(fields.get('artistMbid')) ?? textOf(fields.get('artistId')),
    artistName: text('artistName') ?? text('albumArtist'),
    releaseName: text('releaseName'),
    releaseId: mbidOf(fields.get('releaseMbid')),
    tags: tags.length > 0 ? tags : undefined,
  };
}

/** The text of a field; of an object its name; of a list its names with commas between, as credits are written. */
export function namesOf(value: unknown): unknown {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value))
    return value
      .map(namesOf)
      .filter((name) => textOf(name) !== undefined)
      .join(', ');
  if (typeof value !== 'object' || value === null) return value;
  const named = value as Readonly<Record<string, unknown>>;
  return named.name ?? named['#text'] ?? named.title ?? named.albumtitle ?? named.artist_credit_name;
}

const addressOf = (value: unknown): string | undefined => {
  const text = textOf(value);
  return text !== undefined && /^spotify:(track|episode|local):/.test(text) ? text : undefined;
};

/** Columns that are named for podcasts or books hold no songs. */
const isOfShow = ({ nameOf }: Fields): boolean =>
  /podcast|show|book|feed/i.test(nameOf('artistName')) || /episode|chapter/i.test(nameOf('title'));

function kindOf(fields: Fields, remarks: string[]): 'track' | 'episode' | undefined {
  const word = textOf(fields.get('kind'))?.toLowerCase();
  if (word === undefined) return isOfShow(fields) ? 'episode' : undefined;
  if (/^(track|song|music|audio|itunes|songs)/.test(word)) return 'track';
  if (/^(episode|podcast|chapter|audiobook|show)/.test(word)) return 'episode';
  const name = fields.nameOf('kind');
  if (name === 'kind') remarks.push(`"kind" is ${quote(word)}, neither "track" nor "episode": left out`);
  return undefined;
}

type Instant = { readonly at: number; readonly zoneless: boolean } | { readonly wrong: string };

/** The start: as told, or the end less what was played, or seconds since the user's first play. */
function instantOfFields(fields: Fields, options: HistoryOptions, playedMs: number | undefined): Instant {
  const zone = fields.utc === true ? 'UTC' : options.zone;
  const started = dayAndTime(fields) ?? timeIn(fields.get('listenedAt'));
  const day = textOf(fields.get('day'));
  const value = day !== undefined && typeof started === 'string' ? `${day} ${started}` : started;
  if (value !== undefined) return withWords(timeOf(value, { ...options, zone }), value, fields.nameOf('listenedAt'));
  const ended = timeIn(fields.get('endedAt'));
  if (ended !== undefined) {
    const time = withWords(timeOf(ended, { ...options, zone }), ended, fields.nameOf('endedAt'));
    return 'wrong' in time ? time : { ...time, at: Math.round(time.at - (playedMs ?? 0) / 1000) };
  }
  const seconds = wholeOf(fields.get('seconds'));
  if (seconds === undefined) {
    return { wrong: 'says no time: give "listened_at", or "seconds" since the first play of the user' };
  }
  const start = options.relativeStart ?? relativeStart;
  return { at: seconds < limits.listenedAtMin ? start + seconds : seconds, zoneless: false };
}

/** A day and a time of day that stand in fields of their own: "Date" and "Started", "Datum" and "Uhrzeit". */
function dayAndTime({ all }: Fields): string | undefined {
  const texts = (all?.('listenedAt') ?? []).map(textOf).filter((text) => text !== undefined);
  const day = texts.find((text) => /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})$/.test(text));
  const time = texts.find((text) => /^\d{1,2}:\d\d(:\d\d)?(\s*[ap]\.?m\.?)?$/i.test(text));
  return day === undefined || time === undefined ? undefined : `${day} ${time}`;
}

/** Last.fm's API gives an object: {"uts": "1700000000", "#text": "14 Nov 2023, 22:13"}. */
function timeIn(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) {
    const { uts, '#text': text } = value as Readonly<Record<string, unknown>>;
    return uts ?? text;
  }
  return typeof value === 'string' ? textOf(value) : (value ?? undefined);
}

function withWords(time: ReturnType<typeof timeOf>, value: unknown, name: string): Instant {
  if (!('wrong' in time)) return time;
  return { wrong: `the time in "${name}" is ${quote(value)}, which ${time.wrong}: give ${timesTaken}` };
}

/** A length in milliseconds, in seconds, or as minutes and seconds ("4:05"). */
function durationOf(value: unknown): number | undefined {
  const parts = /^\s*(?:(\d+):)?(\d+):(\d\d)\s*$/.exec(String(value));
  if (parts !== null) return (Number(parts[1] ?? 0) * 3600 + Number(parts[2]) * 60 + Number(parts[3])) * 1000;
  const number = wholeOf(value);
  if (number === undefined || number === 0) return undefined;
  // Ten seconds in milliseconds, or nearly three hours in seconds: neither is the length of a song in the other unit.
  return number < 10_000 ? number * 1000 : number;
}

function tagsOf(value: unknown): string[] {
  const all = Array.isArray(value) ? value.map(namesOf) : (textOf(value)?.split(/[|;]/) ?? []);
  return all
    .map(textOf)
    .filter((tag) => tag !== undefined)
    .slice(0, limits.tagsPerItemMax);
}
