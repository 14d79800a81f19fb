/** A real Subsonic server, Debian's supysonic, with a made-up library on loopback; where it is not installed, undefined. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export type Supysonic = AsyncDisposable & {
  readonly url: string;
  readonly user: 'ada';
  readonly password: string;
  /** Ends the process, and starts it again over the same folder. */
  restart(): Promise<void>;
  kill(): Promise<void>;
};

export type Track = {
  readonly artist: string;
  readonly album: string;
  readonly title: string;
  readonly genre?: string;
  readonly seconds?: number;
};

/** Debian's own Python: one of a version manager has none of its packages. */
const python = '/usr/bin/python3';

export const supysonicIsInstalled =
  spawnSync('supysonic-server', ['--help'], { stdio: 'ignore' }).status === 0 &&
  spawnSync(python, ['-c', 'import waitress'], { stdio: 'ignore' }).status === 0;

const password = 'b&b ö sesame';

export async function startSupysonic(tracks: readonly Track[]): Promise<Supysonic> {
  const folder = mkdtempSync(join(tmpdir(), 'segue-supysonic-'));
  for (const [nth, track] of tracks.entries()) writeTrack(join(folder, 'music', `${nth}.flac`), track);
  writeFileSync(join(folder, 'supysonic.conf'), configurationOf(folder));
  const options = { cwd: folder, env: { ...process.env, HOME: folder }, stdio: 'ignore' as const };
  const cli = (...args: string[]) => execFileSync('supysonic-cli', args, options);
  cli('user', 'add', 'ada', '-p', password);
  cli('folder', 'add', 'music', join(folder, 'music'));
  cli('folder', 'scan', '--foreground', 'music');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const args = ['--server', 'waitress', '--host', '127.0.0.1', '--port', String(port)];
    child = spawn('supysonic-server', args, options);
    await answers(`${url}/rest/ping.view?u=ada&p=${encodeURIComponent(password)}&c=test&v=1.10.2&f=json`);
  };
  const kill = async (): Promise<void> => {
    const running = child;
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((done) => running.once('exit', done));
    running.kill('SIGKILL');
    await ended;
  };
  await start();
  return {
    url,
    user: 'ada',
    password,
    kill,
    restart: async () => {
      await kill();
      await start();
    },
    [Symbol.asyncDispose]: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const configurationOf = (folder: string): string => `[base]
database_uri = sqlite:///${folder}/supysonic.db
[webapp]
cache_dir = ${folder}/cache
mount_webui = off
[daemon]
socket = ${folder}/supysonic.sock
run_watcher = no
`;

async function answers(address: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const text = await fetch(address).then(
      (response) => response.text(),
      () => '',
    );
    if (text.includes('"ok"')) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('supysonic does not answer');
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}

/** A FLAC file of metadata alone: scanners read tags and length from it as if the sound followed. */
function writeTrack(path: string, { artist, album, title, genre = 'Ambient', seconds = 180 }: Track): void {
  const rate = 44_100;
  const stream = Buffer.alloc(34);
  stream.writeUInt16BE(4_096, 0);
  stream.writeUInt16BE(4_096, 2);
  const samples = BigInt(seconds * rate);
  stream.writeBigUInt64BE((BigInt(rate) << 44n) | (1n << 41n) | (15n << 36n) | samples, 10);
  const tags = { ARTIST: artist, ALBUMARTIST: artist, ALBUM: album, TITLE: title, GENRE: genre };
  const words = Object.entries(tags).map(([key, value]) => Buffer.from(`${key}=${value}`));
  const size = (bytes: Buffer | number): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(typeof bytes === 'number' ? bytes : bytes.length);
    return length;
  };
  const comment = Buffer.concat([
    size(4),
    Buffer.from('made'),
    size(words.length),
    ...words.flatMap((word) => [size(word), word]),
  ]);
  const header = (type: number, body: Buffer): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE((type << 24) | body.length);
    return bytes;
  };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, Buffer.concat([Buffer.from('fLaC'), header(0, stream), stream, headerLast(comment), comment]));
}

const headerLast = (body: Buffer): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(((0x84 << 24) | body.length) >>> 0);
  return bytes;
};
