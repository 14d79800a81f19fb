/** The Subsonic adapter, and the fake beside it, before a real server: what the fake's plain dialect does, supysonic does. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSubsonicServer } from '#shared/adapters/subsonic/media-server.ts';
import type { LibrarySong, MediaServer } from '#shared/ports/media-server.ts';
import { dialects } from '#test/support/media-server/dialects.ts';
import { startFakeSubsonic } from '#test/support/media-server/fake-subsonic.ts';
import { type Supysonic, startSupysonic, supysonicIsInstalled } from '#test/support/media-server/supysonic.ts';

it.skipIf(process.env.SEGUE_REQUIRE_SUPYSONIC !== '1')('SEGUE_REQUIRE_SUPYSONIC: supysonic is installed', () => {
  expect(supysonicIsInstalled, 'install Debian’s packages "supysonic" and "python3-waitress"').toBe(true);
});

const tracks = Array.from({ length: 620 }, (_, nth) => ({
  artist: `Artist ${nth % 9}`,
  album: `Album ${Math.floor(nth / 10)}`,
  title: `Söng ${nth}`,
}));

describe.skipIf(!supysonicIsInstalled)('createSubsonicServer on supysonic (skipped where it is not installed)', () => {
  let real: Supysonic;
  beforeAll(async () => {
    real = await startSupysonic(tracks);
  }, 180_000);
  afterAll(async () => real?.[Symbol.asyncDispose]());

  it('reads the library, and the fake reads the same', async () => {
    const fakeSongs = tracks.map((track, nth) => ({ ...track, id: String(nth), duration: 180, genre: 'Ambient' }));
    await using fake = await startFakeSubsonic(dialects.supysonic, fakeSongs);
    const [told, faked] = await Promise.all([
      allSongs(createSubsonicServer(real)),
      allSongs(createSubsonicServer(loginOf(fake))),
    ]);
    expect(told.map(withoutId).sort(byTitle)).toEqual(faked.map(withoutId).sort(byTitle));
  });

  it('I14 Delivered: what happens to a playlist on it happens to one on the fake', async () => {
    const fakeSongs = tracks.map((track, nth) => ({ ...track, id: String(nth), duration: 180, genre: 'Ambient' }));
    await using fake = await startFakeSubsonic(dialects.supysonic, fakeSongs);
    const outcomes = await Promise.all([real, fake].map((account) => story(createSubsonicServer(loginOf(account)))));
    expect(outcomes[0]).toEqual(outcomes[1]);
    expect(outcomes[0]).toEqual([
      'created',
      'unchanged',
      'replaced',
      'replaced with 1 stale',
      'found by its mark',
      'removed 1',
    ]);
  });

  it('goes on after the server was killed and started again', async () => {
    const server = createSubsonicServer(real);
    await real.kill();
    await expect(server.state()).rejects.toMatchObject({ kind: 'unreachable' });
    await real.restart();
    expect((await server.state()).isScanning).toBe(false);
  }, 300_000);
});

async function allSongs(server: MediaServer): Promise<LibrarySong[]> {
  const all: LibrarySong[] = [];
  for await (const page of server.songs()) all.push(...page);
  return all;
}

const withoutId = ({ songId: _, ...song }: LibrarySong) => song;
const byTitle = (a: { title: string }, b: { title: string }): number => (a.title < b.title ? -1 : 1);

/** A playlist's life, as outcomes. */
async function story(server: MediaServer): Promise<string[]> {
  const ids = (await allSongs(server)).map(({ songId }) => songId);
  const wanted = { mark: 'segue:daily-jams:ada', name: 'Daily Jams', description: 'Ö' };
  const first = await server.putPlaylist({ ...wanted, songIds: ids.slice(0, 50) });
  const storedId = first.playlistId;
  const second = await server.putPlaylist({ ...wanted, storedId, songIds: ids.slice(0, 50) });
  const third = await server.putPlaylist({ ...wanted, storedId, songIds: ids.slice(50, 100) });
  const unknown = '00000000-0000-4000-8000-000000000000';
  const fourth = await server.putPlaylist({ ...wanted, storedId, songIds: [...ids.slice(10, 20), unknown] });
  const fifth = await server.putPlaylist({ ...wanted, storedId: unknown, songIds: ids.slice(20, 30) });
  const removed = await server.removePlaylists(wanted.mark);
  return [
    first.outcome,
    second.outcome,
    third.outcome,
    `${fourth.outcome} with ${fourth.staleSongIds.length} stale`,
    fifth.playlistId === storedId ? 'found by its mark' : 'made twice',
    `removed ${removed}`,
  ];
}

const loginOf = ({ url, user, password }: Pick<Supysonic, 'url' | 'user' | 'password'>) => ({ url, user, password });
