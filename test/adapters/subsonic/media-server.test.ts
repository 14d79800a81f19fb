/** The Subsonic adapter before every known server's traps: reading the library and delivering a playlist. */
import { afterEach, describe, expect, it } from 'vitest';
import { createSubsonicServer } from '#shared/adapters/subsonic/media-server.ts';
import type { LibrarySong, MediaServer } from '#shared/ports/media-server.ts';
import { type Dialect, dialects } from '#test/support/media-server/dialects.ts';
import {
  type FakeSong,
  type FakeSubsonic,
  startFakeSubsonic,
  writes,
} from '#test/support/media-server/fake-subsonic.ts';

const songs = (count: number): FakeSong[] =>
  Array.from({ length: count }, (_, nth) => ({
    id: String(nth + 1),
    title: `Söng ${nth}`,
    artist: `Artist ${nth % 7}`,
    album: `Album ${Math.floor(nth / 10)}`,
    duration: 180,
    genre: 'Dub',
    musicBrainzId: `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`,
  }));

const running: FakeSubsonic[] = [];
afterEach(async () => {
  for (const fake of running.splice(0)) await fake[Symbol.asyncDispose]();
});

async function start(dialect: Dialect, count = 30) {
  const fake = await startFakeSubsonic(dialect, songs(count));
  running.push(fake);
  return { fake, server: createSubsonicServer({ url: fake.url, user: fake.user, password: fake.password }) };
}

async function allSongs(server: MediaServer): Promise<LibrarySong[]> {
  const all: LibrarySong[] = [];
  for await (const page of server.songs()) all.push(...page);
  return all;
}

const mark = 'segue:weekly-jams:ada';
const wanted = (songIds: readonly string[], storedId?: string) => ({
  mark,
  name: 'Weekly Jams',
  description: 'What you love, rested',
  songIds,
  ...(storedId === undefined ? {} : { storedId }),
});

const written = (fake: FakeSubsonic, since: number): string[] =>
  fake.calls.slice(since).filter((call) => writes.has(call));

describe.each(Object.entries(dialects) as [string, Dialect][])('createSubsonicServer on %s', (_, dialect) => {
  it('reads every song once, whatever a page may hold', async () => {
    const { server } = await start(dialect, 1_203);
    const all = await allSongs(server);
    expect(all).toHaveLength(1_203);
    expect(new Set(all.map(({ songId }) => songId)).size).toBe(1_203);
    expect(all[0]).toMatchObject({
      songId: '1',
      title: 'Söng 0',
      artistName: 'Artist 0',
      durationMs: 180_000,
      genres: ['Dub'],
    });
    expect(all[3]?.addresses).toEqual(dialect.mbids ? ['mbid:00000000-0000-4000-8000-000000000003'] : []);
  });

  it('I14 Delivered: makes a private playlist, replaces it in place, and writes nothing the second time', async () => {
    const { fake, server } = await start(dialect);
    const first = await server.putPlaylist(wanted(['3', '1', '2']));
    expect(first.outcome).toBe('created');
    expect(fake.playlists).toMatchObject([{ name: 'Weekly Jams', isPublic: false, songIds: ['3', '1', '2'] }]);
    let since = fake.calls.length;
    const again = await server.putPlaylist(wanted(['3', '1', '2'], first.playlistId));
    expect([again.outcome, written(fake, since)]).toEqual(['unchanged', []]);
    const next = await server.putPlaylist(wanted(['5', '6', '7', '8'], first.playlistId));
    expect(fake.playlists).toMatchObject([{ name: 'Weekly Jams', isPublic: false, songIds: ['5', '6', '7', '8'] }]);
    if (dialect.replace === 'replaces')
      expect(next).toMatchObject({ outcome: 'replaced', playlistId: first.playlistId });
    since = fake.calls.length;
    expect((await server.putPlaylist(wanted(['5', '6', '7', '8'], next.playlistId))).outcome).toBe('unchanged');
    expect(written(fake, since)).toEqual([]);
  });

  it('names songs that the server knows no more, and delivers the others', async () => {
    const { fake, server } = await start(dialect);
    const { staleSongIds } = await server.putPlaylist(wanted(['1', '99', '2']));
    expect(staleSongIds).toEqual(['99']);
    expect(fake.playlists[0]?.songIds.filter((id) => id !== '99')).toEqual(['1', '2']);
  });

  it('I14 Delivered: touches nothing that is the listener’s own', async () => {
    const { fake, server } = await start(dialect);
    const theirs = { comment: 'mine', isPublic: true, songIds: ['9'] };
    fake.playlists.push({ id: 'a', name: 'Weekly Jams', owner: 'ada', ...theirs });
    fake.playlists.push({ id: 'b', name: 'Weekly Jams', owner: 'bob', ...theirs, comment: '' });
    const { playlistId } = await server.putPlaylist(wanted(['1', '2']));
    await server.putPlaylist(wanted(['4', '5'], playlistId));
    expect(fake.playlists.filter(({ id }) => id === 'a' || id === 'b')).toMatchObject([theirs, { songIds: ['9'] }]);
    expect(fake.playlists).toHaveLength(3);
  });

  it('finds its playlist again after it was renamed, and after its id was lost where comments are kept', async () => {
    const { fake, server } = await start(dialect);
    const { playlistId } = await server.putPlaylist(wanted(['1', '2']));
    (fake.playlists[0] as { name: string }).name = 'My Jams';
    const next = await server.putPlaylist(wanted(['3'], playlistId));
    expect(fake.playlists).toHaveLength(1);
    if (dialect.replace === 'replaces') expect(fake.playlists[0]?.name).toBe('My Jams');
    if (!dialect.keepsComments) return;
    await server.putPlaylist(wanted(['4'], 'lost'));
    expect(fake.playlists).toMatchObject([{ id: next.playlistId, songIds: ['4'] }]);
    expect(await server.removePlaylists(mark)).toBe(1);
    expect(fake.playlists).toEqual([]);
  });

  it('says that a password is wrong after one try, and nothing of it is in the message', async () => {
    const { fake } = await start(dialect);
    const wrong = createSubsonicServer({ url: fake.url, user: 'ada', password: 'secret-word' });
    await expect(wrong.identify()).rejects.toMatchObject({ kind: 'credentials' });
    await expect(wrong.identify()).rejects.not.toThrow('secret-word');
    expect(fake.refusedLogins).toBeLessThanOrEqual(2);
  });
});

describe('createSubsonicServer', () => {
  it('logs in with an API key and nothing beside it', async () => {
    const { fake } = await start(dialects.lms);
    const server = createSubsonicServer({ url: fake.url, apiKey: fake.apiKey });
    expect(await server.identify()).toBe('lms 9');
    expect((await server.putPlaylist(wanted(['1']))).outcome).toBe('created');
  });

  it('says of a page that is no envelope, and of a server that is gone, that it cannot be reached', async () => {
    const { fake, server } = await start(dialects.navidrome);
    fake.trouble = 'proxy page';
    await expect(server.identify()).rejects.toMatchObject({ kind: 'unreachable' });
    await fake[Symbol.asyncDispose]();
    await expect(server.identify()).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('tells a scan that runs, and notices what was added', async () => {
    const { fake, server } = await start(dialects.navidrome);
    const before = await server.state();
    fake.songs.push({ id: 'new', title: 'New', artist: 'New', album: 'New', duration: 1 });
    fake.trouble = 'scanning';
    const after = await server.state();
    expect([before.isScanning, after.isScanning]).toEqual([false, true]);
    expect(after.mark).not.toBe(before.mark);
  });
});
