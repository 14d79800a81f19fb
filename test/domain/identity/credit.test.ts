import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mainArtistOf } from '#shared/domain/identity/credit.ts';

describe('mainArtistOf', () => {
  it.each([
    [
      'paper wolves',
      'Paper Wolves feat. Mira',
      'Paper Wolves ft Mira',
      'Paper Wolves featuring Mira & Quill',
      'Paper Wolves (feat. Mira)',
    ],
    ['paper wolves', 'Paper Wolves & Stone Rooms', 'Paper Wolves and Stone Rooms', 'Paper Wolves, Stone Rooms & Mira'],
    [
      'paper wolves',
      'Paper Wolves x Mira',
      'Paper Wolves × Mira',
      'Paper Wolves vs. Mira',
      'Paper Wolves; Mira',
      'Paper Wolves / Mira',
    ],
    ['paper wolves', 'Paper Wolves with Mira', 'The Paper Wolves', 'Paper Wolves, The', 'PAPER WOLVES'],
    ['mira', 'Mira feat. Quill', 'Mira x Quill', 'Mira, Quill', 'Mira vs Quill'],
  ])('mainArtistOf: %s', (artist, ...credits) => {
    for (const credit of credits) expect(mainArtistOf(credit), credit).toBe(artist);
  });

  it.each([
    'Mira & the Gulls',
    'Mira & Quill',
    'Salt, Wind & Sand',
    'Mira, the Maker',
    'Mira & Her Brothers',
    'Nine/Nine',
    'Little X',
    'X Marks',
    'Anders',
  ])('mainArtistOf: a band stays one, %s', (name) => {
    expect(mainArtistOf(name)).toBe(name.toLowerCase().replace('&', 'and'));
  });

  it.each([
    'Various Artists',
    'Various',
    'VA',
    'V.A.',
    'V/A',
    'AA.VV.',
    'Varios Artistas',
    'Verschiedene Interpreten',
    'Verschiedene Künstler',
    'Artistes Divers',
    'Artisti Vari',
    'Vários Artistas',
    'Diverse Artiesten',
    'Blandade artister',
    'Różni wykonawcy',
    'Різні виконавці',
    'Разные исполнители',
    'Διάφοροι Καλλιτέχνες',
    'ヴァリアス・アーティスト',
    '群星',
    '여러 아티스트',
    'Unknown Artist',
    '[unknown]',
    '<Unknown>',
    '[no artist]',
    'Unbekannter Interpret',
    'Artiste inconnu',
    'Artista Desconocido',
    'Неизвестный исполнитель',
    '未知艺术家',
    '[traditional]',
  ])('mainArtistOf: %s is nobody', (name) => {
    expect(mainArtistOf(name)).toBeUndefined();
  });

  it('mainArtistOf: a credit has a main artist, who is one and the same when named alone', () => {
    expect(mainArtistOf(', the')).toBe(', the');
    const word = fc.constantFrom(
      'Tin',
      'Salt',
      'Mira',
      'Quill',
      'The',
      'Öland',
      'Paper',
      'X',
      'ft',
      'and',
      'with',
      ',',
      '&',
      'feat.',
      '+',
      'of',
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 7 }), (words) => {
        const main = mainArtistOf(words.join(' '));
        expect(main).not.toBe('');
      }),
    );
  });
});
