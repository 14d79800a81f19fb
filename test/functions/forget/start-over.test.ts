import { afterEach, beforeEach, expect, it } from 'vitest';
import { rowsOf } from '#shared/ports/warehouse.ts';
import { eventually } from '#test/support/eventually.ts';
import { hourlyListens, openTestHome, operatorToken, type TestHome } from '#test/support/home.ts';

let opened: TestHome;
let token: string;
beforeEach(async () => {
  opened = await openTestHome();
  token = await opened.user('ada', { timeZone: 'Europe/Berlin' });
  await opened.user('bob');
});
afterEach(() => opened[Symbol.asyncDispose]());

const items = Array.from({ length: 40 }, (_, n) => `item ${n}`);
const ada = '/v1/users/ada';
const send = (of = 'ada', as = operatorToken) =>
  opened.call('POST', '/v1/listens', { listens: hourlyListens(of, items) }, as);
const taste = async (of = 'ada') => (await opened.call('GET', `/v1/users/${of}/affinities?of=item&limit=100`)).json;
/** Bob played the same. Names are told to whom they were told by. */
const numbers = async (of: string) => (await taste(of)).affinities.map(({ name: _, ...rest }: any) => rest);
const listens = async () => (await opened.call('GET', `${ada}/listens?limit=100`)).json.listens;

async function done(receiptId: string) {
  await opened.settled();
  await eventually(async () => expect((await opened.call('GET', `/v1/receipts/${receiptId}`)).json.state).toBe('done'));
}

async function live() {
  await send();
  await send('bob');
  await opened.settled();
  for (const verb of ['train', 'plan'] as const) {
    await opened.home.run(verb, opened.time.now);
    await opened.settled();
  }
  await opened.call('PUT', `${ada}/feedback/item%203`, { score: 1 });
  await opened.call('PUT', `${ada}/blocks/tag/polka`, {});
}

it('I10 deleteListens: all that was made of listens is gone, and the user, tokens and wishes stay', async () => {
  await live();
  expect((await taste()).affinities).toHaveLength(40);
  const { status, json, headers } = await opened.call('DELETE', `${ada}/listens`, undefined, token);
  expect([status, headers.get('location')]).toEqual([202, `/v1/receipts/${json.receiptId}`]);
  await done(json.receiptId);
  expect([(await taste()).affinities, await listens()]).toEqual([[], []]);
  expect((await opened.call('GET', `${ada}/playlists`)).json.playlists).toEqual([]);
  const text = `SELECT COUNT(*) AS held FROM (SELECT user_id FROM listens UNION ALL SELECT user_id FROM echoes) WHERE user_id = 'ada'`;
  expect(await rowsOf(opened.home.stores.warehouse, { name: 'held', text }, {})).toEqual([{ held: 0 }]);
  const user = (await opened.call('GET', ada, undefined, token)).json;
  expect(user.settings.timeZone).toBe('Europe/Berlin');
  expect((await opened.call('GET', `${ada}/feedback`)).json.feedback).toHaveLength(1);
  expect((await opened.call('GET', `${ada}/blocks`)).json.blocks).toHaveLength(1);
  // Others keep theirs.
  expect((await opened.call('GET', '/v1/users/bob/affinities?of=item&limit=100')).json.affinities).toHaveLength(40);
});

it('I1 Once, I2: what is sent again afterwards counts as it did, also after a rebuild; asked twice, it is one start over', async () => {
  await live();
  const answers = await Promise.all([1, 2].map(() => opened.call('DELETE', `${ada}/listens`)));
  for (const { json } of answers) await done(json.receiptId);
  expect((await send('ada', token)).json).toMatchObject({ accepted: 40, rejected: [] });
  await opened.settled();
  expect(await numbers('ada')).toEqual(await numbers('bob'));
  const batchId = 'asked';
  const rebuild = { type: 'rebuild' as const, batchId, userId: 'ada' as never, receivedAt: opened.time.now };
  await opened.home.stores.topics.publish('listens', [{ message: rebuild, orderingKey: 'ada' }]);
  await opened.settled();
  expect(await numbers('ada')).toEqual(await numbers('bob'));
  expect(await listens()).toHaveLength(40);
  await opened.home.run('plan', opened.time.now);
  await opened.settled();
  expect((await opened.call('GET', `${ada}/playlists`)).json.playlists.length).toBeGreaterThan(0);
});

it('I1 Once: while a user starts over, listens are told to come again, and nothing is lost', async () => {
  const { users } = opened.home.stores;
  const receiptId = '6f1ed002-ab59-4a27-88ef-1d345c5e6a01';
  await users.update('ada' as never, (user) => user && { ...user, startingOver: receiptId });
  for (const as of [operatorToken, token]) {
    const { status, headers } = await send('ada', as);
    expect([status, Number(headers.get('retry-after'))]).toEqual([503, expect.any(Number)]);
  }
  const track_metadata = { artist_name: 'Ola', track_name: 'Kelp' };
  const scrobble = { listen_type: 'single', payload: [{ listened_at: opened.time.now - 60, track_metadata }] };
  expect((await opened.call('POST', '/1/submit-listens', scrobble, token)).status).toBe(503);
  const { json } = await opened.call('DELETE', `${ada}/listens`);
  expect(json.receiptId).toBe(receiptId);
  await done(receiptId);
  expect((await send('ada', token)).status).toBe(200);
  await opened.settled();
  expect((await taste()).affinities).toHaveLength(40);
});

it('releaseUser: an erased name is given back when its receipt is done, says what that means, and begins with nothing', async () => {
  await live();
  expect((await opened.call('POST', `${ada}/release`)).status).toBe(409);
  expect((await opened.call('POST', '/v1/users/nobody/release')).status).toBe(404);
  const { receiptId } = (await opened.call('DELETE', ada)).json;
  await done(receiptId);
  expect((await opened.call('PUT', ada, {})).status).toBe(410);
  const { status, json } = await opened.call('POST', `${ada}/release`);
  expect([status, json]).toEqual([
    200,
    { userId: 'ada', erasedAt: expect.any(String), meaning: expect.stringContaining('begins with nothing') },
  ]);
  expect((await opened.call('GET', ada)).json.settings.timeZone).toBe('UTC');
  expect((await opened.call('GET', ada, undefined, token)).status).toBe(401);
  // An old message that is delivered again takes nothing from who has the name now.
  await send();
  await opened.settled();
  await opened.home.stores.topics.publish('erasures', [{ message: { userId: 'ada' as never, receiptId } }]);
  await opened.settled();
  expect((await taste()).affinities).toHaveLength(40);
});
