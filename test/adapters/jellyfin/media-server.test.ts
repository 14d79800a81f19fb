/** The Jellyfin adapter before a fake that answers as Jellyfin's code reads. */
import { afterEach, describe, expect, it } from 'vitest';
import { createJellyfinServer } from '#shared/adapters/jellyfin/media-server.ts';
import type { LibrarySong } from '#shared/ports/media-server.ts';
import { type FakeJellyfin, startFakeJellyfin } from '#test/support/media-server/fake-jellyfin.ts';

const running: FakeJellyfin[] = [];
afterEach(async () => {
  for (const fake of running.splice(0)) await fake[Symbol.asyncDispose]();
});

async function start(count = 20, options = {}) {
  const songs = Array.from({ length: count }, (_, nth) => ({
    Id: `s${nth}`,
    Name: `Song ${nth}`,
    Artists: ['A', 'B'],
    Album: 'C',
  }));
  const fake = await startFakeJellyfin(songs, options);
  running.push(fake);
  return { fake, server: createJellyfinServer({ url: `${fake.url}/`, user: 'ada', password: 'sesame' }) };
}

const wanted = { mark: 'segue:weekly-jams:ada', name: 'Weekly Jams', description: 'Rested' };

describe('createJellyfinServer', () => {
  it('reads every song once with its recording, and never takes a track id for one', async () => {
    for (const recordings of [true, false]) {
      const { server } = await start(1_100, { recordings });
      const all: LibrarySong[] = [];
      for await (const page of server.songs()) all.push(...page);
      expect(new Set(all.map(({ songId }) => songId)).size).toBe(1_100);
      expect(all[0]).toEqual({
        songId: 's0',
        title: 'Song 0',
        artistName: 'A, B',
        releaseName: 'C',
        durationMs: 180_000,
        genres: ['Dub'],
        addresses: recordings ? ['mbid:00000000-0000-4000-8000-000000000001'] : [],
        isStarred: false,
      });
    }
  });

  it('I14 Delivered: makes a private playlist, replaces it in place, and writes nothing the second time', async () => {
    const { fake, server } = await start();
    const first = await server.putPlaylist({ ...wanted, songIds: ['s1', 's2'] });
    expect(fake.playlists).toMatchObject([{ Name: 'Weekly Jams', isPublic: false, songIds: ['s1', 's2'] }]);
    const count = fake.writes.length;
    const again = await server.putPlaylist({ ...wanted, storedId: first.playlistId, songIds: ['s1', 's2'] });
    expect([first.outcome, again.outcome, fake.writes.length]).toEqual(['created', 'unchanged', count]);
    const next = await server.putPlaylist({ ...wanted, storedId: 'lost', songIds: ['s3', 'gone', 's4'] });
    expect(next).toEqual({ playlistId: first.playlistId, outcome: 'replaced', staleSongIds: ['gone'] });
    expect(fake.playlists).toMatchObject([{ isPublic: false, songIds: ['s3', 's4'] }]);
  });

  it('I14 Delivered: leaves playlists of the same name alone, and removes only what carries the mark', async () => {
    const { fake, server } = await start();
    fake.playlists.push({ Id: 'mine', Name: 'Weekly Jams', isPublic: true, songIds: ['s9'] });
    await server.putPlaylist({ ...wanted, songIds: ['s1'] });
    expect(fake.playlists).toHaveLength(2);
    expect(await server.removePlaylists(wanted.mark)).toBe(1);
    expect(fake.playlists).toMatchObject([{ Id: 'mine', songIds: ['s9'] }]);
  });

  it('logs in again after its token was revoked, and says that a password is wrong', async () => {
    const { fake, server } = await start();
    expect(await server.identify()).toBe('Jellyfin 10.11.3');
    await server.state();
    fake.tokens.clear();
    await expect(server.state()).rejects.toMatchObject({ kind: 'credentials' });
    expect((await server.state()).mark).toContain('20 ');
    const wrong = createJellyfinServer({ url: fake.url, user: 'ada', password: 'secret-word' });
    await expect(wrong.state()).rejects.toMatchObject({ kind: 'credentials' });
    await expect(wrong.state()).rejects.not.toThrow('secret-word');
  });
});
