import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startStandin, token } from '#test/functions/cli/standin.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segue-import-'));
});
afterEach(() => rm(join(folder, 'state'), { recursive: true, force: true }));
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs the command as a person would, without the environment's own SEGUE_ variables. */
function runImport(parameters: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const { SEGUE_URL: _url, SEGUE_TOKEN: _token, ...rest } = process.env;
  return new Promise((resolve) => {
    const command = ['functions/cli/import.ts', ...parameters];
    execFile(
      process.execPath,
      command,
      { env: { ...rest, XDG_STATE_HOME: join(folder, 'state'), ...env } },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

const line = (second: number, title = `Song ${second}`): string =>
  `${JSON.stringify({ listened_at: 1_690_000_000 + second, track_metadata: { artist_name: 'Orvane Tull', track_name: title } })}\n`;

test('import: counts what was read, accepted, rejected and unreadable, with line numbers', async () => {
  await using server = await startStandin();
  const history = await file('history.jsonl', [line(1), line(2, ''), line(-1_000_000_000), 'oops\n', line(3)].join(''));
  const ended = await runImport([history, '--url', server.url, '--token', token, '--user', 'ada']);
  expect(ended.code).toBe(2);
  expect(ended.stdout).toMatch(/^read 5, accepted 2, rejected 1, unreadable 2, in \d+\.\d s\n/);
  expect(ended.stdout).toContain('Rejected by the server:\n  history.jsonl:3: too-old, ');
  expect(ended.stdout).toContain('Unreadable:\n  history.jsonl:2: "track_metadata.track_name" is ""');
  expect(ended.stdout).toContain('\n  history.jsonl:4: is not JSON');
  expect(ended.stderr).toContain('ListenBrainz export');
  expect(ended.stderr).toContain('importing history.jsonl: 5 of 5 listens (100 %)');
  expect([...server.listens.values()].map(({ userId, title }) => [userId, title])).toEqual([
    ['ada', 'Song 1'],
    ['ada', 'Song 3'],
  ]);
});

test('I1 import: a second run adds nothing', async () => {
  await using server = await startStandin();
  const rows = Array.from({ length: 3000 }, (_, i) => `user${i % 7}\t${i * 60}\titem${i % 90}\n`);
  const history = await file('history.tsv.gz', gzipSync(`user_id\tseconds\titem_id\n${rows.join('')}`));
  const env = { SEGUE_URL: server.url, SEGUE_TOKEN: token };
  const first = await runImport([history], env);
  expect([first.code, server.listens.size]).toEqual([0, 3000]);
  const second = await runImport([history], env);
  expect(second.stdout).toMatch(/^read 3,000, accepted 3,000, rejected 0, unreadable 0/);
  expect([second.code, server.listens.size]).toEqual([0, 3000]);
});

test('import: shows the first 20 complaints of a kind and counts the rest', async () => {
  await using server = await startStandin();
  const history = await file('bad.jsonl', Array.from({ length: 50 }, (_, i) => line(i, '')).join(''));
  const { code, stdout } = await runImport([history, '--url', server.url, '--token', token, '--user', 'ada']);
  expect(code).toBe(0);
  expect(stdout).toContain('Unreadable, the first 20 of 50:');
  expect(stdout.match(/bad\.jsonl:/g)).toHaveLength(20);
});

test('I12 import: says what was wrong and what would be right, before anything is sent', async () => {
  await using server = await startStandin();
  const history = await file('history.jsonl', line(1));
  const notes = await file('notes.txt', 'milk, bread\n');
  const options = ['--url', server.url, '--token', token];
  const told = async (...parameters: string[]): Promise<string> => {
    const { code, stderr, stdout } = await runImport(parameters);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).not.toContain('    at ');
    return stderr;
  };
  expect(await told(...options)).toContain('Name at least one file');
  expect(await told(history, '--url', server.url)).toContain('A token is needed');
  expect(await told(history, ...options)).toContain(
    '(ListenBrainz export) does not say whose listens it holds: name the user with --user',
  );
  expect(await told(history, notes, '--user', 'ada', ...options)).toContain(
    'notes.txt" holds no history that can be read.',
  );
  expect(await told(join(folder, 'absent'), ...options)).toContain('ENOENT');
  expect(await told(folder, ...options)).toContain('does not say whose listens it holds');
  expect(await told(history, '--user', 'ada', '--url', 'http://127.0.0.1:1', '--token', token)).toContain(
    'No Segue answers',
  );
  expect(await told(history, '--user', 'ada', '--url', server.url, '--token', 'x')).toContain('refuses the token');
  expect(await told(history, '--colour')).toContain("Unknown option '--colour'");
  expect(server.listens.size).toBe(0);
});

test('I1 import: killed in the middle, the same command goes on from there, and nothing is doubled or left out', async () => {
  await using server = await startStandin();
  const rows = Array.from({ length: 120_000 }, (_, i) => `user${i % 9},Song ${i % 700},Ola,${1_690_000_000 + i}\n`);
  const history = await file('long.csv', `user,title,artist,time\n${rows.join('')}`);
  const env = { SEGUE_URL: server.url, SEGUE_TOKEN: token };
  const kills = [12, 60, 110];
  for (const [nth, requests] of kills.entries()) {
    const child = execFile(process.execPath, ['functions/cli/import.ts', history], {
      env: { ...process.env, XDG_STATE_HOME: join(folder, 'state'), ...env },
    });
    await expect
      .poll(() => server.requests.length, { timeout: 60_000, interval: 2 })
      .toBeGreaterThanOrEqual(requests + nth * 4);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
  }
  const before = server.requests.length;
  const { code, stdout } = await runImport([history], env);
  expect([code, stdout]).toEqual([
    0,
    expect.stringContaining('read 120,000, accepted 120,000, rejected 0, unreadable 0'),
  ]);
  expect(stdout).toMatch(/^went on after 100,000 records/);
  expect(server.listens.size).toBe(120_000);
  // Of what was in, four batches at most were on their way at each kill.
  expect(server.requests.length).toBeLessThanOrEqual(124 + kills.length * 4 + 4);
  expect(server.requests.length - before).toBeLessThan(40);
  // Once it is in, the next import of the file is one of its own.
  const again = await runImport([history], env);
  expect(again.stdout).toMatch(/^read 120,000, accepted 120,000/);
}, 120_000);

test('import: a user named in another case is the one that is there', async () => {
  await using server = await startStandin({ users: ['Ada'] });
  const history = await file('one.jsonl', line(1));
  const { stderr } = await runImport([history, '--url', server.url, '--token', token, '--user', 'ADA']);
  expect(stderr).toContain('"ADA" is "Ada" there');
  expect([...server.listens.values()].map(({ userId }) => userId)).toEqual(['Ada']);
});
