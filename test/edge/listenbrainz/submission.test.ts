import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { artistIdOf, itemIdOf, listenIdOf } from '#shared/domain/identity/ids.ts';
import { ListenRejection } from '#shared/edge/listenbrainz/listen-rejection.ts';
import { judgeSubmission, readSubmission } from '#shared/edge/listenbrainz/submission.ts';
import { readPlaying } from '#shared/edge/listenbrainz/submitted-listen.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import { Listen } from '#shared/schemas/listen.ts';
import { Rejection } from '#shared/schemas/problem.ts';

const now = 1_760_000_000;
const userId = 'ada' as UserId;
const mbid = '0f1e2d3c-4b5a-4678-8abc-def012345678';
const other = 'aaaaaaaa-4b5a-4678-8abc-def012345678';
const names = { artist_name: 'Nina', track_name: 'Feeling Good' };

const judge = (...payload: unknown[]) => judgeSubmission(payload, { userId, now });
const listen = (track: object = {}, more: object = {}) => ({
  listened_at: now - 60,
  track_metadata: { ...names, ...track },
  ...more,
});
const withInfo = (additional_info: unknown) => listen({ additional_info });
const accepted = (sent: unknown): Listen => {
  const { listens, rejected } = judge(sent);
  expect(rejected.map(({ rejection }) => rejection.message)).toEqual([]);
  return listens[0] as Listen;
};
const refusal = (sent: unknown): string => {
  const { listens, rejected } = judge(sent);
  expect(listens).toEqual([]);
  return rejected[0]?.rejection.message as string;
};

describe('readSubmission refuses a body nothing can be made of, in the words of ListenBrainz', () => {
  const one = listen();
  it.each([
    ['Invalid JSON document submitted. Top level of JSON document should be a json object.', [one]],
    ['Invalid JSON document submitted. Top level of JSON document should be a json object.', null],
    ['Invalid JSON document submitted.', { payload: [one] }],
    ['Invalid JSON document submitted.', { listen_type: 'single' }],
    ['JSON document does not contain any listens', { listen_type: 'single', payload: [] }],
    ['JSON document requires a valid listen_type key.', { listen_type: 'double', payload: [one] }],
    [
      'JSON document contains more than listen for a single/playing_now. It should contain only one.',
      { listen_type: 'single', payload: [one, one] },
    ],
    [
      'Too many listens. You may not submit more than 1000 listens at once.',
      { listen_type: 'import', payload: Array(1_001).fill(one) },
    ],
  ])('%s', (text, body) => {
    expect(() => readSubmission(body)).toThrow(new Rejection('invalid-request', text));
  });
});

describe('judgeSubmission refuses a listen in the words of ListenBrainz', () => {
  it.each([
    ['Listen is empty and cannot be validated.', null],
    ['JSON document must contain the key listened_at at the top level.', { track_metadata: names }],
    ['JSON document must contain an int value for listened_at.', listen({}, { listened_at: null })],
    ['JSON document must contain an int value for listened_at.', listen({}, { listened_at: '12.5' })],
    ['Value for key listened_at is too high.', listen({}, { listened_at: now + 3_600 })],
    [
      'Value for key listened_at is too low. listened_at timestamp should be greater than 1033410600 (2002-10-01 00:00:00 UTC).',
      listen({}, { listened_at: limits.listenedAtMin - 1 }),
    ],
    ['JSON document must contain the key track_metadata at the top level.', { listened_at: now, artist: 'Nina' }],
    ['JSON document may not have track_metadata with null value.', { listened_at: now, track_metadata: null }],
    ['JSON document may only contain listened_at and track_metadata top level keys', listen({}, { extra: 1 })],
    [
      'JSON document does not contain required field track_metadata.artist_name.',
      { listened_at: now, track_metadata: { track_name: 'x' } },
    ],
    ['field track_metadata.track_name is empty.', listen({ track_name: '  ' })],
    ['field track_metadata.artist_name is empty.', listen({ artist_name: '\u0007' })],
    ['track_metadata.artist_name must be a single string.', listen({ artist_name: ['Nina', 'Simone'] })],
    ['track_metadata.release_name must be a single string.', listen({ release_name: 7 })],
    ['\u0000Fade contains a unicode null', listen({ track_name: '\u0000Fade' })],
    ['deep\u0000 contains a unicode null', withInfo({ a: [{ b: 'deep\u0000' }] })],
    ['track_metadata.additional_info must be a json object.', withInfo([1])],
    ['JSON document should not contain both duration and duration_ms.', withInfo({ duration: 1, duration_ms: 1 })],
    ['Value for duration is invalid, should be a positive integer.', withInfo({ duration: null })],
    ['Value for duration_ms is invalid, should be a positive integer.', withInfo({ duration_ms: 0 })],
    ['Value for duration is too large, max permitted value is 2073600', withInfo({ duration: 24 * 24 * 60 * 60 + 1 })],
    [
      'JSON document may not contain more than 50 items in track_metadata.additional_info.tags.',
      withInfo({ tags: Array.from({ length: 51 }, (_, nth) => `tag ${nth}`) }),
    ],
    [
      'JSON document may not contain track_metadata.additional_info.tags longer than 64 characters.',
      withInfo({ tags: ['x'.repeat(65)] }),
    ],
    ['recording_mbid MBID format invalid.', withInfo({ recording_mbid: 'mbz-123' })],
    ['artist_mbids MBID format invalid.', withInfo({ artist_mbids: [mbid, 'mbz-123'] })],
    ['artist_mbids MBID format invalid.', withInfo({ artist_mbids: mbid })],
    [
      'JSON document is too large. In aggregate, listens may not be larger than 10240 characters.',
      withInfo({ lyrics: 'la'.repeat(6_000) }),
    ],
  ])('%s', (text, sent) => {
    expect(refusal(sent)).toBe(text);
  });

  it('and names the listen in the refusal, so that a client sees which one it was', () => {
    const sent = listen({ artist_name: '' });
    const [{ rejection } = {}] = judge(listen(), sent).rejected;
    expect(rejection).toBeInstanceOf(ListenRejection);
    expect(rejection?.listen).toEqual(sent);
  });
});

