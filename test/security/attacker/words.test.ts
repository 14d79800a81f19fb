/** What one listener says of items: it describes nothing for others, undoes no block, and goes when the listener goes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventually } from '#test/support/eventually.ts';
import { hourlyListens, monday, openTestHome, type TestHome } from '#test/support/home.ts';

const lies = {
  title: 'a-lie-of-mallory',
  artistName: 'liar-of-mallory',
  tags: ['lying-tag'],
  releaseName: 'lying-release',
};

async function send({ call, home }: TestHome, token: string, listen: object): Promise<void> {
  const { json } = await call('POST', '/v1/listens', { listens: [{ listenedAt: monday - 3_600, ...listen }] }, token);
  expect(json.accepted).toBe(1);
  await home.idle();
}

async function erase({ call }: TestHome, userId: string): Promise<Readonly<Record<string, number>>> {
  const { json } = await call('DELETE', `/v1/users/${userId}`);
  let removed = {};
  await eventually(async () => {
    const receipt = (await call('GET', `/v1/receipts/${json.receiptId}`)).json;
    expect(receipt.state).toBe('done');
    removed = receipt.removed;
  });
  return removed;
}

describe('words of one listener', () => {
  it('the first listen describes an item for nobody but its listener, and no later one changes that', async () => {
    await using opened = await openTestHome();
    const [mallory, bob, cyd, dan] = [
      await opened.user('mallory'),
      await opened.user('bob'),
      await opened.user('cyd'),
      await opened.user('dan'),
    ];
    const read = async (token: string) => (await opened.call('GET', '/v1/items/x', undefined, token)).json.item;
    await send(opened, mallory, { itemId: 'x', ...lies });
    const truth = { title: 'True', artistName: 'Band', tags: ['polka'] };
    await send(opened, bob, { itemId: 'x', ...truth });
    expect(await read(mallory)).toMatchObject(lies);
    expect(await read(bob)).toMatchObject(truth);
    expect(JSON.stringify(await read(dan))).not.toMatch(/lie|liar|lying|True|Band|polka/);
    await send(opened, cyd, { itemId: 'x', ...truth });
    expect(await read(dan)).toMatchObject(truth);
  });

  it('I7 Never again: another’s words undo no block of who plays an item', async () => {
    await using opened = await openTestHome();
    const [mallory, bob] = [await opened.user('mallory'), await opened.user('bob')];
    await send(opened, mallory, { itemId: 'x', ...lies, artistId: 'somebody else' });
    await send(opened, bob, { itemId: 'x', title: 'True', artistId: 'band', tags: ['polka'] });
    for (const path of ['tag/polka', 'artist/band']) {
      await opened.call('PUT', `/v1/users/bob/blocks/${path}`, {}, bob);
      const { json } = await opened.call('GET', '/v1/users/bob/home', undefined, bob);
      expect(JSON.stringify(json.shelves), path).not.toContain('"x"');
      await opened.call('DELETE', `/v1/users/bob/blocks/${path}`, undefined, bob);
    }
    expect(JSON.stringify((await opened.call('GET', '/v1/users/bob/home', undefined, bob)).json)).toContain('"x"');
  });

  it('a profile counts the artist and tags that its own listens name, whoever described the item before', async () => {
    await using opened = await openTestHome();
    const [mallory, bob] = [await opened.user('mallory'), await opened.user('bob')];
    await send(opened, mallory, { itemId: 'x', ...lies });
    await send(opened, bob, { itemId: 'x', title: 'True', artistId: 'band', tags: ['polka'] });
    const ids = async (of: string) =>
      (await opened.call('GET', `/v1/users/bob/affinities?of=${of}`, undefined, bob)).json.affinities.map(
        ({ id }: { id: string }) => id,
      );
    expect([await ids('tag'), await ids('artist')]).toEqual([['polka'], ['band']]);
  });

  it('I10 Forgotten: an item that only the forgotten user named is in no answer, document or file after the receipt', {
    timeout: 120_000,
  }, async () => {
    await using opened = await openTestHome();
    const { call, home, data } = opened;
    const secret = { artistName: 'secretband7f3a', title: 'secretsong9c1b', tags: ['secrettag4d2e'] };
    const mallory = await opened.user('mallory');
    const users = Array.from({ length: 12 }, (_, nth) => `user ${nth}`);
    const shared = (nth: number) => Array.from({ length: 12 }, (_, n) => `item ${(nth * 5 + n) % 30}`);
    for (const [nth, userId] of users.entries()) {
      await call('POST', '/v1/listens', { listens: hourlyListens(userId, shared(nth)) });
    }
    const own = Array.from({ length: 3 }, (_, n) => ({ listenedAt: monday - 600 - n, ...secret }));
    const listens = [...hourlyListens('mallory', shared(3)), ...own, { ...own[0], itemId: 'secret-id-5e6f' }];
    await call('POST', '/v1/listens', { listens }, mallory);
    await home.idle();
    await home.run('train', opened.time.now);
    opened.time.now += 7 * 86_400;
    await home.run('plan', opened.time.now);
    await home.idle();
    const told = /secretband7f3a|secretsong9c1b|secrettag4d2e|secret-id-5e6f/;
    const words = /secretband7f3a|secretsong9c1b|secrettag4d2e/;
    const answers = async () => {
      let shown = 0;
      for (const userId of users) {
        for (const path of ['recommendations?limit=100', 'playlists/weekly-exploration', 'home']) {
          if (told.test((await call('GET', `/v1/users/${encodeURIComponent(userId)}/${path}`)).text)) shown += 1;
        }
      }
      return shown;
    };
    expect(await answers(), 'what one plays is what the others may find').toBeGreaterThan(0);

    const removed = await erase(opened, 'mallory');
    expect(removed.items).toBeGreaterThanOrEqual(2);
    expect(await answers()).toBe(0);
    for (const table of ['items', 'tellings', 'addresses', 'neighbours', 'lists', 'candidates', 'editions']) {
      const rows = home.stores.database.prepare(`SELECT body FROM "${table}"`).all();
      expect(JSON.stringify(rows), table).not.toMatch(told);
    }
    for (const edition of home.stores.database.prepare('SELECT id FROM editions').all()) {
      const { text } = await call('GET', `/v1/playlists/${edition.id}/manifest`);
      expect(text).not.toMatch(told);
    }
    home.stores.database.emptyLog();
    for (const name of readdirSync(data)) {
      // The opaque id of a client's own stays in `model_items` until the next training replaces it; no word does.
      expect(readFileSync(join(data, name)).toString('latin1'), name).not.toMatch(words);
    }
  });
});
