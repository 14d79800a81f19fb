/** One gate: scrobbled, sent to `/v1` or imported, the same listen is kept alike or refused for the same reason. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeListens } from '#shared/domain/listens/judging.ts';
import { mendListen } from '#shared/edge/listenbrainz/mend.ts';
import { judgeSubmission } from '#shared/edge/listenbrainz/submission.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import type { Listen } from '#shared/schemas/listen.ts';
import { readAll } from '#test/formats/history/reading.ts';

const now = 1_795_942_869;
const userId = 'ada' as UserId;

type Said = {
  readonly artist: unknown;
  readonly title: unknown;
  readonly release: unknown;
  readonly at: number;
  readonly durationMs: unknown;
  readonly tags: unknown;
};
/** What became of it: the listen as it is kept, or the code of its refusal. */
type Fate = string | Partial<Listen>;

const kept = ({
  itemId,
  songId,
  artistId,
  title,
  artistName,
  releaseName,
  listenedAt,
  durationMs,
  tags,
}: Listen): Fate =>
  JSON.parse(
    JSON.stringify({ itemId, songId, artistId, title, artistName, releaseName, listenedAt, durationMs, tags }),
  );

function wireForm({ artist, title, release, at, durationMs, tags }: Said) {
  const additional_info = {
    ...(durationMs === undefined ? {} : { duration_ms: durationMs }),
    ...(tags === undefined ? {} : { tags }),
  };
  return {
    listened_at: at,
    track_metadata: {
      artist_name: artist,
      track_name: title,
      ...(release === undefined ? {} : { release_name: release }),
      additional_info,
    },
  };
}

function scrobbled(said: Said): Fate {
  const { listens, rejected } = judgeSubmission([mendListen(wireForm(said)).listen], { userId, now });
  return listens[0] === undefined ? (rejected[0]?.rejection.verdict ?? 'none') : kept(listens[0]);
}

function judged(sent: object): Fate {
  const { listens, refused } = judgeListens([JSON.parse(JSON.stringify(sent))], { userId }, now);
  return listens[0] === undefined ? (refused[0]?.code ?? 'none') : kept(listens[0]);
}

const native = ({ artist, title, release, at, durationMs, tags }: Said): Fate =>
  judged({ artistName: artist, title, releaseName: release, listenedAt: at, durationMs, tags });

async function imported(said: Said): Promise<Fate> {
  const whole = wireForm({ ...said, artist: 'Ola', title: 'Kelp', at: now - 9 });
  // The first line makes it known for what it is, however odd the second.
  const { rows } = await readAll(`${JSON.stringify(whole)}\n${JSON.stringify(wireForm(said))}\n`);
  const row = rows[1];
  return row !== undefined && 'listen' in row ? judged({ ...row.listen, userId }) : 'invalid-listen';
}

const odd = [
  '\u00a0',
  '\u200b',
  '\u200f',
  '\u202e',
  '\ufeff',
  '\u00ad',
  '🎧',
  '👩‍👩‍👧',
  'e\u0301',
  '\ud83d',
  '\udfa7',
  '\n',
  '\t',
  '\u0000',
  '\u0085',
  '\u2028',
  '"',
  '\\',
  ' ',
  'Ж',
  'שלום',
  '音',
];
const name = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.string({
      unit: fc.oneof(fc.constantFrom(...odd), fc.string({ unit: 'grapheme', maxLength: 3 })),
      maxLength: 12,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      ' ',
      '\u0000',
      1979,
      `${'long '.repeat(300)}`,
      '🎧'.repeat(1_000),
      '🎧'.repeat(1_001),
      'é'.repeat(1_000),
      ' Ola ',
    ),
  },
);
const said: fc.Arbitrary<Said> = fc.record({
  artist: name,
  title: name,
  release: fc.option(fc.oneof(name, fc.constantFrom(null, false, ['x'])), { nil: undefined }),
  at: fc.oneof(
    fc.integer({ min: now - 9_999_999, max: now }),
    fc.constantFrom(0, limits.listenedAtMin - 1, limits.listenedAtMin, now + 3_599, now + 3_600, now + 3_601),
  ),
  durationMs: fc.option(
    fc.oneof(
      fc.integer({ min: 1, max: 9e6 }),
      fc.constantFrom(-1, 0, 'long', null, limits.durationMsMax, limits.durationMsMax + 1),
    ),
    { nil: undefined },
  ),
  tags: fc.option(
    fc.oneof(
      fc.array(fc.oneof(fc.constantFrom('Rock', 'rock ', '', 'x'.repeat(65), '\u0000', 7), fc.string()), {
        maxLength: 60,
      }),
      fc.constant('rock'),
    ),
    { nil: undefined },
  ),
});

describe('one gate', () => {
  it('scrobbled, sent to /v1 or imported, a listen is kept alike or refused for the same reason', async () => {
    await fc.assert(
      fc.asyncProperty(said, async (one) => {
        // What is wrong twice may be refused for either.
        const isOff = typeof scrobbled({ ...one, artist: 'Ola', title: 'Kelp' }) === 'string';
        if (isOff && typeof scrobbled({ ...one, at: now }) === 'string') return;
        const fate = scrobbled(one);
        expect(native(one)).toEqual(fate);
        expect(await imported(one)).toEqual(fate);
      }),
      { numRuns: 1_500 },
    );
  });

  it('says what was left out or put right, whichever way a listen came', () => {
    const long = 'x'.repeat(1_001);
    const { dropped } = judgeListens(
      [
        { title: long, artistName: 'Ola', listenedAt: now, playedMs: 'long', tags: ['rock', ''], mood: 'calm' },
        { title: 'a\nb', artistName: 'Ola', listenedAt: now },
        { title: ' plain ', artistName: 'Ola', listenedAt: now },
      ],
      { userId },
      now,
    );
    expect(dropped).toEqual([
      { index: 0, fields: ['title (cut after 1000 characters)', 'playedMs', 'tags (some)', 'mood'] },
      { index: 1, fields: ['title (characters that no name holds were taken out)'] },
    ]);
    const sent = {
      listened_at: now,
      track_metadata: { artist_name: 'Ola', track_name: long, mood: 1, additional_info: { duration: 'x' } },
    };
    expect(mendListen(sent).dropped).toEqual(['duration', 'track_name (cut after 1000 characters)']);
  });
});
