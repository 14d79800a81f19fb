/**
 * The way from one home to another: what a home gives out, another takes in, and is then the same to its listener. A few
 * thousand listens in every run; SEGUE_ROUND_TRIP_LISTENS makes it more, and SEGUE_ROUND_TRIP_CLOUD=1 goes to the emulated cloud too.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmulatedCloud } from '#functions/local/emulators/cloud.ts';
import { monday, openTestHome, operatorToken, type TestHome } from '#test/support/home.ts';

const count = Number(process.env.SEGUE_ROUND_TRIP_LISTENS ?? 2_400);
const day = 86_400;
/** Everybody listens; ada moves. */
const userIds = ['ada', 'bob', 'eve', 'kim'];
const patches = ['weekly-exploration', 'weekly-jams', 'daily-jams'] as const;

const listen = (nth: number) => {
  const k = (nth * nth * 31 + nth * 7) % Math.max(211, Math.floor(count / 12));
  return {
    userId: userIds[nth % userIds.length],
    title: nth % 97 === 0 ? 'Intro' : `Song ${k}`,
    artistName: `Artist ${k % 53}`,
    releaseName: `Album ${k % 89}`,
    listenedAt: monday - 3_600 - Math.floor((nth / count) * 400 * day),
    durationMs: 200_000,
    playedMs: 60_000 + (nth % 140) * 1_000,
    tags: [`tag ${k % 17}`],
  };
};

type Asked = (
  method: string,
  path: string,
  body?: unknown,
) => Promise<{ readonly status: number; readonly text: string; readonly json: any }>;

