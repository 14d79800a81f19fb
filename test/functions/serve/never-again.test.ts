import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artistIdOf, mixIdOf, msidOf } from '#shared/domain/identity/ids.ts';
import { v1 } from '#shared/edge/http/v1.ts';
import { listenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import type { ArtistId, ItemId, ReleaseId, UserId } from '#shared/schemas/ids.ts';
import type { ItemCard } from '#shared/schemas/model.ts';
import { monday, openTestHome, type TestHome } from '#test/support/home.ts';
import { publishedLists } from '#test/support/published-search.ts';
import { publishTaste } from '#test/support/published-taste.ts';
import { modelVersion, publishModel, storeEdition } from '#test/support/wire-edition.ts';

const playlistId = '7d9c1c3a-1f0e-5c1a-9b1d-2f3e4d5c6b7a';

/** What is said and proposed to a listener, by operation: every path that proposes, in every format. */
const proposing: Readonly<Record<string, readonly string[]>> = {
  getAffinities: ['item', 'artist', 'tag'].map((of) => `/v1/users/ada/affinities?of=${of}`),
  getRecommendations: ['', '?kind=track&seed=7', '?familiar=true'].map(
    (query) => `/v1/users/ada/recommendations${query}`,
  ),
  getLatestPlaylist: [
    ...formatsOf('/v1/users/ada/playlists/weekly-exploration'),
    ...formatsOf('/v1/users/ada/playlists/on-repeat'),
  ],
  getMissing: ['json', 'text'].map((format) => `/v1/users/ada/playlists/weekly-exploration/missing?format=${format}`),
  getPlaylist: formatsOf(`/v1/playlists/${playlistId}`),
  getSimilar: ['/v1/items/fine%201/similar'],
  getHome: ['/v1/users/ada/home'],
  getSearch: ['/v1/users/ada/search?q=banned&limit=100', '/v1/users/ada/search?q=song&limit=100'],
  getMixes: ['/v1/users/ada/mixes'],
  getMix: formatsOf(`/v1/users/ada/mixes/${mixIdOf('ada' as UserId, artistIdOf('Fine Artist') as string)}`),
  getRadio: ['item:fine%201', `playlist:${playlistId}`].map((seed) => `/v1/users/ada/radio?seed=${seed}`),
  getCreatedForPlaylists: ['/1/user/ada/playlists/createdfor'],
  getRecommendationPlaylists: ['/1/user/ada/playlists/recommendations'],
  searchUserPlaylists: ['/1/user/ada/playlists/search?query=exploration'],
  getPlaylistByMbid: [`/1/playlist/${playlistId}`],
  getPlaylistXspf: [`/1/playlist/${playlistId}/xspf`],
  getRecordingRecommendations: ['/1/cf/recommendation/user/ada/recording'],
};

/** What the listener did or said, read back as it was; and what is about nobody. Neither proposes anything. */
const records = [
  'getUser getBlocks getListens getQuarantine exportUser getReceipt getStatus getHealth getOpenapi getPlaylists getManifest',
  'getCourse getDeadLetters getExperiments getListening getModels getToken',
  'getHealthz getExperiment getUsers getTokens getFeedback getSchedule getItem getItems getArtist getLibraries getDeliveries',
  'validateToken getUserListens getListenCount getPlayingNow getLatestImport getUserFeedback getFeedbackForRecordings',
  'getDoNotRecommend getFollowing getFollowers getUserPlaylists getCollaboratorPlaylists getTopArtists getTopReleases',
  'getTopRecordings getListeningActivity lookUpMetadata',
].flatMap((names) => names.split(' '));

function formatsOf(path: string): readonly string[] {
  return ['json', 'jspf', 'xspf', 'm3u8'].map((format) => `${path}?format=${format}`);
}

const card = (itemId: string, artist: string, tags: readonly string[]): ItemCard => ({
  itemId: itemId as ItemId,
  kind: 'track',
  title: `${itemId}, the song`,
  artistId: `${artist} id` as ArtistId,
  artistName: `${artist} Artist`,
  releaseId: `${artist} album` as ReleaseId,
  publishedAt: monday - 86_400,
  tags: [...tags],
});
const banned = [1, 2, 3].map((nth) => card(`banned ${nth}`, 'Banned', ['banned-tag']));
const fine = [1, 2, 3, 4].map((nth) => card(`fine ${nth}`, 'Fine', ['jazz']));

const more = [5, 6].map((nth) => card(`fine ${nth}`, 'Fine', ['jazz']));

/** What must not be said any more: of the songs, their titles, ids and MSIDs; of the artist and the tag, their names. */
const songs = new RegExp(`banned( |%20)\\d|${banned.map(({ itemId }) => msidOf(itemId)).join('|')}`, 'i');
const anything = new RegExp(`${songs.source}|banned`, 'i');
const wishes = [
  [
    'a blocked artist',
    ['PUT /v1/users/ada/blocks/artist/Banned%20id'],
    new RegExp(`${songs.source}|banned (id|artist)`, 'i'),
  ],
  ['a blocked tag', ['PUT /v1/users/ada/blocks/tag/Banned-Tag'], new RegExp(`${songs.source}|banned-tag`, 'i')],
  ['a blocked release', ['PUT /v1/users/ada/blocks/release/Banned%20album'], songs],
  ['blocked items', banned.map(({ itemId }) => `PUT /v1/users/ada/blocks/item/${encodeURIComponent(itemId)}`), songs],
  ['hated items', banned.map(({ itemId }) => `PUT /v1/users/ada/feedback/${encodeURIComponent(itemId)}`), songs],
] as const;

describe('I7 Never again: over every route', () => {
  let test: TestHome;
  let token: string;
  beforeAll(async () => {
    test = await openTestHome();
    token = await test.user('ada');
    const described = [...banned, ...fine].map((item) => ({ ...item, publishedAt: item.publishedAt as number }));
    await test.call('PUT', '/v1/items', { items: described });
    const heard = [fine[0], banned[0], fine[0], banned[0]].map((item, nth) => ({
      itemId: (item as ItemCard).itemId,
      artistId: (item as ItemCard).artistId,
      artistName: (item as ItemCard).artistName,
      tags: (item as ItemCard).tags,
      listenedAt: monday - 3_600 * (nth + 1),
    }));
    await test.call('POST', '/v1/listens', { listens: heard }, token);
    await test.home.idle();
    const [bannedHeard, bannedNear, bannedPopular] = banned as [ItemCard, ItemCard, ItemCard];
    await publishModel(test, 'fine 1', [bannedNear, fine[1] as ItemCard]);
    await publishModel(test, bannedHeard.itemId, [fine[2] as ItemCard]);
    await publishTaste(test, {
      userId: 'ada',
      own: [...fine, bannedHeard],
      near: [bannedNear, bannedPopular, ...more],
    });
    const items = [bannedPopular, fine[3] as ItemCard].map((item) => ({ item, score: 1 }));
    const lists = [{ modelVersion, name: 'popular:track', items }];
    const found = publishedLists([...banned, ...fine].map((item) => ({ item, popularity: 1 })));
    const all = [...lists, ...found.values()];
    await test.home.stores.modelWriter.write(modelVersion, { lists: all }, monday + 86_400);
    await storeEdition(test, {
      playlistId,
      dueAt: monday,
      items: [bannedNear, fine[1] as ItemCard],
      because: bannedHeard,
    });
  });
  afterAll(() => test[Symbol.asyncDispose]());

  it('I7 every operation that reads is known to propose or to record', () => {
    const reading = Object.entries({ ...v1, ...listenBrainz }).filter(([, { method }]) => method === 'GET');
    expect(reading.map(([name]) => name).sort()).toEqual([...Object.keys(proposing), ...records].sort());
  });

  it.each(wishes)(
    'I7 %s: gone from the next answer of every route, also as a reason, and back when the wish ends',
    async (_, calls, forbidden) => {
      for (const path of Object.values(proposing).flat()) {
        expect(await said(path), path).toMatch(anything);
      }
      for (const call of calls) await wish(call);
      let answers = 0;
      for (const path of Object.values(proposing).flat()) {
        expect(await said(path), path).not.toMatch(forbidden);
        answers += 1;
      }
      for (const call of calls) await wish(call, 'end');
      console.info(`I7 ${answers} answers without what was refused`);
      for (const path of Object.values(proposing).flat()) expect(await said(path), path).toMatch(anything);
    },
  );

  it('I7 with the block list unreadable every one of them is an error', async () => {
    const { users } = test.home.stores;
    const { read } = users;
    Object.assign(users, { read: () => Promise.reject(new Error('the store of users is down')) });
    try {
      for (const path of Object.values(proposing).flat()) {
        const { status, text } = await test.call('GET', path, undefined, token);
        expect(status, path).toBeGreaterThanOrEqual(500);
        expect(text, path).not.toMatch(/banned|fine \d/i);
      }
    } finally {
      Object.assign(users, { read });
    }
    expect(await said(`/v1/playlists/${playlistId}`)).toMatch(/banned/i);
  });

  async function said(path: string): Promise<string> {
    const { status, text } = await test.call('GET', path, undefined, token);
    expect(status, path).toBe(200);
    return text;
  }

  async function wish(call: string, end?: 'end'): Promise<void> {
    const [method, path] = call.split(' ') as [string, string];
    const hate = path.includes('/feedback/');
    const { status } = await test.call(
      end !== undefined && !hate ? 'DELETE' : method,
      path,
      hate ? { score: end === undefined ? -1 : 0 } : undefined,
      token,
    );
    expect(status, path).toBeLessThan(300);
  }
});
