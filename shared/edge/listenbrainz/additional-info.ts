/** Reads `additional_info`: what it says of the recording, and itself as it is kept for reading back. */

import { ListenRejection } from '#shared/edge/listenbrainz/listen-rejection.ts';
import { parseUuid } from '#shared/edge/listenbrainz/uuid.ts';
import { Tag } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import { type Listen, wellFormed } from '#shared/schemas/listen.ts';
import { readUntrusted } from '#shared/schemas/read-untrusted.ts';

type Sent = Readonly<Record<string, unknown>>;
type Info = NonNullable<Listen['info']>;

export type AdditionalInfo = {
  readonly recordingMbid?: string | undefined;
  /** The first artist's: the one an artist is blocked by. */
  readonly artistMbid?: string | undefined;
  readonly releaseMbid?: string | undefined;
  readonly releaseGroupMbid?: string | undefined;
  readonly durationMs?: number | undefined;
  readonly tags?: string[] | undefined;
  /** As sent, but as ListenBrainz would give it back: durations are whole numbers, empty MBIDs are gone. */
  readonly info?: Info | undefined;
};

const singleMbids = ['release_mbid', 'recording_mbid', 'release_group_mbid', 'track_mbid'];
const listedMbids = ['artist_mbids', 'work_mbids'];

/** Throws a ListenRejection in ListenBrainz's words, in the order in which ListenBrainz looks. `listen` is named in it. */
export function readAdditionalInfo(sent: unknown, listen: Sent): AdditionalInfo {
  if (sent === undefined || sent === null) return {};
  if (typeof sent !== 'object' || Array.isArray(sent)) {
    throw new ListenRejection('track_metadata.additional_info must be a json object.', listen);
  }
  const info = new Map(Object.entries(sent as Sent));
  const tags = readTags(info.get('tags'), listen);
  const durationMs = readDurations(info, listen);
  for (const key of singleMbids) readMbid(info, key, listen);
  for (const key of listedMbids) readMbids(info, key, listen);
  const [artistMbid] = (info.get('artist_mbids') ?? []) as unknown[];
  return {
    recordingMbid: parseUuid(info.get('recording_mbid')),
    artistMbid: parseUuid(artistMbid),
    releaseMbid: parseUuid(info.get('release_mbid')),
    releaseGroupMbid: parseUuid(info.get('release_group_mbid')),
    durationMs,
    tags: tags.length === 0 ? undefined : tags,
    info: info.size === 0 ? undefined : (wellFormed(Object.fromEntries(info)) as Info),
  };
}

function readTags(sent: unknown, listen: Sent): string[] {
  if (!Array.isArray(sent)) return [];
  const where = 'track_metadata.additional_info.tags';
  if (sent.length > limits.tagsPerItemMax) {
    const detail = `JSON document may not contain more than ${limits.tagsPerItemMax} items in ${where}.`;
    throw new ListenRejection(detail, listen);
  }
  if (sent.some((tag) => typeof tag === 'string' && tag.length > limits.tagCharactersMax)) {
    const detail = `JSON document may not contain ${where} longer than ${limits.tagCharactersMax} characters.`;
    throw new ListenRejection(detail, listen);
  }
  const tags = sent.map((tag) => readUntrusted(Tag, tag)).flatMap(({ success, data }) => (success ? [data] : []));
  return [...new Set(tags)];
}

/** Milliseconds of `duration` or `duration_ms`, which become whole numbers in `info`. */
function readDurations(info: Map<string, unknown>, listen: Sent): number | undefined {
  if (info.has('duration') && info.has('duration_ms')) {
    throw new ListenRejection('JSON document should not contain both duration and duration_ms.', listen);
  }
  const seconds = readWhole(info, 'duration', limits.durationMsMax / 1000, listen);
  const milliseconds = readWhole(info, 'duration_ms', limits.durationMsMax, listen);
  return milliseconds ?? (seconds === undefined ? undefined : seconds * 1000);
}

function readWhole(info: Map<string, unknown>, key: string, max: number, listen: Sent): number | undefined {
  if (!info.has(key)) return undefined;
  const value = integerOf(info.get(key));
  if (value === undefined || value <= 0) {
    throw new ListenRejection(`Value for ${key} is invalid, should be a positive integer.`, listen);
  }
  if (value > max) {
    throw new ListenRejection(`Value for ${key} is too large, max permitted value is ${max}`, listen);
  }
  info.set(key, value);
  return value;
}

/** A whole number from a number, cut towards zero, or from its digits as text; undefined for anything else. */
export function integerOf(value: unknown): number | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return Math.trunc(value);
  return typeof value === 'string' && /^\s*[+-]?\d{1,20}\s*$/.test(value) ? Number(value) : undefined;
}

function readMbid(info: Map<string, unknown>, key: string, listen: Sent): void {
  const sent = info.get(key);
  if (sent === null || sent === '') info.delete(key);
  else if (sent !== undefined && parseUuid(sent) === undefined) throw invalidMbid(key, listen);
}

function readMbids(info: Map<string, unknown>, key: string, listen: Sent): void {
  const sent = info.get(key);
  if (sent === undefined) return;
  if (sent === null || sent === '' || (Array.isArray(sent) && sent.length === 0)) {
    info.delete(key);
    return;
  }
  if (!Array.isArray(sent)) throw invalidMbid(key, listen);
  const filled = sent.filter((mbid) => mbid !== null && mbid !== '');
  if (filled.some((mbid) => parseUuid(mbid) === undefined)) throw invalidMbid(key, listen);
  info.set(key, filled);
}

const invalidMbid = (key: string, listen: Sent) => new ListenRejection(`${key} MBID format invalid.`, listen);
