import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '#shared/domain/identity/fold.ts';

describe('fold', () => {
  it.each([
    ['apostrophes', "Can't Stay", 'Can’t Stay', 'Can´t Stay', 'Canʼt Stay', 'Can′t Stay', 'Can＇t Stay', 'Can`t Stay'],
    ['dashes', 'Low-Tide', 'Low‐Tide', 'Low–Tide', 'Low—Tide', 'Low−Tide', 'Low－Tide'],
    ['quotation marks', 'The "Tide"', 'The “Tide”', 'The «Tide»', 'The „Tide‟', 'The ＂Tide＂', 'The 「Tide」'],
    ['one glyph for three', 'Wait...', 'Wait…'],
    ['composed and decomposed', 'Mañana', 'Man\u0303ana', 'Manana'],
    ['full and half width', 'Tide', 'Ｔｉｄｅ'],
    ['half-width kana', 'ガラス', 'ｶﾞﾗｽ'],
    ['white space of all kinds', 'Low Tide', ' Low\u00a0\u2009Tide\u3000', 'Low\tTide'],
    [
      'invisible characters',
      'Low Tide',
      '\ufeffLow\u200b Ti\u00adde\u2060',
      'L\u200dow Tide\u200e',
      '\u2067Low Tide\u2069',
    ],
    ['emoji with and without their variation', 'Love ❤', 'Love ❤\ufe0f'],
    ['sharp s', 'Straße', 'STRASSE', 'strasse', 'STRAẞE'],
    ['final sigma and accents', 'Ὀδυσσεύς', 'ΟΔΥΣΣΕΥΣ', 'Οδυσσευς'],
    ['dotted and dotless i', 'İstanbul', 'i̇stanbul', 'ISTANBUL', 'ıstanbul'],
    ['letters a keyboard lacks', 'Bjørn Łódź Þór', 'Bjorn Lodz Thor'],
    ['yo', 'Ёлка', 'Елка'],
    ['ampersands', 'Salt & Sea', 'Salt and Sea', 'Salt＆Sea'],
    ['points of Hebrew', 'שָׁלוֹם', 'שלום'],
    ['vowels of Arabic', 'مُحَمَّد', 'محمد'],
  ])('fold: %s', (_, ...spellings) => {
    expect(new Set(spellings.map(fold))).toEqual(new Set([fold(spellings[0] as string)]));
  });

  it.each([
    ['voiced kana', 'かき', 'がぎ'],
    ['vowel signs of Hindi', 'कल', 'काल'],
    ['tones of Thai', 'มา', 'ม้า'],
    ['short i', 'мои', 'мой'],
    ['scripts', 'Ола', 'Ola'],
    ['signs that are names', '+', '÷'],
    ['names of nothing but signs', '!!!', '???'],
  ])('fold: keeps apart %s', (_, one, other) => {
    expect(fold(one)).not.toBe(fold(other));
  });

  it('fold: folding twice changes nothing, nothing folds away, and case, form and direction marks say nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        const folded = fold(name);
        expect(fold(folded)).toBe(folded);
        if (name.replace(/\p{Default_Ignorable_Code_Point}/gu, '').trim() === '') return;
        expect(folded).not.toBe('');
        expect(fold(`\u200e${name}\u200f `)).toBe(folded);
      }),
    );
    expect(fold('\u200e`\u200f')).toBe(fold('`'));
    for (const name of ['Ångström', 'Żółć', 'Σίσυφος', 'Щука', '진달래', 'プール']) {
      expect(fold(name.normalize('NFD'))).toBe(fold(name.normalize('NFC')));
      expect(fold(name.toUpperCase())).toBe(fold(name.toLowerCase()));
    }
  });
});
