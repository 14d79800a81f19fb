/** The folding of a name: what two spellings of it have in common, whichever keyboard, file or catalogue they come from. */

/**
 * Folds typography away and leaves the words: compatibility forms, case, quotation marks, apostrophes, dashes, invisible and
 * bidirectional characters, "&", white space. Marks are dropped only where a script does without them: "Björk" is "Bjork",
 * while the vowel signs of Hindi and the voicing of kana make other words. Folding twice changes nothing. What folds to
 * nothing keeps its own spelling.
 */
export function fold(name: string): string {
  const folded = plainAscii.test(name) ? foldAscii(name) : foldUnicode(name);
  return folded === '' ? name.replace(invisible, '').trim().toLowerCase() : folded;
}

const plainAscii = /^[\u0020-\u007e]*$/;

function foldAscii(name: string): string {
  return name.toLowerCase().replace(/['"`]/g, '').replace(/&/g, ' and ').replace(/ +/g, ' ').trim();
}

/** Quotation marks and apostrophes of all languages, before compatibility forms take some of them apart. */
const quotes =
  /[\u2018-\u201f\u00ab\u00bb\u2039\u203a\u02b9-\u02bd\u02c8\u00b4\u2032-\u2037\u300c-\u300f\u301d-\u301f\uff02\uff07\uff40\u05f3\u05f4]/g;
/** What is not seen: joiners, direction marks, soft hyphens, variation selectors. */
const invisible = /\p{Default_Ignorable_Code_Point}/gu;
/** Letters that do not decompose, as they are spelled where a keyboard lacks them. */
const spelledOut: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  ŀ: 'l',
  þ: 'th',
  ŧ: 't',
  ŋ: 'n',
  ς: 'σ',
  ё: 'е',
};

function foldUnicode(name: string): string {
  return (
    name
      .toWellFormed()
      .replace(quotes, '')
      .replace(invisible, '')
      .replace(/[\u301c\u3030]/g, '~')
      .normalize('NFKC')
      // Half-width marks have become the full ones.
      .replace(quotes, '')
      .toLowerCase()
      .replace(invisible, '')
      .replace(/['"`]/g, '')
      .replace(/[\p{Pd}\u2212\u2043]/gu, '-')
      .normalize('NFD')
      .replace(/([\p{Script=Latin}\p{Script=Greek}])\p{M}+/gu, '$1')
      .replace(/[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670]/g, '')
      .normalize('NFC')
      .replace(/[ßæœøđðħıłŀþŧŋςё]/g, (letter) => spelledOut[letter] as string)
      .replace(/&/g, ' and ')
      .replace(/\s+/g, ' ')
      .trim()
  );
}