let folder: string;
let old: TestHome;
let exported: string[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segue-trip-'));
  old = await openTestHome();
  for (let from = 0; from < count; from += 1_000) {
    const listens = Array.from({ length: Math.min(1_000, count - from) }, (_, nth) => listen(from + nth));
    await old.call('POST', '/v1/listens', { listens });
    await old.home.idle();
  }
  await old.settled();
  const { affinities } = (await old.call('GET', '/v1/users/ada/affinities?of=item&limit=20')).json;
  await old.call('PUT', '/v1/users/ada', { timeZone: 'Europe/Berlin', length: 30, explicit: false });
  for (const [nth, { id }] of affinities.entries()) {
    if (nth % 4 === 0) await old.call('PUT', `/v1/users/ada/feedback/${id}`, { score: nth % 8 === 0 ? 1 : -1 });
    if (nth % 7 === 3) await old.call('PUT', `/v1/users/ada/blocks/item/${id}`);
  }
  await old.call('PUT', '/v1/users/ada/blocks/tag/tag%203');
  old.time.now = monday;
  await make(old.call, monday);
  await old.settled();
  exported = [];
  for (const userId of userIds) exported.push((await old.call('GET', `/v1/users/${userId}/export`)).text);
}, 1_800_000);
afterAll(async () => {
  await old[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** Trains and plans as of an instant, which both homes know. */
async function make(call: Asked, at: number, idle: () => Promise<unknown> = old.home.idle): Promise<void> {
  for (const verb of ['train', 'plan'] as const) {
    const { status, text } = await call('POST', `/v1/run/${verb}`, { at });
    expect(status, text).toBe(200);
    await idle();
  }
}

function importExport(url: string): Promise<{ code: number; stdout: string }> {
  const files = exported.map((text, nth) => {
    const path = join(folder, `${userIds[nth]}.ndjson`);
    writeFileSync(path, text);
    return path;
  });
  return new Promise((resolve) => {
    const env = { ...process.env, XDG_STATE_HOME: join(folder, 'state') };
    const command = ['functions/cli/import.ts', ...files, '--url', url, '--token', operatorToken];
    execFile(process.execPath, command, { env, maxBuffer: 1e8 }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout: stdout + stderr }),
    );
  });
}

/** What a listener has of a home. */
async function stateOf(call: Asked, now: number) {
  const all: Record<string, unknown> = {};
  for (const of of ['item', 'artist', 'tag']) {
    const { affinities, listens } = (await call('GET', `/v1/users/ada/affinities?of=${of}&limit=100`)).json;
    all[of] = affinities.map(({ id, plays, affinity, recent, lastListenedAt }: any) => [
      id,
      plays,
      affinity,
      recent,
      lastListenedAt,
    ]);
    all.count = listens;
  }
  const pages = [];
  for (let cursor = ''; ; ) {
    const page = (await call('GET', `/v1/users/ada/listens?limit=100${cursor}`)).json;
    pages.push(...page.listens);
    if (page.nextCursor === null || pages.length > 3_000) break;
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
  }
  all.listens = pages.map(({ receivedAt: _received, ...rest }: any) => rest);
  all.blocks = (await call('GET', '/v1/users/ada/blocks')).json.blocks;
  all.feedback = (await call('GET', '/v1/users/ada/feedback?limit=100')).json.feedback;
  all.settings = (await call('GET', '/v1/users/ada')).json.settings;
  expect(now).toBeGreaterThan(0);
  return all;
}

async function editionsOf(call: Asked) {
  const { playlists } = (await call('GET', '/v1/users/ada/playlists?limit=50')).json;
  const all: Record<string, unknown> = {};
  for (const { playlistId, patch, period } of playlists) {
    const { json } = await call('GET', `/v1/playlists/${playlistId}`);
    all[`${patch} ${period}`] = json.items.map(({ item, reason }: any) => [item.itemId, reason.text]);
  }
  return all;
}

function expectSame(moved: Record<string, any>, before: Record<string, any>): void {
  for (const of of ['item', 'artist', 'tag']) {
    expect(moved[of].map(([id, plays, , , at]: any) => [id, plays, at])).toEqual(
      before[of].map(([id, plays, , , at]: any) => [id, plays, at]),
    );
    for (const [nth, [, , affinity, recent]] of moved[of].entries()) {
      expect(Math.abs(affinity / before[of][nth][2] - 1)).toBeLessThan(1e-9);
      expect(Math.abs(recent / before[of][nth][3] - 1)).toBeLessThan(1e-9);
    }
  }
  for (const key of ['count', 'listens', 'blocks', 'feedback', 'settings'])
    expect(moved[key], key).toEqual(before[key]);
}

describe('a home that is moved', () => {
  it('I2 embedded: has the same affinities, listens, feedback, blocks, settings and editions, this week and the next', async () => {
    await using next = await openTestHome();
    const server = createServer(
      getRequestListener((request) => next.home.fetch(request), { overrideGlobalObjects: false }),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { code, stdout } = await importExport(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.close().closeAllConnections();
    expect([code, stdout]).toEqual([0, expect.stringContaining(`accepted ${count.toLocaleString('en')}, rejected 0`)]);
    await next.settled();
    await next.home.verbs.refresh();
    for (const home of [old, next]) home.time.now = monday + 60;
    expectSame(await stateOf(next.call, monday), await stateOf(old.call, monday));
    expect(await editionsOf(next.call)).toEqual(await editionsOf(old.call));
    const week = monday + 7 * day;
    for (const home of [old, next]) {
      home.time.now = week;
      await make(home.call, week, home.home.idle);
    }
    const editions = await editionsOf(old.call);
    expect(Object.keys(editions).length).toBeGreaterThan(patches.length);
    expect(await editionsOf(next.call)).toEqual(editions);
  }, 1_800_000);

  it.runIf(process.env.SEGUE_ROUND_TRIP_CLOUD === '1')(
    'I2 cloud: has the same affinities, listens, feedback, blocks, settings and editions of the next week',
    async () => {
      const week = monday + 7 * day;
      await using cloud = await openEmulatedCloud({ port: 0, operatorToken, clockAt: week });
      const call: Asked = async (method, path, body) => {
        const response = await fetch(`${cloud.url}${path}`, {
          method,
          headers: { authorization: `Bearer ${operatorToken}` },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        const text = await response.text();
        return { status: response.status, text, json: text.startsWith('{') ? JSON.parse(text) : undefined };
      };
      const { code, stdout } = await importExport(cloud.url);
      expect([code, stdout]).toEqual([
        0,
        expect.stringContaining(`accepted ${count.toLocaleString('en')}, rejected 0`),
      ]);
      await cloud.idle();
      old.time.now = week;
      expectSame(await stateOf(call, week), await stateOf(old.call, week));
      await make(call, week, cloud.idle);
      expect(await editionsOf(call)).toEqual(await editionsOf(old.call));
    },
    1_200_000,
  );
});
