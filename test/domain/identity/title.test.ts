import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTitle } from '#shared/domain/identity/title.ts';

const sameSound = [
  'Remaster',
  'Remastered',
  '2011 Remaster',
  'Remastered 2011',
  '2009 Digital Remaster',
  'Remasterizado',
  'Remasterisé',
  'リマスター',
  '2014年リマスター',
  '2014 리마스터',
  'Mono',
  'Stereo',
  'Mono Version',
  'Album Version',
  'Single Version',
  'Explicit',
  'Clean',
  'Deluxe Edition',
  'Bonus Track',
  '25th Anniversary Edition',
  'Official Video',
  'feat. Mira',
  'ft. Mira & Quill',
  'featuring Mira',
  'with Mira',
];
const otherRecording = [
  'Live',
  'Live at the Harbour',
  'Live in Rome 1999',
  'Ao Vivo',
  'En Vivo',
  'En directo',
  'Dal vivo',
  'En concert',
  'Im Konzert',
  'ライブ',
  '现场版',
  '라이브',
  'Концертная версия',
  'Na żywo',
  'Canlı',
  'Acoustic',
  'Acústico',
  'Akustik',
  'Acoustic Version',
  'アコースティック',
  'Mira Remix',
  'Remix',
  'Extended Mix',
  'Radio Edit',
  'Demo',
  'Demo 1993',
  'Instrumental',
  'Karaoke',
  'カラオケ',
  'Mira Cover',
  'Unplugged',
  "Mira's Version",
  'Quill Sessions',
];
const parts = [
  'Part One',
  'Pt. 2',
  'Part. 3',
  'II',
  'I. Adagio',
  'II. Allegro',
  'Blue',
  'Reprise',
  'Prelude',
  'No. 4',
  'Where We Live',
  'With You',
  'Demo Day',
  'Chapter 3',
];

describe('readTitle', () => {
  const spell = (title: string, note: string): string[] => [
    `${title} (${note})`,
    `${title} [${note}]`,
    `${title} - ${note}`,
    `${title} – ${note}`,
    `${title} / ${note}`,
  ];

  it.each(sameSound)('readTitle: "%s" names the same sound', (note) => {
    for (const title of spell('Tide', note)) expect(readTitle(title), title).toEqual({ song: 'tide', versions: [] });
  });

  it.each(otherRecording)('readTitle: "%s" names another recording of the song', (note) => {
    const keys = spell('Tide', note).map(readTitle);
    for (const { song, versions } of keys) {
      expect(song).toBe('tide');
      expect(versions).toHaveLength(1);
    }
    expect(new Set(keys.map(({ versions }) => versions.join())).size).toBe(1);
  });

  it.each(parts)('readTitle: "%s" is part of the title', (note) => {
    for (const title of spell('Tide', note)) {
      const { song, versions } = readTitle(title);
      expect(song, title).not.toBe('tide');
      expect(versions).toEqual([]);
    }
  });

  it('readTitle: languages name one version alike, and notes come in any order', () => {
    expect(readTitle('Tide (En vivo)')).toEqual(readTitle('Tide - Live'));
    expect(readTitle('Tide (Live) [Mira Remix]')).toEqual(readTitle('Tide - Mira Remix (Live) - 2011 Remaster'));
    expect(readTitle('Tide (Live / Remastered 2011)')).toEqual(readTitle('Tide (Live)'));
    expect(readTitle('Tide feat. Mira - Live')).toEqual(readTitle('Tide (Live) [feat. Mira]'));
    expect(readTitle('Tide (Live in Rome').versions).toEqual(['live in rome']);
  });

  it('readTitle: what a title begins with is the title', () => {
    expect(readTitle('Live').song).toBe('live');
    expect(readTitle('(What Tide)').song).toBe('(what tide)');
    expect(readTitle('Live (Live)')).toEqual({ song: 'live', versions: ['live'] });
    expect(readTitle('Remix (I Like The)').song).toBe('remix (i like the)');
    expect(readTitle('Requiem, K. 626: I. Introitus').song).not.toBe(readTitle('Requiem, K. 626: II. Kyrie').song);
  });

  it('readTitle: numbered parts, movements and live takes are never joined with anything else, however they are noted', () => {
    const note = fc.constantFrom(...parts, 'Live', 'Acoustic', 'Mira Remix', 'Demo');
    const style = fc.nat({ max: 4 });
    const noted = fc.record({ note, style, same: fc.option(fc.constantFrom(...sameSound)), at: style });
    const titleFrom = (
      base: string,
      { note, style, same, at }: { note: string; style: number; same: string | null; at: number },
    ): string => {
      const inner = spell(base, note)[style] as string;
      return same === null ? inner : (spell(inner, same)[at] as string);
    };
    fc.assert(
      fc.property(fc.constantFrom('Tide', 'Slow Ferry', 'Kelp'), noted, noted, (base, one, other) => {
        const [a, b] = [readTitle(titleFrom(base, one)), readTitle(titleFrom(base, other))];
        const bare = (folded: string): string => folded.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
        if (one.note !== other.note) {
          expect([bare(a.song), a.versions]).not.toEqual([bare(b.song), b.versions]);
        } else expect([bare(a.song), a.versions]).toEqual([bare(b.song), b.versions]);
      }),
    );
  });
});
