/** Recommendations that may be familiar, over HTTP: what comes next of one's own, and what is new behind it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArtistId, ItemId } from '#shared/schemas/ids.ts';
import type { ItemCard } from '#shared/schemas/model.ts';
import { monday, openTestHome, type TestHome } from '#test/support/home.ts';
import { publishModel } from '#test/support/wire-edition.ts';

const card = (itemId: string, kind: 'track' | 'episode' = 'track'): ItemCard => ({
  itemId: itemId as ItemId,
  kind,
  title: `The ${itemId}`,
  artistId: `${itemId.split(' ')[0]} id` as ArtistId,
  artistName: `${itemId.split(' ')[0]} Band`,
  tags: [],
});
const album = [1, 2, 3, 4].map((nth) => card(`album ${nth}`));
const talk = card('talk 1', 'episode');
const strangers = [1, 2, 3].map((nth) => card(`stranger ${nth}`));

describe('GET /v1/users/{userId}/recommendations?familiar=true', () => {
  let test: TestHome;
  const ask = async (query: string) => (await test.call('GET', `/v1/users/ada/recommendations?${query}`)).json;
  const idsOf = (json: any): string[] => json.recommendations.map(({ item }: any) => item.itemId);

  beforeAll(async () => {
    test = await openTestHome();
    await test.user('ada');
    await test.call('PUT', '/v1/items', { items: [...album, talk, ...strangers] });
    const played = [...album, talk, ...album.slice(0, 2)];
    const listens = played.map(({ itemId, artistId, kind }, nth) => ({
      userId: 'ada',
      itemId,
      artistId,
      kind,
      listenedAt: monday - (played.length - nth) * 300,
    }));
    await test.call('POST', '/v1/listens', { listens });
    await test.home.idle();
  });
  afterAll(() => test[Symbol.asyncDispose]());

  it('goes on with what came after the last listen, says so, and needs no model', async () => {
    const { recommendations, modelVersion } = await ask('familiar=true');
    expect(modelVersion).toBeNull();
    expect(recommendations[0]).toMatchObject({
      item: { itemId: 'album 3' },
      score: 1,
      reason: { rung: 'loved', text: 'You play this after The album 2', because: [{ id: 'album 2' }] },
    });
    // A played episode never comes back.
    expect(idsOf({ recommendations }).sort()).toEqual(album.map(({ itemId }) => itemId).sort());
    expect(idsOf(await ask('familiar=true&limit=2'))).toEqual(idsOf({ recommendations }).slice(0, 2));
    expect(idsOf(await ask('familiar=true&exclude=album 3'))).not.toContain('album 3');
  });

  it('answers what is new behind it, and nothing familiar to who does not ask for it', async () => {
    await publishModel(test, 'album 1', strangers);
    expect(idsOf(await ask('familiar=false')).every((id) => id.startsWith('stranger'))).toBe(true);
    const { recommendations } = await ask('familiar=true');
    expect(idsOf({ recommendations }).slice(4).sort()).toEqual(strangers.map(({ itemId }) => itemId));
    const scores = recommendations.map(({ score }: any) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  it('I7 Never again: neither answers with what is blocked nor names it as what came before', async () => {
    await test.call('PUT', '/v1/users/ada/blocks/item/album%202');
    const answer = await ask('familiar=true');
    expect(idsOf(answer)[0]).toBe('album 3');
    expect(JSON.stringify(answer)).not.toContain('album 2');
    await test.call('PUT', '/v1/users/ada/blocks/artist/album%20id');
    expect(idsOf(await ask('familiar=true')).filter((id) => id.startsWith('album'))).toEqual([]);
  });
});
