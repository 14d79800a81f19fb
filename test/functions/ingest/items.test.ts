import { describe, expect, it } from 'vitest';
import { openTestHome, type TestHome } from '#test/support/home.ts';

const put = ({ call }: TestHome, item: object) => call('PUT', '/v1/items', { items: [item] });
const read = async ({ call }: TestHome) => (await call('GET', '/v1/items/song')).json.item;

describe('PUT /v1/items', () => {
  it('putItems: what is left out stays, so silence wipes no title', async () => {
    await using home = await openTestHome();
    await put(home, { itemId: 'song', title: 'Alison', artistName: 'Slowdive', tags: ['shoegaze'] });
    await put(home, { itemId: 'song', durationMs: 231_000 });
    expect(await read(home)).toMatchObject({ title: 'Alison', artistName: 'Slowdive', durationMs: 231_000 });
  });

  it('putItems: null takes a field away, and only that', async () => {
    await using home = await openTestHome();
    await put(home, { itemId: 'song', title: 'Alison', artistName: 'Slowdive', url: 'https://example.org/1' });
    expect((await put(home, { itemId: 'song', url: null })).json).toEqual({ accepted: 1, rejected: [] });
    const item = await read(home);
    expect(item.url).toBeUndefined();
    expect(item.title).toBe('Alison');
  });

  it('putItems: what would be no item is refused with the place, and what was known stays', async () => {
    await using home = await openTestHome();
    await put(home, { itemId: 'song', title: 'Alison', artistName: 'Slowdive' });
    const { json } = await put(home, { itemId: 'song', durationMs: -1 });
    expect(json.rejected).toEqual([
      expect.objectContaining({ index: 0, detail: expect.stringContaining('durationMs') }),
    ]);
    expect(await read(home)).toMatchObject({ title: 'Alison' });
  });
});

describe('PUT /v1/users/{userId}', () => {
  it('putUser: null takes the webhook away, silence leaves it', async () => {
    await using home = await openTestHome();
    const { call } = home;
    await call('PUT', '/v1/users/ada', { webhookUrl: 'https://example.org/hook' });
    expect((await call('PUT', '/v1/users/ada', { length: 20 })).json.settings.webhookUrl).toBe(
      'https://example.org/hook',
    );
    const { status, json } = await call('PUT', '/v1/users/ada', { webhookUrl: null });
    expect(status).toBe(200);
    expect(json.settings).toMatchObject({ length: 20 });
    expect(json.settings.webhookUrl).toBeUndefined();
  });
});
