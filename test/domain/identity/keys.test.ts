/** The ids that names make, and the keys beside a client's own id. */
import { describe, expect, it } from 'vitest';
import { artistIdOf, itemIdOf, recordingIdsOf } from '#shared/domain/identity/ids.ts';
import { keysOf, mainArtistIn, songOf } from '#shared/domain/identity/keys.ts';
import type { ItemId } from '#shared/schemas/ids.ts';

const names = { kind: 'track', artistName: 'Tin Lanterns', title: 'Slow Ferry' } as const;

describe('recordingIdsOf', () => {
  it('I13 One song: is a function of the names, the same in every spelling, and another for another artist', () => {
    const plain = recordingIdsOf(names);
    expect(plain.songId).toBe(plain.recordingId);
    expect(itemIdOf('The Tin Lanterns feat. Ola', 'Slow Ferry - 2011 Remaster')).toBe(plain.recordingId);
    expect(itemIdOf('Copper Motors', 'Slow Ferry')).not.toBe(plain.recordingId);
    const live = recordingIdsOf({ ...names, title: 'Slow Ferry (Live)' });
    expect(live.recordingId).not.toBe(plain.recordingId);
    expect(live.songId).toBe(plain.recordingId);
  });

  it('I13 One song: of nobody’s recordings the release says which is which', () => {
    const of = (releaseName: string) => itemIdOf('Various Artists', 'Ballroom', releaseName);
    expect(of('Party 1')).not.toBe(of('Party 2'));
    expect(of('Party 1')).toBe(itemIdOf('VA', 'Ballroom', 'party 1'));
    expect(itemIdOf('Tin Lanterns', 'Ballroom', 'Party 1')).toBe(itemIdOf('Tin Lanterns', 'Ballroom'));
  });
});

describe('keysOf', () => {
  it('stand beside a client’s own id, and nowhere where they are the id', () => {
    const { recordingId, songId } = recordingIdsOf({ ...names, title: 'Slow Ferry (Live)' });
    expect(keysOf({ ...names, title: 'Slow Ferry (Live)', itemId: 'own' as ItemId })).toEqual({ recordingId, songId });
    expect(keysOf({ ...names, title: 'Slow Ferry (Live)', itemId: recordingId })).toEqual({ songId });
    expect(keysOf({ ...names, itemId: recordingIdsOf(names).recordingId })).toEqual({});
    expect(keysOf({ itemId: 'own' as ItemId, kind: 'track', title: 'Slow Ferry' })).toEqual({});
  });

  it('songOf: is one of a client’s id, of a remaster and of a live take', () => {
    const song = recordingIdsOf(names).recordingId;
    const own = 'own' as ItemId;
    for (const title of ['Slow Ferry', 'Slow Ferry (Live)', 'Slow Ferry - Remastered']) {
      expect(songOf({ itemId: own, ...keysOf({ ...names, title, itemId: own }) })).toBe(song);
    }
  });

  it('mainArtistIn: is whom the name says, whatever id a client sends; a show by its own id; nobody for nobody', () => {
    expect(mainArtistIn({ kind: 'track', artistId: 'mbid', artistName: 'Tin Lanterns feat. Ola' })).toBe(
      artistIdOf('Tin Lanterns'),
    );
    expect(mainArtistIn({ kind: 'track', artistId: 'mbid' })).toBe('mbid');
    expect(mainArtistIn({ kind: 'track', artistId: 'mbid', artistName: 'Various Artists' })).toBeUndefined();
    expect(mainArtistIn({ kind: 'episode', artistId: 'show', artistName: 'Salt & Sand' })).toBe('show');
  });
});
