import { expect, test } from 'vitest';
import { mendListen } from '#shared/edge/listenbrainz/mend.ts';
import { readListen } from '#shared/edge/listenbrainz/submitted-listen.ts';
import type { UserId } from '#shared/schemas/ids.ts';

const now = 1_700_001_000;
const context = { userId: 'ada' as UserId, now };
const mbid = '89ad4ac3-39f7-470e-963a-56509c546377';
const sent = (info: unknown, more: object = {}) => ({
  listened_at: 1_700_000_000,
  track_metadata: { artist_name: 'A', track_name: 'B', additional_info: info, ...more },
});

test.each([
  ['an empty list', sent([]), []],
  ['a duration of 0', sent({ duration: 0 }), ['duration']],
  ['no MBID', sent({ recording_mbid: 'None' }), ['recording_mbid']],
  ['tags without end', sent({ tags: ['x'.repeat(200), 'pop'] }), ['tags']],
  ['another key', { ...sent({}), recording_msid: mbid }, ['recording_msid']],
])('mendListen: %s beside a good listen is left out, and said', (_, listen, dropped) => {
  expect(() => readListen(listen, context)).toThrow();
  const mended = mendListen(listen);
  expect(mended.dropped).toEqual(dropped);
  expect(readListen(mended.listen, context)).toMatchObject({ title: 'B', artistName: 'A' });
});

test('mendListen: what can be read is put right: numbers as text, joined MBIDs, names that are numbers', () => {
  const listen = sent({ duration: '450.0', artist_mbids: [`${mbid}/x`], release_mbid: ` ${mbid}` }, { track_name: 22 });
  expect(readListen(mendListen({ ...listen, listened_at: '1700000000.0' }).listen, context)).toMatchObject({
    ...{ title: '22', info: { artist_mbids: [mbid] }, releaseId: mbid, durationMs: 450_000, listenedAt: 1_700_000_000 },
  });
});