describe('judgeSubmission takes what ListenBrainz takes', () => {
  it('a listen without ids: the recording and the artist are what the names make', () => {
    expect(accepted(listen({ release_name: 'I Put a Spell on You' }))).toEqual({
      id: listenIdOf(userId, now - 60, itemIdOf('Nina', 'Feeling Good')),
      userId,
      itemId: itemIdOf('Nina', 'Feeling Good'),
      artistId: artistIdOf('Nina'),
      kind: 'track',
      listenedAt: now - 60,
      title: 'Feeling Good',
      artistName: 'Nina',
      releaseName: 'I Put a Spell on You',
    });
  });

  it('a release and its group by their MBIDs, so that they can be blocked', () => {
    const info = { release_mbid: mbid, release_group_mbid: mbid.toUpperCase() };
    expect(accepted(listen({ additional_info: info }))).toMatchObject({ releaseId: mbid, releaseGroupId: mbid });
  });

  it.each([
    ['in lower case', mbid],
    ['in upper case', mbid.toUpperCase()],
    ['without hyphens', mbid.replaceAll('-', '')],
    ['in braces', `{${mbid}}`],
    ['as a URN', `urn:uuid:${mbid}`],
  ])('a recording MBID %s is an address of the item, the first artist MBID one of the artist', (_, sent) => {
    const info = { recording_mbid: sent, artist_mbids: [other, mbid] };
    expect(accepted(withInfo(info))).toMatchObject({
      addresses: [`mbid:${mbid}`],
      artistAddresses: [`mbid:${other}`],
      info,
    });
  });

  it.each([
    ['a number of seconds', { duration: 200 }, 200_000],
    ['digits', { duration: '200' }, 200_000],
    ['milliseconds with a fraction', { duration_ms: 1_222.6 }, 1_222],
  ])('a duration as %s', (_, info, durationMs) => {
    const { durationMs: found, info: kept } = accepted(withInfo(info));
    expect(found).toBe(durationMs);
    expect(Object.values(kept ?? {})).toEqual([Math.trunc(Number(Object.values(info)[0]))]);
  });

  it('empty MBIDs, which are dropped, and an empty or missing release', () => {
    const info = { recording_mbid: null, release_mbid: '', artist_mbids: [null, '', mbid], work_mbids: null };
    const found = accepted(listen({ release_name: ' ', additional_info: info }));
    expect(found.info).toEqual({ artist_mbids: [mbid] });
    expect(found).not.toHaveProperty('releaseName');
    expect(accepted(listen({ release_name: null, additional_info: null }))).not.toHaveProperty('info');
  });

  it('everything else in additional_info word for word', () => {
    const info = { best_song: 'definitely', nested: { info: ['here', 1.5, null, true] }, isrc: 'x', constructor: 'y' };
    expect(accepted(withInfo(info)).info).toEqual(info);
  });

  it('digits as listened_at, spaces around names, tags in any case and twice', () => {
    const info = { tags: ['Jazz', 'jazz', '', 7] };
    const sent = listen({ artist_name: ' Nina\t', additional_info: info }, { listened_at: ` ${now - 60} ` });
    expect(accepted(sent)).toMatchObject({ listenedAt: now - 60, artistName: 'Nina', tags: ['jazz'] });
  });

  it('names of any length and with any character, kept as one bounded line of whole characters', () => {
    expect(accepted(listen({ track_name: 'a\u0001b\nc\ud800' })).title).toBe('a b c\ufffd');
    expect(accepted(listen({ track_name: 'x'.repeat(3_000) })).title).toHaveLength(limits.textCharactersMax);
  });

  it('the same listen several times in a batch, once', () => {
    expect(judge(listen(), listen(), listen())).toMatchObject({ listens: [{ userId }], rejected: [] });
    expect(judge(listen(), listen(), listen()).listens).toHaveLength(1);
  });

  it('a large listen where the batch is small on average, and of a batch that is not only the small ones', () => {
    const large = listen({ track_name: 'large', additional_info: { lyrics: 'x'.repeat(15_000) } });
    expect(judge(large, listen()).rejected).toEqual([]);
    const larger = listen({ track_name: 'larger', additional_info: { lyrics: 'x'.repeat(30_000) } });
    const { listens, rejected } = judge(larger, listen());
    expect([listens.length, rejected.map(({ index }) => index)]).toEqual([1, [0]]);
  });
});

