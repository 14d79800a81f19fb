import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '#shared/adapters/sqlite/database.ts';
import { hourlyListens, openTestHome, type TestHome } from '#test/support/home.ts';

const command = new URL('../../../functions/cli/replay.ts', import.meta.url).pathname;

/** What the command says and how it ends. */
function replay(...options: readonly string[]): Promise<{ code: number; said: string; refused: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...options], (error, said, refused) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, said, refused }),
    );
  });
}

describe('npm run replay', () => {
  let opened: TestHome;
  beforeAll(async () => {
    opened = await openTestHome();
    const { call, home, user } = opened;
    for (let who = 0; who < 8; who++) {
      await user(`user ${who}`);
      const heard = Array.from({ length: 40 }, (_, nth) => `item ${(nth * (who + 1)) % 60}`);
      await call('POST', '/v1/listens', { listens: hourlyListens(`user ${who}`, heard) });
    }
    await home.idle();
    await call('POST', '/v1/run/train');
    await home.idle();
    for (let day = 0; day < 15; day++) {
      await call('POST', '/v1/run/plan');
      await home.idle();
      opened.time.now += 86_400;
    }
  });
  afterAll(() => opened[Symbol.asyncDispose]());

  it('I5 100 editions of a home, drawn by chance while it runs, are rebuilt byte for byte', async () => {
    const { code, said } = await replay('--sample', '100', '--seed', '5', '--data', opened.data);
    const lines = said.trim().split('\n');
    expect(lines.at(-1)).toBe('100 of 100 editions are identical');
    expect(new Set(lines.slice(0, -1).map((line) => line.split(' ')[0])).size).toBe(100);
    expect(code).toBe(0);
    console.log(`replay: ${lines.at(-1)}`);
    const again = await replay('--sample', '100', '--seed', '5', '--data', opened.data);
    expect(again.said).toBe(said);
    expect((await replay('--sample', '3', '--seed', '6', '--data', opened.data)).said.split('\n')[0]).not.toBe(
      lines[0],
    );
  });

  it('I5 an edition by its id; one that was tampered with is told, and where', async () => {
    const { playlistId } = (await opened.call('GET', '/v1/users/user%201/playlists/daily-jams')).json;
    expect(await replay(playlistId, '--data', opened.data)).toMatchObject({ code: 0 });
    const database = openDatabase(join(opened.data, 'segue.db'));
    database.exec(
      `UPDATE editions SET body = json_set(body, '$.edition.items[0].score', 7) WHERE id = '${playlistId}'`,
    );
    database[Symbol.dispose]();
    const { code, said } = await replay(playlistId, '--data', opened.data);
    expect(said).toContain('DIFFERENT at edition.items.0.score');
    expect(code).toBe(2);
  });

  it('replay says what is missing: a playlist, a home, a number', async () => {
    const { data } = opened;
    expect(await replay('nothing', '--data', data)).toMatchObject({
      code: 1,
      refused: expect.stringContaining('"nothing"'),
    });
    expect((await replay('--sample', 'many', '--data', data)).refused).toContain('"many" is no whole number');
    const empty = mkdtempSync(join(tmpdir(), 'segue-empty-'));
    expect((await replay('--sample', '1', '--data', empty)).refused).toContain('There is no Segue in');
    rmSync(empty, { recursive: true });
  });
});
