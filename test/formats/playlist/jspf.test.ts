import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { toJspf } from '#shared/formats/playlist/jspf.ts';
import { someEdition } from '#test/formats/playlist/some-edition.ts';

/** What the strictest clients require: every field named here present, of this type, dates as RFC 3339. */
const date = z.iso.datetime({ offset: true });
const strictestClient = z.object({
  playlist: z.object({
    creator: z.string(),
    title: z.string(),
    identifier: z.url(),
    date,
    extension: z.object({
      'https://musicbrainz.org/doc/jspf#playlist': z.object({
        public: z.boolean(),
        creator: z.string(),
        created_for: z.string(),
        last_modified_at: date,
        additional_metadata: z.object({
          algorithm_metadata: z.object({ source_patch: z.enum(['weekly-jams', 'weekly-exploration', 'daily-jams']) }),
          expires_at: date,
        }),
      }),
    }),
    track: z.array(
      z.object({
        identifier: z.array(z.string()).min(1),
        title: z.string(),
        creator: z.string(),
        album: z.string(),
        duration: z.int().optional(),
        extension: z.object({
          'https://musicbrainz.org/doc/jspf#track': z.object({
            added_by: z.string(),
            added_at: date,
            artist_identifiers: z.array(z.url()),
            additional_metadata: z.object({ reason: z.object({ text: z.string() }) }),
          }),
        }),
      }),
    ),
  }),
});

describe('toJspf', () => {
  it('has every field the strictest clients want, for every item', () => {
    const { playlist } = strictestClient.parse(JSON.parse(JSON.stringify(toJspf(someEdition))));
    expect(playlist.track).toHaveLength(3);
    expect(playlist.identifier.split('/').at(-1)).toBe(someEdition.playlistId);
  });

  it('names recordings and artists at MusicBrainz where their ids are from there, and nowhere else', () => {
    const [track, unknown, episode] = toJspf(someEdition).playlist.track;
    expect(track?.identifier).toEqual(['https://musicbrainz.org/recording/385f4381-0f6d-47a0-bc56-07570374f650']);
    expect(track?.extension['https://musicbrainz.org/doc/jspf#track']).toEqual({
      added_by: 'segue',
      added_at: '2026-11-23T00:00:00+00:00',
      artist_identifiers: ['https://musicbrainz.org/artist/bded3a41-acd7-42ff-9402-cb59e35be8f4'],
      additional_metadata: {
        artists: [
          {
            artist_credit_name: 'Endless Boogie',
            artist_mbid: 'bded3a41-acd7-42ff-9402-cb59e35be8f4',
            join_phrase: '',
          },
        ],
        reason: { rung: 'loved', because: [], text: 'You played this 4 times, last in March', score: 0.5 },
      },
    });
    expect(unknown).toMatchObject({ identifier: ['urn:segue:item:a%2Fb%20c'], title: 'a/b c', creator: '', album: '' });
    expect(episode?.identifier).toEqual(['urn:segue:item:7d3e1a52-6f0c-5b8e-9a41-2c6d8e0f1a2b']);
    expect(episode?.location).toEqual(['https://example.org/salt%20road.mp3?a=1&b=2']);
  });

  it('leaves the tracks out of a listing', () => {
    expect(toJspf(someEdition, { withTracks: false }).playlist.track).toEqual([]);
  });
});
