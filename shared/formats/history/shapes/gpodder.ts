/** Episode actions as gPodder keeps them and AntennaPod, Kasts and others send them: plays by addresses. */
import { definedFields, objectOf, quote, textOf, wholeOf } from '#shared/formats/history/fields.ts';
import { leaveOut, unreadable } from '#shared/formats/history/row.ts';
import type { Shape } from '#shared/formats/history/shapes/shape.ts';
import { timeOf } from '#shared/formats/history/times.ts';

export const gpodder: Shape = {
  format: 'gPodder episode actions',
  namesUsers: false,
  looksLike: (record) => {
    const { podcast, episode, action } = objectOf(record) ?? {};
    return textOf(podcast) !== undefined && textOf(episode) !== undefined && textOf(action) !== undefined;
  },
  /** `timestamp` is in UTC, when the action ended; positions are seconds of the episode. */
  listenOf: (record) => {
    const fields = objectOf(record) ?? {};
    if (textOf(fields.action)?.toLowerCase() !== 'play')
      return leaveOut(`actions that are no plays (${quote(fields.action)})`);
    const ended = timeOf(fields.timestamp, { zone: 'UTC' });
    if ('wrong' in ended) return unreadable(`"timestamp" is ${quote(fields.timestamp)}, which ${ended.wrong}`);
    const position = wholeOf(fields.position);
    const playedSeconds = position === undefined ? undefined : Math.max(0, position - (wholeOf(fields.started) ?? 0));
    const total = wholeOf(fields.total);
    return {
      listen: definedFields({
        kind: 'episode' as const,
        itemId: textOf(fields.episode),
        artistId: textOf(fields.podcast),
        title: textOf(fields.episodeTitle),
        artistName: textOf(fields.podcastTitle),
        listenedAt: ended.at - (playedSeconds ?? 0),
        playedMs: playedSeconds === undefined ? undefined : playedSeconds * 1000,
        durationMs: total === undefined || total === 0 ? undefined : total * 1000,
      }),
    };
  },
};
