import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itemIdOf, msidOf } from '#shared/domain/identity/ids.ts';
import { monday } from '#test/support/home.ts';
import { openWire, type Wire } from '#test/support/wire.ts';
import { asking } from '#test/support/wire-answers.ts';
import { publishModel, sinnerman, storeEdition, unnamed } from '#test/support/wire-edition.ts';

const playlistId = '7d9c1c3a-1f0e-5c1a-9b1d-2f3e4d5c6b7a';
const heard = { artist_name: 'Nina Simone', track_name: 'Feeling Good' };
const heardId = itemIdOf(heard.artist_name, heard.track_name);
const artistMbid = sinnerman.artistId as string;

let wire: Wire;
let call: ReturnType<typeof asking>;
beforeAll(async () => {
  wire = await openWire();
  const headers = await wire.join('ada');
  call = asking(wire, headers);
  await call('/1/submit-listens', {
    body: { listen_type: 'single', payload: [{ listened_at: monday - 600, track_metadata: heard }] },
  });
  // The profile knows an item whose id is no UUID.
  await wire.send('/v1/listens', {
    headers,
    body: { listens: [{ itemId: 'song 9', listenedAt: monday - 900, artistId: 'artist 9', title: 'Nine' }] },
  });
  await wire.settled();
  await storeEdition(wire.test, { playlistId, dueAt: monday - 3_600 });
  await publishModel(wire.test, heardId, [sinnerman, unnamed]);
});
afterAll(() => wire[Symbol.asyncDispose]());

/** The items that ada is shown now, wherever she looks. */
async function shown(): Promise<Record<string, string[]>> {
  const token = ((await wire.test.call('POST', '/v1/users/ada/tokens')).json as { token: string }).token;
  const v1 = async (path: string) => (await wire.test.call('GET', path, undefined, token)).json;
  const { playlist } = await call(`/1/playlist/${playlistId}`);
  const recommended = await wire.send('/1/cf/recommendation/user/ada/recording', {
    headers: { authorization: `Token ${token}` },
  });
  const mbids = recommended.status === 204 ? [] : ((await recommended.json()) as any).payload.mbids;
  type Entry = { item: { itemId: string } };
  return {
    jspf: playlist.track.map(({ title }: { title: string }) => title),
    edition: (await v1(`/v1/playlists/${playlistId}`)).items.map(({ item }: Entry) => item.itemId),
    live: (await v1('/v1/users/ada/recommendations')).recommendations.map(({ item }: Entry) => item.itemId),
    cf: mbids.map(({ recording_mbid }: { recording_mbid: string }) => recording_mbid),
  };
}
const both = [sinnerman.itemId as string, unnamed.itemId as string];
const everything = { jspf: ['Sinnerman', 'song 7'], edition: both, live: both, cf: both.map(msidOf) };
const withoutSinnerman = { jspf: ['song 7'], edition: both.slice(1), live: both.slice(1), cf: [msidOf('song 7')] };

describe('I7 Never again: what is set through /1 acts everywhere from the next request on', () => {
  it.each([
    ['a hate', '/1/feedback/recording-feedback', { recording_mbid: sinnerman.itemId, score: -1 }, { score: 0 }],
    ['a rating', '/1/recommendation/feedback/submit', { recording_mbid: sinnerman.itemId, rating: 'hate' }, null],
    ['a blocked recording', '/1/do-not-recommend/add', { entity: 'recording', entity_mbid: sinnerman.itemId }, null],
    ['a blocked artist', '/1/do-not-recommend/add', { entity: 'artist', entity_mbid: artistMbid.toUpperCase() }, null],
    ['a blocked release', '/1/do-not-recommend/add', { entity: 'release', entity_mbid: sinnerman.releaseId }, null],
    [
      'a blocked group of releases',
      '/1/do-not-recommend/add',
      { entity: 'release_group', entity_mbid: sinnerman.releaseGroupId },
      null,
    ],
  ])('%s', async (_, path, body, undone) => {
    expect(await shown()).toEqual(everything);
    await call(path, { body });
    expect(await shown()).toEqual(withoutSinnerman);
    const undo = path.replace('/add', '/remove').replace('/submit', '/delete');
    await call(undo, { body: { ...body, ...undone } });
    expect(await shown()).toEqual(everything);
  });

  it('a block with an end holds until then', async () => {
    const body = { entity: 'recording', entity_mbid: sinnerman.itemId, until: monday + 100 };
    await call('/1/do-not-recommend/add', { body });
    expect((await shown()).edition).toEqual(withoutSinnerman.edition);
    wire.test.time.now = monday + 100;
    expect((await shown()).edition).toEqual(everything.edition);
    expect((await call('/1/user/ada/do-not-recommend')).results).toEqual([]);
    wire.test.time.now = monday;
    await call('/1/do-not-recommend/remove', { body });
  });
});

