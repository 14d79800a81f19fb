/** A backup of a home that runs, and the home that comes back from it. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { afterEach, describe, expect, it } from 'vitest';
import { hourlyListens, monday, openTestHome, operatorToken, type TestHome } from '#test/support/home.ts';

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'segue-backup-'));
  folders.push(made);
  return made;
};
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

function run(command: string, ...options: readonly string[]): Promise<{ code: number; said: string; refused: string }> {
  const path = new URL(`../../../functions/cli/${command}.ts`, import.meta.url).pathname;
  return new Promise((resolve) => {
    execFile(process.execPath, [path, ...options], (error, said, refused) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, said, refused }),
    );
  });
}

/** The home on a port of its own, as a command reaches it. */
async function listening({ home }: TestHome): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer(getRequestListener((request) => home.fetch(request)));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => new Promise<void>((done) => void server.close(() => done())),
  };
}

const affinitiesOf = async ({ call }: TestHome): Promise<unknown> =>
  (await call('GET', '/v1/users/ada/affinities?of=item&limit=100')).json.affinities;

describe('npm run backup, npm run restore', () => {
  it('backs up a home that runs, and another home from it has the same users, listens, editions and tokens', async () => {
    await using opened = await openTestHome();
    const { call, home, user, data } = opened;
    const token = await user('ada');
    await call('POST', '/v1/listens', { listens: hourlyListens('ada', ['a', 'b', 'c', 'd']) });
    await home.idle();
    await call('POST', '/v1/run/train');
    await call('POST', '/v1/run/plan');
    await home.idle();
    await using server = await listening(opened);
    const target = join(folder(), 'kept');
    const said = await run('backup', target, '--data', data, '--url', server.url, '--token', operatorToken);
    expect(said).toMatchObject({ code: 0, said: expect.stringContaining('1 users, 2 editions and 4 counted listens') });
    // The copy in the data folder was moved, and nobody else can read the backup.
    expect(readdirSync(data).filter((name) => name.startsWith('backup-'))).toEqual([]);

    await call('DELETE', '/v1/users/ada/listens/none');
    const restored = join(folder(), 'home');
    expect(await run('restore', target, '--data', restored)).toMatchObject({ code: 0 });
    expect(statSync(join(restored, 'segue.db')).mode & 0o077).toBe(0);
    await using again = await openTestHome(monday, { data: restored });
    expect(await affinitiesOf(again)).toEqual(await affinitiesOf(opened));
    const playlists = (await again.call('GET', '/v1/users/ada/playlists', undefined, token)).json;
    expect(playlists.playlists).toEqual((await call('GET', '/v1/users/ada/playlists')).json.playlists);
    await again.call('POST', '/v1/listens', { listens: hourlyListens('ada', ['a', 'b', 'c', 'd']) });
    await again.home.idle();
    expect((await again.call('GET', '/v1/users/ada/affinities')).json.listens).toBe(4);
  });

  it('refuses a backup that was changed, a folder that is in use, and a home that is there', async () => {
    await using opened = await openTestHome();
    const { data, user } = opened;
    await user('ada');
    await using server = await listening(opened);
    const target = join(folder(), 'kept');
    await run('backup', target, '--data', data, '--url', server.url, '--token', operatorToken);
    expect((await run('backup', target, '--data', data)).refused).toContain('is not empty');
    expect((await run('restore', target, '--data', data)).refused).toContain('There is a home in');
    expect((await run('restore', target, '--data', data, '--replace')).refused).toContain('is running');
    writeFileSync(join(target, 'segue.db'), 'x', { flag: 'a' });
    expect((await run('restore', target, '--data', join(folder(), 'home'))).refused).toContain('it was changed');
    expect((await run('restore', folder(), '--data', join(folder(), 'home'))).refused).toContain('is no backup');
  });

  it('backs up a home that does not run', async () => {
    const data = folder();
    {
      await using opened = await openTestHome(monday, { data });
      await opened.user('ada');
    }
    const target = join(folder(), 'kept');
    expect(await run('backup', target, '--data', data)).toMatchObject({
      code: 0,
      said: expect.stringContaining('1 users'),
    });
  });
});
