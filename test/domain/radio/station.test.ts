import { describe, expect, it } from 'vitest';
import { mainArtistIn } from '#shared/domain/identity/keys.ts';
import { readSeeds } from '#shared/domain/radio/seeds.ts';
import {
  firstPlace,
  nextPage,
  type StationSource,
  type StationState,
  steersOf,
  stepsOutward,
  tailOf,
} from '#shared/domain/radio/station.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { ArtistId, ItemId, ModelVersion } from '#shared/schemas/ids.ts';
import type { ItemCard, Neighbours } from '#shared/schemas/model.ts';
import type { Profile } from '#shared/schemas/profile.ts';

const modelVersion = '20261123T030000Z' as ModelVersion;
const now = 1_795_000_000;
const size = 2_000;

/** Items in a ring: each is near the 25 on either side, the next the nearest; four in a row are of one artist. */
const card = (nth: number): ItemCard => ({
  itemId: `item ${(nth + size) % size}` as ItemId,
  kind: 'track',
  title: `Title ${(nth + size) % size}`,
  artistId: `artist ${Math.floor(((nth + size) % size) / 4)}` as ArtistId,
  artistName: `Artist ${Math.floor(((nth + size) % size) / 4)}`,
  tags: [],
});
const numberOf = (itemId: string): number => Number(itemId.slice('item '.length));
const distance = (a: number, b: number): number => Math.min(Math.abs(a - b), size - Math.abs(a - b));

function neighboursOf(itemId: string): Neighbours {
  const nth = numberOf(itemId);
  const near = Array.from({ length: 25 }, (_, step) => [step + 1, -step - 1])
    .flat()
    .map((step) => ({ item: card(nth + step), score: 1 / Math.abs(step) }));
  return { modelVersion, itemId, neighbours: near };
}

const seeds: readonly StationSource[] = [{ itemId: 'item 0', weight: 1 }];

function pageFrom(place: StationState, steers: readonly StationSource[] = [], length = 25) {
  const known = [...seeds, ...steers].map(({ itemId }) => neighboursOf(itemId));
  const steps = stepsOutward(seeds, known, place);
  const sources = [...seeds, ...steps, ...steers, ...tailOf(place)];
  return nextPage({
    place,
    sources,
    neighbours: [...known, ...[...steps, ...tailOf(place)].map(({ itemId }) => neighboursOf(itemId))],
    own: [card(0)],
    filler: [],
    profile: undefined,
    allowed: () => true,
    seed: 7,
    length,
    now,
  });
}

function listen(pages: number, steers: readonly StationSource[] = []) {
  const heard: ReturnType<typeof nextPage>['tracks'][] = [];
  let place = firstPlace(now);
  for (let page = 0; page < pages; page++) {
    const next = pageFrom(place, steers);
    heard.push(next.tracks);
    place = next.place;
  }
  return { pages: heard, tracks: heard.flat(), place };
}

const far = (tracks: readonly { item: ItemCard }[]): number =>
  tracks.reduce((sum, { item }) => sum + distance(numberOf(item.itemId), 0), 0) / tracks.length;

describe('nextPage', () => {
  it('nextPage: 500 tracks from one seed without a repeat, the first page all from its neighbourhood', () => {
    const { pages, tracks, place } = listen(20);
    expect(tracks).toHaveLength(500);
    expect(new Set(tracks.map(({ item }) => item.itemId)).size).toBe(500);
    expect(pages[0]?.every(({ item }) => distance(numberOf(item.itemId), 0) <= 25)).toBe(true);
    expect(far(pages[0] ?? [])).toBeLessThan(far(pages[1] ?? []));
    // What a client sends back fits a URL.
    const cursor = Buffer.from(JSON.stringify(place)).toString('base64url');
    expect(cursor.length).toBeLessThan(4_000);
  });

  it('nextPage: artists keep their distance, also from page to page', () => {
    const artists = listen(4).tracks.map(({ item }) => mainArtistIn(item));
    for (let nth = 0; nth < artists.length; nth++) {
      expect(artists.slice(Math.max(0, nth - tuning.radio.artistDistance), nth)).not.toContain(artists[nth]);
    }
  });

  it('nextPage: the same cursor gives the same page', () => {
    const { place } = listen(3);
    expect(pageFrom(place)).toEqual(pageFrom(place));
  });

  it('nextPage: what was played or loved meanwhile pulls, what was skipped pushes', () => {
    const middle = (tracks: readonly { item: ItemCard }[]) =>
      tracks.reduce((sum, { item }) => sum + ((numberOf(item.itemId) + size / 2) % size) - size / 2, 0) / tracks.length;
    const liked = [5, 10, 15, 20].map((nth) => ({ itemId: `item ${nth}`, weight: tuning.radio.lovedWeight }));
    const skipped = [1, 2, 3, 5, 10].map((nth) => ({ itemId: `item ${nth}`, weight: tuning.radio.skippedWeight }));
    const [even, pulled, pushed] = [[], liked, skipped].map((steers) => middle(listen(1, steers).tracks));
    expect(pulled).toBeGreaterThan((even as number) + 2);
    expect(pushed).toBeLessThan((even as number) - 2);
  });

  it('I11 Bounded: a memory that is full begins anew, and the station goes on', () => {
    const bits = Buffer.alloc(tuning.radio.memoryBytes.at(-1) as number).toString('base64');
    const slices = tuning.radio.memoryBytes.map((bytes) => ({
      bits: Buffer.alloc(bytes).toString('base64'),
      count: 9,
    }));
    const memory = [...slices.slice(0, -1), { bits, count: 2_000 }];
    const { tracks, place } = pageFrom({ ...firstPlace(now), pages: 90, memory });
    expect(tracks).toHaveLength(25);
    expect(place.memory).toEqual([]);
  });
});

describe('steersOf', () => {
  it('steersOf: listens and words since the station began; a listen without affinity was a skip', () => {
    const profile: Pick<Profile, 'window' | 'items'> = {
      items: [['played', 1, 1, now - 60, 1]],
      window: [
        ['a', now - 60, 'played'],
        ['b', now - 120, 'skipped'],
        ['c', now - 9_000, 'long ago'],
      ],
    };
    const feedback: [string, { score: 1 | -1; givenAt: number }][] = [['loved', { score: 1, givenAt: now - 30 }]];
    const steers = steersOf(profile, { feedback }, { startedAt: now - 3_600, now });
    expect(steers).toEqual([
      { itemId: 'loved', weight: tuning.radio.lovedWeight },
      { itemId: 'played', weight: tuning.radio.playedWeight },
      { itemId: 'skipped', weight: tuning.radio.skippedWeight },
    ]);
  });
});

describe('readSeeds', () => {
  it('readSeeds: several seeds, ids with commas and colons in them, each once', () => {
    expect(readSeeds('item:a,b:c,tag:Dream Pop,item:a,b:c')).toEqual([
      { of: 'item', id: 'a,b:c' },
      { of: 'tag', id: 'dream pop' },
    ]);
  });

  it.each(['playlist:x', 'item:', Array.from({ length: 6 }, (_, nth) => `tag:${nth}`).join(',')])(
    'readSeeds: "%s" is refused',
    (text) => {
      expect(() => readSeeds(text)).toThrow('"seed"');
    },
  );
});
