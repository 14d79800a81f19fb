/** Mends a submitted listen whose side fields are off, so that a good listen is not lost to them. */
import { plainName } from '#shared/domain/listens/mending.ts';
import { parseUuid } from '#shared/edge/listenbrainz/uuid.ts';
import { Tag } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import { readUntrusted } from '#shared/schemas/read-untrusted.ts';

type Sent = Readonly<Record<string, unknown>>;

/** The listen as ListenBrainz takes it, and the names of the fields that were left out or put right for it. */
export type MendedListen = { readonly listen: unknown; readonly dropped: readonly string[] };

/** What says who played what when is looked at as it came; of the rest, what is wrong is left out. */
export function mendListen(sent: unknown): MendedListen {
  const { listened_at, track_metadata, ...others } = objectOf(sent) ?? {};
  const track = objectOf(track_metadata);
  if (track === undefined) return { listen: sent, dropped: [] };
  const dropped = Object.keys(others).filter((key) => key !== 'payload');
  const info = mendInfo(track.additional_info, dropped);
  const mended: Record<string, unknown> = { ...track };
  for (const key of ['track_name', 'artist_name', 'release_name']) {
    const value = typeof mended[key] === 'number' ? String(mended[key]) : mended[key];
    if (typeof value !== 'string') continue;
    const { name, altered } = plainName(value);
    mended[key] = name;
    if (altered !== undefined) dropped.push(`${key} (${altered})`);
  }
  if (mended.release_name !== undefined && mended.release_name !== null && typeof mended.release_name !== 'string') {
    dropped.push('release_name');
    delete mended.release_name;
  }
  if (info === undefined) delete mended.additional_info;
  else mended.additional_info = info;
  const hasTime = objectOf(sent) !== undefined && Object.hasOwn(sent as object, 'listened_at');
  return {
    listen: { ...(hasTime && { listened_at: wholeOf(listened_at) ?? listened_at }), track_metadata: mended },
    dropped,
  };
}

function mendInfo(sent: unknown, dropped: string[]): Sent | undefined {
  if (sent === undefined || sent === null) return undefined;
  const info = objectOf(sent);
  if (info === undefined) {
    if (!Array.isArray(sent) || sent.length > 0) dropped.push('additional_info');
    return undefined;
  }
  const mended = new Map(Object.entries(info));
  const put = (key: string, value: unknown): void => {
    if (value === undefined) {
      mended.delete(key);
      dropped.push(key);
    } else mended.set(key, value);
  };
  for (const [key, max] of [
    ['duration', limits.durationMsMax / 1000],
    ['duration_ms', limits.durationMsMax],
  ] as const) {
    if (mended.has(key)) put(key, durationOf(mended.get(key), max));
  }
  if (mended.has('duration') && mended.has('duration_ms')) put('duration', undefined);
  for (const key of ['release_mbid', 'recording_mbid', 'release_group_mbid', 'track_mbid']) {
    if (isFilled(mended.get(key))) put(key, parseUuid(trimmed(mended.get(key))));
  }
  for (const key of ['artist_mbids', 'work_mbids']) if (isFilled(mended.get(key))) put(key, mbidsOf(mended.get(key)));
  mendTags(mended.get('tags'), mended, dropped);
  for (const [key, value] of mended) if (holdsNull(key) || holdsNull(value)) put(key, undefined);
  return Object.fromEntries(mended);
}

/** A null character fits no store, and its field is not worth the listen. */
function holdsNull(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  return typeof value === 'object' && value !== null && JSON.stringify(value).includes('\\u0000');
}

const isFilled = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

const trimmed = (value: unknown): unknown => (typeof value === 'string' ? value.trim() : value);

function durationOf(value: unknown, max: number): number | undefined {
  const whole = wholeOf(value);
  return whole !== undefined && whole > 0 && whole <= max ? whole : undefined;
}

/** A whole number, also from "450.0". */
function wholeOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\s*[+-]?\d{1,20}(\.\d*)?\s*$/.test(value)
    ? Math.trunc(Number(value))
    : undefined;
}

/** Of one text or several, joined or not ("a/b", "a; b"), those that are MBIDs; undefined when none is. */
function mbidsOf(value: unknown): string[] | undefined {
  const texts = (Array.isArray(value) ? value : [value]).filter((text) => typeof text === 'string');
  const mbids = texts
    .flatMap((text) => text.split(/[/;,\s]+/))
    .map(parseUuid)
    .filter((mbid) => mbid !== undefined);
  return Array.isArray(value) && value.length === 0 ? [] : mbids.length > 0 ? mbids : undefined;
}

function mendTags(sent: unknown, info: Map<string, unknown>, dropped: string[]): void {
  if (!Array.isArray(sent)) return;
  const good = sent.filter((tag) => readUntrusted(Tag, tag).success).slice(0, limits.tagsPerItemMax);
  if (good.length === sent.length) return;
  info.set('tags', good);
  dropped.push('tags');
}

const objectOf = (value: unknown): Sent | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Sent) : undefined;
