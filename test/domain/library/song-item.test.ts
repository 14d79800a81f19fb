import { describe, expect, it } from 'vitest';
import { itemIdOf } from '#shared/domain/identity/ids.ts';
import { keysOf } from '#shared/domain/identity/keys.ts';
import { holdingsOf, keysOfItem } from '#shared/domain/library/holdings.ts';
import { itemOfSong, libraryIdOf, type NamedSong, withSong } from '#shared/domain/library/song-item.ts';
import type { Item } from '#shared/schemas/item.ts';
import type { LibraryEntry } from '#shared/schemas/library.ts';

const song = (artistName: string, title: string, more: Partial<NamedSong> = {}): NamedSong => ({
  title,
  artistName,
  genres: [],
  addresses: [],
  ...more,
});

/** A listen's item: by its names, or by a client's own id with an address. */
const heard = (artistName: string, title: string, more: Partial<Item> = {}): Item => {
  const itemId = more.itemId ?? itemIdOf(artistName, title);
  return {
    kind: 'track',
    tags: [],
    source: 'listen',
    title,
    artistName,
    ...more,
    itemId,
    ...keysOf({ kind: 'track', title, artistName, ...more, itemId }),
  };
};

const mbid = 'mbid:385f4381-0f6d-47a0-bc56-07570374f650';

type Pair = readonly [listened: Item, library: NamedSong, is: 'one' | 'other'];
const pairs: readonly Pair[] = [
  [heard('Slowdive', 'Alison'), song('Slowdive', 'Alison'), 'one'],
  [heard('Slowdive', 'Alison'), song('SLOWDIVE', 'alison '), 'one'],
  [heard('Slowdive', 'Alison - 2011 Remaster'), song('Slowdive', 'Alison'), 'one'],
  [heard('Gorillaz feat. Little Simz', 'Garage Palace'), song('Gorillaz', 'Garage Palace (feat. Little Simz)'), 'one'],
  [heard('The Beatles', 'Don’t Let Me Down'), song('Beatles', "Don't Let Me Down"), 'one'],
  [heard('Björk', 'Jóga'), song('Bjork', 'Joga'), 'one'],
  [heard('Simon & Garfunkel', 'America'), song('Simon and Garfunkel', 'America'), 'one'],
  [
    heard('Pearl Jam', 'Alive', { addresses: [mbid] as Item['addresses'] }),
    song('Pearl Jam', 'Alive (Brendan O’Brien Mix)', { addresses: [mbid] }),
    'one',
  ],
  [heard('The Beatles', 'Yesterday'), song('The Beatles', 'Hey Jude'), 'other'],
  [heard('Pearl Jam', 'Alive'), song('Pearl Jam', 'In the Beginning'), 'other'],
  [heard('Pearl Jam', 'Alive'), song('Pearl Jam', 'Alive (Live)'), 'other'],
  [heard('Moloko', 'Sing It Back'), song('Moloko', 'Sing It Back (Boris Dlugosch Remix)'), 'other'],
  [heard('Moloko', 'Sing It Back (Boris Dlugosch Remix)'), song('Moloko', 'Sing It Back'), 'other'],
  [heard('Nirvana', 'About a Girl'), song('Nirvana', 'About a Girl (Acoustic)'), 'other'],
  [heard('Nirvana', 'About a Girl'), song('Nirvana', 'About a Girl (Demo)'), 'other'],
  [heard('Air', 'La femme d’argent'), song('Air', 'La femme d’argent (Instrumental)'), 'other'],
  [heard('Cat Power', 'Wild Is the Wind'), song('David Bowie', 'Wild Is the Wind'), 'other'],
  [heard('Interpol', 'Untitled'), song('Interpol', 'Untitled 2'), 'other'],
];

describe('itemOfSong and holdingsOf', () => {
  it('join what is one recording, and nothing that is another', () => {
    const counts = { joined: 0, missed: 0, wrong: 0 };
    const faults: string[] = [];
    for (const [listened, there, is] of pairs) {
      const item = itemOfSong(there);
      const entry: LibraryEntry = ['song', ...(item === undefined ? [] : keysOfItem(item))];
      const found = holdingsOf([entry])(listened) !== undefined;
      const outcome = found ? (is === 'one' ? 'joined' : 'wrong') : is === 'one' ? 'missed' : undefined;
      if (outcome === undefined) continue;
      counts[outcome] += 1;
      if (outcome !== 'joined') faults.push(`${outcome}: ${listened.artistName} - ${listened.title} / ${there.title}`);
    }
    console.info(`library and listens: ${counts.joined} joined, ${counts.missed} missed, ${counts.wrong} wrong`);
    expect(faults).toEqual([]);
    expect(counts).toEqual({ joined: 8, missed: 0, wrong: 0 });
  });

  it('prefers the song that comes first, and asks for addresses last', () => {
    const one = heard('Slowdive', 'Alison', { addresses: [mbid] as Item['addresses'] });
    const entries: LibraryEntry[] = [
      ['by address', mbid],
      ['album', one.itemId],
      ['compilation', one.itemId],
    ];
    expect(holdingsOf(entries)(one)).toBe('album');
  });
});

describe('itemOfSong', () => {
  it('takes genres as tags and keeps what is fit to be kept', () => {
    const item = itemOfSong(
      song('Slow\u0000dive', 'Ali\u0007son', {
        genres: ['Shoegaze', 'shoegaze', '', 'x'.repeat(99)],
        durationMs: 180_000,
      }),
    );
    expect(item).toMatchObject({ title: 'Ali son', tags: ['shoegaze'], durationMs: 180_000, source: 'library' });
  });

  it('is nothing without an artist or with a title that is none', () => {
    expect(itemOfSong({ title: 'Alison', genres: [], addresses: [] })).toBeUndefined();
    expect(itemOfSong(song('Slowdive', '\u0000'))).toBeUndefined();
  });
});

describe('withSong', () => {
  const told = itemOfSong(
    song('Slowdive', 'Alison', { genres: ['Shoegaze'], durationMs: 180_000, addresses: [mbid] }),
  ) as Item;

  it('adds what a listen does not tell, once', () => {
    const known = heard('SLOWDIVE', 'alison');
    const next = withSong(known, told) as Item;
    expect(next).toMatchObject({
      title: 'alison',
      tags: ['shoegaze'],
      durationMs: 180_000,
      addresses: [mbid],
      source: 'library',
    });
    expect(withSong(next, told)).toBeUndefined();
  });

  it('leaves the operator’s word, but for addresses', () => {
    const known = heard('Slowdive', 'Alison', { source: 'operator', tags: ['dream pop'] });
    const next = withSong(known, told) as Item;
    expect(next).toEqual({ ...known, addresses: [mbid] });
    expect(withSong(next, told)).toBeUndefined();
  });
});

describe('libraryIdOf', () => {
  it('tells accounts apart and names nobody', () => {
    const account = { kind: 'subsonic', url: 'http://navidrome:4533/', user: 'ada' } as const;
    expect(libraryIdOf(account)).toBe(libraryIdOf({ ...account, url: 'http://navidrome:4533' }));
    expect(libraryIdOf(account)).not.toBe(libraryIdOf({ ...account, user: 'bob' }));
    expect(libraryIdOf(account)).toMatch(/^[0-9a-f]{16}$/);
  });
});