describe('readPlaying', () => {
  it('takes a track without an instant, and refuses one with it or with anything else', () => {
    expect(readPlaying({ track_metadata: names })).toMatchObject({ artistName: 'Nina', title: 'Feeling Good' });
    expect(() => readPlaying(listen())).toThrow(
      'JSON document must not contain listened_at while submitting playing_now.',
    );
    expect(() => readPlaying({ track_metadata: names, extra: 1 })).toThrow(
      'JSON document may only contain track_metadata as top level key when submitting playing_now.',
    );
  });
});

describe('I11 Bounded: any JSON whatever', () => {
  /** Stands for a number beyond a double, which JSON text can spell and a value cannot. */
  const huge = 'huge number';
  const leaf = fc.oneof(
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom(mbid, 'Nina', String(now), now, -0, '\ud800', huge),
  );
  const key = fc.constantFrom('tags', 'duration', 'recording_mbid', 'artist_mbids', 'isrc', '__proto__', '\udc00');
  const info = fc.dictionary(key, fc.oneof(leaf, fc.array(leaf, { maxLength: 3 })), { maxKeys: 3 });
  const name = fc.oneof(
    { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
    { weight: 1, arbitrary: leaf },
  );
  const track = fc.record(
    { artist_name: name, track_name: name, release_name: name, additional_info: fc.oneof(info, leaf) },
    { requiredKeys: ['artist_name', 'track_name'] },
  );
  const sent = fc.oneof(
    leaf,
    fc.record({ listened_at: fc.oneof(fc.constant(now - 60), leaf), track_metadata: fc.oneof(track, leaf) }),
    fc.record({ listened_at: fc.constant(now - 60), track_metadata: track }),
  );
  const body = fc.oneof(
    leaf,
    fc.record({ listen_type: leaf, payload: leaf }),
    fc.record({ listen_type: fc.constantFrom('single', 'import'), payload: fc.array(sent, { maxLength: 4 }) }),
  );

  it('is read or refused with a Rejection, and what is accepted is a listen that every store can keep', () => {
    let accepted = 0;
    fc.assert(
      fc.property(body, (value) => {
        const parsed: unknown = JSON.parse((JSON.stringify(value) ?? 'null').replaceAll(`"${huge}"`, '1e400'));
        try {
          const { payload } = readSubmission(parsed);
          for (const each of judgeSubmission(payload, { userId, now }).listens) {
            accepted += 1;
            expect(Listen.safeParse(each).error).toBeUndefined();
            expect(JSON.stringify(each).isWellFormed() && !/\\ud[89a-f]/i.test(JSON.stringify(each))).toBe(true);
          }
          for (const each of payload) readPlaying(each);
        } catch (error) {
          if (!(error instanceof Rejection)) throw error;
        }
      }),
      { numRuns: 3_000 },
    );
    expect(accepted).toBeGreaterThan(20);
  });
});
