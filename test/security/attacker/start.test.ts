/** What an embedded home checks before it answers, and who can reach it when nobody said so. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { secretOf } from '#functions/local/secrets.ts';
import { bringBack, checkClock } from '#functions/local/start-checks.ts';
import { createAuthenticate, tokenHash } from '#shared/edge/http/authenticate.ts';
import { createRateLimit } from '#shared/edge/http/rate-limit.ts';
import type { Schedule } from '#shared/schemas/edition.ts';
import { hourlyListens, monday, openTestHome } from '#test/support/home.ts';
import { type Ended, listening, startedToken, startHome } from '#test/support/started-home.ts';

function inFolder<R>(work: (folder: string) => R): R {
  const folder = mkdtempSync(join(tmpdir(), 'segue-start-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const result = work(folder);
  if (result instanceof Promise) return result.finally(remove) as R;
  remove();
  return result;
}

const name = 'operator-token';
const variable = 'SEGUE_OPERATOR_TOKEN';

describe('secretOf', () => {
  it('is made once, whole, for its owner alone', () =>
    inFolder((folder) => {
      const first = secretOf({ folder, name, variable }, {});
      expect(first).toMatchObject({ made: true, secret: expect.stringMatching(/^[0-9a-f-]{36}$/) });
      expect(secretOf({ folder, name, variable }, { [variable]: '' })).toEqual({ ...first, made: false });
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
      expect(readFileSync(join(folder, name), 'utf8')).toBe(`${first.secret}\n`);
    }));

  it('I9 Mine only: an empty file, which a full disk leaves, is no secret and is made anew', () =>
    inFolder((folder) => {
      writeFileSync(join(folder, name), '\n');
      expect(secretOf({ folder, name, variable }, {})).toMatchObject({ made: true });
    }));

  it('I12 Said: one too short or with spaces is refused with where it stands', () =>
    inFolder((folder) => {
      writeFileSync(join(folder, name), 'x\n');
      expect(() => secretOf({ folder, name, variable }, {})).toThrow(`"${join(folder, name)}" holds 1 characters`);
      expect(() => secretOf({ folder, name, variable }, { [variable]: 'short' })).toThrow(variable);
      expect(() => secretOf({ folder, name, variable }, { [variable]: 'long enough but spaced' })).toThrow('spaces');
    }));
});

describe('checkClock', () => {
  const seen = (trainedAt: number, watchedAt: number) =>
    ({
      registry: { manifests: async () => (trainedAt === 0 ? [] : [{ trainedAt }]) },
      verdicts: { read: async () => (watchedAt === 0 ? undefined : { watchedAt }) },
    }) as never;

  it('I12 Said: a clock that is weeks ahead of what is kept does not start, by which all of it would have expired', async () => {
    const day = 86_400;
    await expect(checkClock(seen(monday, monday + day), monday + 400 * day)).rejects.toThrow(
      /^Cannot start: the clock says 2027-12-28, 399 days after .* \(2026-11-24\); .*SEGUE_CLOCK_CHECKED=1/,
    );
    for (const now of [monday - 400 * day, monday - day, monday, monday + 30 * day]) {
      await expect(checkClock(seen(monday, 0), now)).resolves.toBeUndefined();
    }
    await expect(checkClock(seen(0, 0), monday)).resolves.toBeUndefined();
  });
});

describe('createRateLimit', () => {
  it('I11 Bounded: a clock that is set back a day refuses nobody for a day', () => {
    const limit = createRateLimit(5, 2);
    const ask = (now: number) => limit({ scope: 'public' }, { address: '1.2.3.4', now }).exceeded;
    expect([ask(monday), ask(monday), ask(monday)]).toEqual([false, false, true]);
    expect([ask(monday - 86_400), ask(monday - 86_400), ask(monday - 86_400)]).toEqual([false, false, true]);
  });
});

describe('openHome', () => {
  it('I12 Said: does not begin anew beside a warehouse of listens, nor with damaged documents', () =>
    inFolder(async (data) => {
      const opened = await openTestHome(monday, { data });
      await opened.call('POST', '/v1/listens', { listens: hourlyListens('ada', ['a', 'b']) });
      await opened.home.idle();
      await opened[Symbol.asyncDispose]();
      const file = join(data, 'segue.db');
      const kept = readFileSync(file);
      rmSync(file);
      await expect(openTestHome(monday, { data })).rejects.toThrow(/"[^"]*segue.db" is missing or empty.*restore/);
      writeFileSync(file, '');
      await expect(openTestHome(monday, { data })).rejects.toThrow(/missing or empty/);
      writeFileSync(file, Buffer.concat([Buffer.alloc(4_096, 7), kept.subarray(4_096)]));
      await expect(openTestHome(monday, { data })).rejects.toThrow(/"[^"]*segue.db" is damaged \(/);
      writeFileSync(file, kept);
      await using again = await openTestHome(monday, { data });
      expect((await again.call('GET', '/v1/users/ada/listens')).json.listens).toHaveLength(2);
    }));

  it('I4 One edition: what a clock that was ahead put off comes when it is due', async () => {
    await using opened = await openTestHome();
    await opened.user('ada');
    const { stores } = opened.home;
    const ahead = monday + 30 * 86_400;
    await stores.schedules.update('ada' as never, 'daily-jams', (known) => ({
      ...(known as Schedule),
      nextDueAt: ahead,
    }));
    expect(await bringBack(stores, monday)).toBe(1);
    const due = await stores.schedules.ofUser('ada' as never);
    expect(Math.max(...due.map(({ nextDueAt }) => nextDueAt))).toBeLessThan(monday + 15 * 86_400);
    expect(await bringBack(stores, monday)).toBe(0);
  });
});

describe('createAuthenticate', () => {
  it('I9 Mine only: no header without a token is the operator, whatever the operator token is', async () => {
    const tokens = { find: async () => undefined } as never;
    expect(() => createAuthenticate(tokens, tokenHash(''))).toThrow('empty');
    await expect(createAuthenticate(tokens, tokenHash('some operator token'))('')).rejects.toThrow('no token');
  });
});

describe('npm start', () => {
  it('I9 Mine only: is reached from this machine alone, and shows nobody’s history without a token', () =>
    inFolder(async (folder) => {
      await using home = listening(await startHome(folder));
      expect(home.line).toContain('only this machine reaches it');
      const headers = { authorization: `Bearer ${startedToken}` };
      expect((await fetch(`${home.url}/v1/users/ada`, { method: 'PUT', headers, body: '{}' })).status).toBe(201);
      const read = (some: Record<string, string>) => fetch(`${home.url}/1/user/ada/listens`, { headers: some });
      expect((await read({})).status).toBe(401);
      expect((await read(headers)).status).toBe(200);
      for (const file of ['segue.db', 'warehouse.duckdb', 'webhook-secret']) {
        expect(statSync(join(folder, file)).mode & 0o077, file).toBe(0);
      }
    }));

  it('says who reaches it and what is public when it was asked for, and gives no web page what is read without a token', () =>
    inFolder(async (folder) => {
      await using home = listening(await startHome(folder, { HOST: '0.0.0.0', SEGUE_PUBLIC_READS: '1' }));
      expect(home.line).toContain('everybody on its network reaches it');
      expect(home.line).toContain('read without a token');
      const headers = { authorization: `Bearer ${startedToken}` };
      await fetch(`${home.url}/v1/users/ada`, { method: 'PUT', headers, body: '{}' });
      const path = `${home.url}/1/user/ada/listens`;
      const open = await fetch(path);
      expect([open.status, open.headers.get('access-control-allow-origin')]).toEqual([200, null]);
      expect((await fetch(path, { headers })).headers.get('access-control-allow-origin')).toBe('*');
    }));

  it('I12 Said: does not start with a secret that is none, and says so in one sentence', () =>
    inFolder(async (folder) => {
      const { status, text } = (await startHome(folder, { SEGUE_OPERATOR_TOKEN: 'x' })) as Ended;
      expect(status).toBe(1);
      expect(text).toMatch(/^Cannot start: SEGUE_OPERATOR_TOKEN has 1 characters; [^\n]*\n$/);
    }));
});
