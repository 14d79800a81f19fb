/** One small edition for the format tests: a MusicBrainz track, an item of our own with little known, an episode. */
import type { Edition, Period } from '#shared/schemas/edition.ts';
import type { ArtistId, ItemId, ModelVersion, PlaylistId, UserId } from '#shared/schemas/ids.ts';
import type { ItemCard } from '#shared/schemas/model.ts';

const track: ItemCard = {
  itemId: '385f4381-0f6d-47a0-bc56-07570374f650' as ItemId,
  kind: 'track',
  title: 'Vibe Killer',
  artistId: 'bded3a41-acd7-42ff-9402-cb59e35be8f4' as ArtistId,
  artistName: 'Endless Boogie',
  releaseName: 'Vibe Killer',
  durationMs: 361_400,
  tags: ['rock'],
};

const unknown: ItemCard = { itemId: 'a/b c' as ItemId, kind: 'track', tags: [] };

const episode: ItemCard = {
  itemId: '7d3e1a52-6f0c-5b8e-9a41-2c6d8e0f1a2b' as ItemId,
  kind: 'episode',
  title: 'On <salt> & "roads"',
  artistName: 'The Salt Road',
  tags: [],
  url: 'https://example.org/salt road.mp3?a=1&b=2',
};

export const someEdition: Edition = {
  playlistId: '4245ccd3-4f0d-5276-95d6-2e09d87b5546' as PlaylistId,
  userId: 'ada' as UserId,
  patch: 'weekly-jams',
  period: '2026-W48' as Period,
  title: 'Weekly Jams, week of 23 November 2026',
  description: 'Yours, and not heard for a while: Endless Boogie',
  createdAt: Date.parse('2026-11-23T00:00:00Z') / 1000,
  expiresAt: Date.parse('2027-01-22T00:00:00Z') / 1000,
  modelVersion: '20261122T030000Z' as ModelVersion,
  items: [track, unknown, episode].map((item, nth) => ({
    position: nth + 1,
    item,
    score: 0.5,
    reason: { rung: 'loved', because: [], text: 'You played this 4 times, last in March' },
  })),
};

/** The same edition with one item that has this title, artist, release and id. */
export function editionNaming(text: string): Edition {
  const item = { ...track, itemId: 'x' as ItemId, title: text, artistName: text, releaseName: text };
  const [first] = someEdition.items;
  return { ...someEdition, title: text, items: first === undefined ? [] : [{ ...first, item }] };
}
