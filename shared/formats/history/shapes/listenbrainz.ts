/** ListenBrainz's export: one listen per record, as its API returns listens. */
import { definedFields, mbidOf, objectOf, quote, textOf, wholeOf } from '#shared/formats/history/fields.ts';
import { type RecordVerdict, unreadable } from '#shared/formats/history/row.ts';
import type { Shape } from '#shared/formats/history/shapes/shape.ts';
import { timeOf } from '#shared/formats/history/times.ts';
import { Tag } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import { readUntrusted } from '#shared/schemas/read-untrusted.ts';

export const listenBrainzExport: Shape = {
  format: 'ListenBrainz export',
  namesUsers: false,
  looksLike: (record) => objectOf(record)?.track_metadata !== undefined,
  listenOf,
};

/**
 * The item is the recording MBID that the client sent. The export's `mbid_mapping` is what ListenBrainz found out by
 * itself and may differ in the next export, so an id taken from it would count the same listen twice.
 */
function listenOf(record: unknown): RecordVerdict {
  const { track_metadata, timestamp, listened_at = timestamp } = objectOf(record) ?? {};
  const track = objectOf(track_metadata);
  if (track === undefined)
    return unreadable('has no "track_metadata": give an object with "artist_name", "track_name"');
  const time = timeOf(listened_at, { zone: 'UTC' });
  if ('wrong' in time) return unreadable(`"listened_at" is ${quote(listened_at)}: give Unix seconds`);
  const artistName = nameOf(track.artist_name);
  if (artistName === undefined) {
    return unreadable(`"track_metadata.artist_name" is ${quote(track.artist_name)}: give the artist's name`);
  }
  const title = nameOf(track.track_name);
  if (title === undefined) {
    return unreadable(`"track_metadata.track_name" is ${quote(track.track_name)}: give the track's title`);
  }

  const info = objectOf(track.additional_info) ?? {};
  const tags = tagsOf(info.tags);
  return {
    listen: definedFields({
      listenedAt: time.at,
      title,
      artistName,
      itemId: mbidOf(info.recording_mbid),
      artistId: firstArtist(info.artist_mbids),
      releaseName: nameOf(track.release_name),
      durationMs: durationOf(info),
      tags: tags.length > 0 ? tags : undefined,
    }),
  };
}

/** Of several artists the first, as the ListenBrainz wire takes it: imported or scrobbled, it is the same listen. */
function firstArtist(mbids: unknown): string | undefined {
  return Array.isArray(mbids) ? mbidOf(mbids[0]) : undefined;
}

function durationOf(info: Readonly<Record<string, unknown>>): number | undefined {
  const seconds = wholeOf(info.duration);
  const durationMs = wholeOf(info.duration_ms) ?? (seconds === undefined ? undefined : seconds * 1000);
  return durationMs !== undefined && durationMs > 0 && durationMs <= limits.durationMsMax ? durationMs : undefined;
}

/** Names such as 1979 come as numbers from clients that guess. */
const nameOf = (value: unknown): string | undefined => textOf(typeof value === 'number' ? String(value) : value);

function tagsOf(tags: unknown): string[] {
  if (!Array.isArray(tags)) return [];
  return tags.filter((tag) => readUntrusted(Tag, tag).success).slice(0, limits.tagsPerItemMax);
}
