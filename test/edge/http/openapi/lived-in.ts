/** A home with users, a catalogue, a model and editions: a place where most of what can be asked for is there. */
import type { Known } from '#test/edge/http/openapi/requests.ts';
import { heldModel } from '#test/support/held-model.ts';
import { hourlyListens, monday, openTestHome, type TestHome } from '#test/support/home.ts';

export type LivedIn = TestHome & { readonly known: Known; readonly userToken: string };

const names = ['ada', 'bob', 'eve/adam', '🎧', 'x'.repeat(200)];
/** Who is forgotten, and tokens that are revoked: there are enough of them for every request that does it. */
const leavers = Array.from({ length: 20 }, (_, nth) => `leaver ${nth}`);

export async function openLivedIn(): Promise<LivedIn> {
  const opened = await openTestHome();
  const { call, home, user } = opened;
  const items = Array.from({ length: 60 }, (_, nth) => itemOf(nth));
  await call('PUT', '/v1/items', { items });
  const [userToken = ''] = await Promise.all(names.map((name) => user(name)));
  for (const leaver of leavers) await user(leaver);
  for (const [nth, name] of names.entries()) {
    const heard = items.filter((_, at) => (at * 7 + nth) % 3 !== 0).map(({ itemId }) => itemId);
    await call('POST', '/v1/listens', { listens: hourlyListens(name, heard) });
  }
  await call('POST', '/v1/listens', { listens: [{ itemId: 'refused', listenedAt: 'yesterday' }] }, userToken);
  await call('PUT', '/v1/users/ada/blocks/item/item%207', { until: monday + 86_400 });
  await home.idle();
  for (const verb of ['train', 'plan', 'watch']) {
    await call('POST', `/v1/run/${verb}`);
    await home.idle();
  }
  await home.stores.registry.record(heldModel);
  return { ...opened, userToken, known: await knownIn(opened) };
}

async function knownIn({ call, user }: TestHome): Promise<Known> {
  const ada = '/v1/users/ada';
  const playlists = (await call('GET', `${ada}/playlists?limit=1`)).json;
  const listens = (await call('GET', `${ada}/listens?limit=5`)).json;
  const tokens = await Promise.all(
    Array.from({ length: 5 }, async () => (await call('POST', `${ada}/tokens`)).json.tokenId as string),
  );
  await user('long gone');
  const { receiptId } = (await call('DELETE', '/v1/users/long%20gone')).json;
  return {
    userId: ['ada', 'ada', 'ada', ...names, 'long gone'],
    leavingUserId: [...leavers, 'nobody'],
    itemId: ['item 1', 'item 2', 'item 59', 'unheard of'],
    id: ['item 7', 'artist of item 3', 'rock'],
    kind: ['item', 'artist', 'tag'],
    exclude: ['item 1,item 2', ',,,'],
    patch: ['weekly-exploration', 'weekly-jams', 'daily-jams', 'new-releases', 'on-repeat', 'rewind'],
    seed: [
      'item:item 1',
      'artist:artist of item 3',
      'tag:rock',
      'item:item 1,tag:jazz',
      `playlist:${playlists.playlists[0].playlistId}`,
    ],
    q: ['title 1', 'arti', 'rokc', 'weekly'],
    mixId: (await call('GET', `${ada}/mixes`)).json.mixes.map(({ mixId }: { mixId: string }) => mixId),
    playlistId: [playlists.playlists[0].playlistId],
    listenId: listens.listens.map(({ id }: { id: string }) => id),
    cursor: [playlists.nextCursor, listens.nextCursor],
    tokenId: tokens,
    modelVersion: [heldModel.modelVersion],
    receiptId: [receiptId],
  };
}

function itemOf(nth: number) {
  const episode = nth % 10 === 9;
  return {
    itemId: `item ${nth}`,
    kind: episode ? 'episode' : 'track',
    title: `Title ${nth}`,
    artistId: `artist of item ${nth % 12}`,
    artistName: `Artist ${nth % 12}`,
    tags: nth % 2 === 0 ? ['rock', 'loud'] : ['jazz'],
    durationMs: 200_000 + nth,
    explicit: nth % 5 === 0,
    url: `https://music.example/${nth}`,
    ...(episode ? { publishedAt: monday - nth * 86_400, serial: nth } : {}),
  };
}