describe('do-not-recommend', () => {
  it('reads back what was written, newest first, page by page', async () => {
    const written = [
      { entity: 'artist', entity_mbid: 'bbbbbbbb-4b5a-4678-8abc-def012345678' },
      { entity: 'release', entity_mbid: 'cccccccc-4b5a-4678-8abc-def012345678', until: monday + 500 },
      { entity: 'release_group', entity_mbid: 'dddddddd-4b5a-4678-8abc-def012345678' },
      { entity: 'recording', entity_mbid: 'eeeeeeee-4b5a-4678-8abc-def012345678', until: null },
    ];
    for (const [nth, body] of written.entries()) {
      wire.test.time.now = monday + nth;
      await call('/1/do-not-recommend/add', { body });
    }
    const listed = written
      .map((each, nth) => ({ ...each, until: each.until ?? null, created: monday + nth }))
      .reverse();
    expect(await call('/1/user/ada/do-not-recommend')).toEqual({
      offset: 0,
      count: 4,
      total_count: 4,
      user_id: 'ada',
      results: listed,
    });
    const second = await call('/1/user/ada/do-not-recommend?count=2&offset=1');
    expect([second.count, second.total_count, second.results]).toEqual([2, 4, listed.slice(1, 3)]);
    for (const body of written) await call('/1/do-not-recommend/remove', { body });
    expect((await call('/1/user/ada/do-not-recommend')).total_count).toBe(0);
    wire.test.time.now = monday;
  });

  it('means the artist of /v1 by the UUID that stands for it', async () => {
    const body = { entity: 'artist', entity_mbid: msidOf('artist 9') };
    await call('/1/do-not-recommend/add', { body });
    const { json } = await wire.test.call('GET', '/v1/users/ada/blocks');
    expect(json.blocks).toMatchObject([{ kind: 'artist', id: 'artist 9' }]);
    expect((await call('/1/user/ada/do-not-recommend')).results).toMatchObject([body]);
    await call('/1/do-not-recommend/remove', { body });
    expect((await call('/1/user/ada/do-not-recommend')).results).toEqual([]);
  });

  it.each([
    [{ entity: 'label', entity_mbid: artistMbid }],
    [{ entity: 'artist', entity_mbid: 'Nina' }],
    [{ entity: 'artist' }],
  ])('refuses %j', async (body) => {
    await call('/1/do-not-recommend/add', { body, status: 400 });
  });
});

describe('recording feedback', () => {
  const give = (body: object) => call('/1/feedback/recording-feedback', { body });

  it('reads back loves and hates, newest first, by score and page by page, with names where asked', async () => {
    const mbid = sinnerman.itemId as string;
    await give({ recording_msid: heardId, score: 1 });
    wire.test.time.now += 1;
    await give({ recording_mbid: mbid, recording_msid: '', score: -1 });
    wire.test.time.now += 1;
    await give({ recording_msid: msidOf('song 9'), recording_mbid: null, score: 1 });
    const entry = (id: string, recording_mbid: string | null, score: number, created: number) => ({
      user_id: 'ada',
      recording_mbid,
      recording_msid: id,
      score,
      created,
      track_metadata: null,
    });
    const all = [
      entry(msidOf('song 9'), null, 1, monday + 2),
      entry(mbid, mbid, -1, monday + 1),
      entry(heardId, null, 1, monday),
    ];
    const path = '/1/feedback/user/ada/get-feedback';
    expect(await call(path)).toEqual({ feedback: all, count: 3, total_count: 3, offset: 0 });
    expect((await call(`${path}?score=-1`)).feedback).toEqual([all[1]]);
    expect(await call(`${path}?count=1&offset=1`)).toEqual({
      feedback: [all[1]],
      count: 1,
      total_count: 3,
      offset: 1,
    });
    const named = (await call(`${path}?metadata=true&score=1`)).feedback;
    expect(named.map((each: any) => each.track_metadata.track_name)).toEqual(['Nine', 'Feeling Good']);
    expect(await wire.test.call('GET', '/v1/users/ada/blocks')).toMatchObject({ status: 200 });

    const asked = `/1/feedback/user/ada/get-feedback-for-recordings`;
    const unknown = 'ffffffff-4b5a-4678-8abc-def012345678';
    const wanted = [
      { recording_mbid: mbid, score: -1 },
      { recording_mbid: unknown, score: 0, created: null },
      { recording_msid: heardId, score: 1 },
    ];
    expect(await call(`${asked}?recording_mbids=${mbid},${unknown}&recording_msids=${heardId}`)).toMatchObject({
      feedback: wanted,
    });
    const body = { recording_mbids: [mbid, unknown], recording_msids: [heardId] };
    expect(await call(asked, { body })).toMatchObject({ feedback: wanted });
    await call(`${asked}?recording_mbids=x`, { status: 400 });

    for (const { recording_msid } of all) await give({ recording_msid, score: 0 });
    expect((await call(path)).total_count).toBe(0);
    wire.test.time.now = monday;
  });

  it('of a client that names MBID and MSID is one, found again by both', async () => {
    const recording_mbid = 'ffffffff-4b5a-4678-8abc-def012345678';
    await give({ recording_mbid, recording_msid: heardId, score: 1 });
    const { feedback, total_count } = await call('/1/feedback/user/ada/get-feedback');
    expect([total_count, feedback[0].recording_mbid, feedback[0].recording_msid]).toEqual([1, recording_mbid, heardId]);
    await give({ recording_mbid, recording_msid: heardId, score: 0 });
  });

  it.each([
    [{ score: 1 }, /^JSON document must contain either recording_mbid or recording_msid/],
    [{ recording_mbid: 'x', score: 1 }, /^recording_mbid MBID format invalid\.$/],
    [{ recording_mbid: sinnerman.itemId, score: 2 }, /./],
    [{ recording_mbid: sinnerman.itemId, score: 1, extra: 1 }, /extra/],
  ])('refuses %j', async (body, error) => {
    const refused = await call('/1/feedback/recording-feedback', { body, status: 400 });
    expect(refused.error).toMatch(error);
  });
});
