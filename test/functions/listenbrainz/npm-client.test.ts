import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#test/support/eventually.ts';
import { operatorToken } from '#test/support/home.ts';
import { openWire } from '#test/support/wire.ts';

type Answer<T> = {
  readonly data: T;
  readonly rate_limit: Readonly<Record<'limit' | 'remaining' | 'reset' | 'reset_in', number>>;
};
type Track = { readonly artist_name: string; readonly track_name: string };
/** The npm package `listenbrainz`, which ships no types: what its source says. */
type NpmClient = {
  submitListen(body: object): Promise<{ readonly status: number }>;
  getUserListens(user: string): Promise<Answer<{ count: number; listens: readonly Track[] }> | undefined>;
  getLatestImport(user: string): Promise<Answer<{ latest_import: number; musicbrainz_id: string }> | undefined>;
};
const { Client } = createRequire(import.meta.url)('listenbrainz') as {
  Client: new (token: string, baseUrl: string) => NpmClient;
};

const listensUntil = (now: number, count: number) =>
  Array.from({ length: count }, (_, nth) => ({
    listened_at: now - 60 * (count - nth),
    track_metadata: { artist_name: `Artist ${nth % 7}`, track_name: `Song ${nth}` },
  }));

describe('the npm package listenbrainz against `npm start`', () => {
  const data = mkdtempSync(join(tmpdir(), 'segue-npm-'));
  let child: ChildProcess;
  let host: string;
  const call = async (method: string, path: string) => {
    const headers = { authorization: `Bearer ${operatorToken}` };
    return (await fetch(`http://${host}${path}`, { method, headers })).json();
  };

  beforeAll(async () => {
    const env = { ...process.env, PORT: '0', SEGUE_DATA: data, SEGUE_OPERATOR_TOKEN: operatorToken };
    child = spawn(process.execPath, ['functions/local.ts'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    host = await new Promise((resolve) => {
      child.stdout?.on('data', (text) => {
        const found = /http:\/\/(localhost:\d+)/.exec(String(text))?.[1];
        if (found !== undefined) resolve(found);
      });
    });
  });
  afterAll(async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  });

  it('submits, reads back and imports', async () => {
    await call('PUT', '/v1/users/ada');
    const { token } = (await call('POST', '/v1/users/ada/tokens')) as { token: string };
    // It sends its token when it writes only; in the URL it is there when it reads, too.
    const client = new Client(token, `http://ada:${token}@${host}/`);
    const now = Math.floor(Date.now() / 1000);
    const [single, ...others] = listensUntil(now, 300);
    expect(await client.submitListen({ listen_type: 'single', payload: [single] })).toEqual({ status: 200 });
    expect(await client.submitListen({ listen_type: 'import', payload: others })).toEqual({ status: 200 });

    const count = async () =>
      ((await call('GET', '/v1/users/ada/affinities?of=artist')) as { listens: number }).listens;
    await eventually(async () => expect(await count()).toBe(300));
    const read = await client.getUserListens('ada');
    expect(read?.data.count).toBe(25);
    expect(read?.data.listens[0]).toMatchObject(others.at(-1)?.track_metadata as Track);
    expect(Object.values(read?.rate_limit ?? {}).every(Number.isInteger)).toBe(true);
    expect((await client.getLatestImport('ada'))?.data).toEqual({ musicbrainz_id: 'ada', latest_import: 0 });
  });

  it('throws the JSON of a refusal', async () => {
    const client = new Client('00000000-0000-4000-8000-000000000000', `http://${host}/`);
    const payload = listensUntil(1_700_000_000, 1);
    await expect(client.submitListen({ listen_type: 'single', payload })).rejects.toBe(
      JSON.stringify({ code: 401, error: 'Invalid authorization token.' }),
    );
  });
});

it('the npm package listenbrainz reads without a token where reads are for everyone', async () => {
  await using wire = await openWire({ publicReads: true });
  const [, token = ''] = (await wire.join('ada')).authorization.split(' ');
  const client = new Client(token, `${await wire.listen()}/`);
  await client.submitListen({ listen_type: 'import', payload: listensUntil(wire.test.time.now, 3) });
  await wire.test.home.idle();
  expect((await client.getUserListens('ada'))?.data.listens).toHaveLength(3);
});
