/** Names of months as exports write them, in the languages that services and their users write in. */

const languages = [
  ...['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'sv', 'nb', 'da', 'fi', 'pl', 'cs', 'sk', 'hu', 'ro', 'tr', 'hr', 'sl'],
  ...['id', 'ca', 'ru', 'uk', 'el', 'et', 'lv', 'lt'],
];

let numbers: ReadonlyMap<string, number> | undefined;

/** 1 to 12, of a name in full or short ("Nov", "novembre", "нояб."), or undefined for any other word. */
export function monthOf(word: string): number | undefined {
  numbers ??= monthNumbers();
  return numbers.get(fold(word));
}

/** English first: where a short name means different months in two languages, the first language has it. */
function monthNumbers(): Map<string, number> {
  const found = new Map<string, number>();
  for (const language of languages) {
    for (const month of ['long', 'short'] as const) {
      const withDay = new Intl.DateTimeFormat(language, { month, day: 'numeric', timeZone: 'UTC' });
      const alone = new Intl.DateTimeFormat(language, { month, timeZone: 'UTC' });
      for (let number = 1; number <= 12; number++) {
        const date = Date.UTC(2023, number - 1, 14);
        const parts = withDay.formatToParts(date).find(({ type }) => type === 'month');
        for (const name of [fold(parts?.value ?? ''), fold(alone.format(date))]) {
          if (/\p{L}/u.test(name) && !found.has(name)) found.set(name, number);
        }
      }
    }
  }
  found.set('sept', 9);
  return found;
}

const fold = (word: string): string =>
  word
    .normalize('NFD')
    .replace(/[\p{M}.]/gu, '')
    .toLowerCase();
