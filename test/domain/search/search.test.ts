import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inventNames } from '#functions/evaluation/search/names.ts';
import { readEntries } from '#functions/serve/search-lists.ts';
import { openBeginnings } from '#shared/domain/search/beginnings.ts';
import { beginningsOf, entriesOf } from '#shared/domain/search/build.ts';
import { rankEntries } from '#shared/domain/search/rank.ts';
import { isFarFrom, lettersMask, openTypoTable, typosBetween } from '#shared/domain/search/typos.ts';
import { entrancesOf, wordsOf } from '#shared/domain/search/words.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { ItemCard } from '#shared/schemas/model.ts';
import { publishedLists } from '#test/support/published-search.ts';

const card = (title: string, artistName: string, more: Partial<ItemCard> = {}): ItemCard =>
  ({
    itemId: `${artistName}/${title}`,
    kind: 'track',
    title,
    artistId: `${artistName} id`,
    artistName,
    tags: [],
    ...more,
  }) as ItemCard;

const music = [
  card('Creep', 'Radiohead', { releaseName: 'Pablo Honey', tags: ['rock'] }),
  card('Karma Police', 'Radiohead', { releaseName: 'OK Computer' }),
  card('Jóga', 'Björk', { releaseName: 'Homogenic' }),
  card('Группа крови', 'Кино'),
  card('群青日和', '東京事変'),
  card('Ζορμπάς', 'Μίκης Θεοδωράκης'),
  card('نسم علينا الهوا', 'فيروز'),
  card('Enter Sandman', 'Metallica'),
  card('Don’t Stop', 'Fleetwood Mac'),
  card('Episode 1', 'The Salt Road', { kind: 'episode' }),
];
const lists = publishedLists(music.map((item, nth) => ({ item, popularity: 100 - nth })));

async function find(query: string, liking: (item: ItemCard) => number = () => 0): Promise<string[]> {
  const read = async (names: readonly string[]) => names.map((name) => lists.get(name));
  const entries = await readEntries(read, query, () => false);
  return rankEntries({ entries, query, allowed: () => true, liking, limit: 10 }).map(
    ({ of, item }) => `${of} ${item.title ?? item.artistName ?? item.tags[0]}`,
  );
}

describe('rankEntries', () => {
  it.each([
    ['cre', 'item Creep'],
    ['radio', 'artist Radiohead'],
    ['radiohead creep', 'item Creep'],
    ['creep radiohead', 'item Creep'],
    ['ok comp', 'item Karma Police'],
    ['bjork', 'artist Björk'],
    ['joga', 'item Jóga'],
    ['metalica', 'artist Metallica'],
    ['emtallica', 'artist Metallica'],
    ['sandmna', 'item Enter Sandman'],
    ['fleetwodd mac', 'artist Fleetwood Mac'],
    ['dont stop', 'item Don’t Stop'],
    ['групп', 'item Группа крови'],
    ['кино', 'artist Кино'],
    ['日和', 'item 群青日和'],
    ['東京', 'artist 東京事変'],
    ['ζορμπας', 'item Ζορμπάς'],
    ['فيروز', 'artist فيروز'],
    ['salt ro', 'show The Salt Road'],
    ['rock', 'tag rock'],
  ])('rankEntries: "%s" finds %s first', async (query, wanted) => {
    expect((await find(query))[0]).toBe(wanted);
  });

  it('rankEntries: of two that match alike, the one that is liked comes first', async () => {
    const [first, second] = (await find('e')).filter((each) => each.startsWith('item'));
    expect(second).toBeDefined();
    const liked = await find('e', ({ title }) => (`item ${title}` === second ? 1 : 0));
    expect(liked.filter((each) => each.startsWith('item'))[0]).toBe(second);
    expect(first).not.toBe(second);
  });

  it('rankEntries: nothing is found by nothing, nor by what nothing is called', async () => {
    expect(await find('  … ')).toEqual([]);
    expect(await find('qqqqqqqq')).toEqual([]);
  });
});

describe('I11 Bounded: the index', () => {
  const names = inventNames(3, 3_000);
  const built = [...beginningsOf(entriesOf(names))];

  it('I11 Bounded: no list is longer than its limit, and every shorter beginning has one', () => {
    const all = new Set(built.map(({ beginning }) => beginning));
    expect(all.size).toBe(built.length);
    for (const { beginning, entries } of built) {
      expect(entries.length).toBeLessThanOrEqual(tuning.search.entriesPerList);
      const shorter = [...beginning].slice(0, -1).join('');
      expect(shorter === '' || all.has(shorter)).toBe(true);
    }
  });

  it('I11 Bounded: a query reads at most five documents, however many words it has and whatever they mean', async () => {
    const many = publishedLists(names);
    const queries = names
      .slice(0, 100)
      .flatMap(({ item }, nth) => [
        item.title as string,
        `${item.title} ${item.artistName} ${names[nth + 7]?.item.title}`,
        [...(item.title as string)].reverse().join(''),
      ]);
    for (const query of queries) {
      let reads = 0;
      const read = async (asked: readonly string[]) => {
        reads += asked.length;
        return asked.map((name) => many.get(name));
      };
      await readEntries(read, query, () => false);
      expect(reads, query).toBeLessThanOrEqual(5);
    }
  });

  it('beginningsOf: whatever is there is found by all of its name', async () => {
    const many = publishedLists(names);
    const read = async (asked: readonly string[]) => asked.map((name) => many.get(name));
    for (const { item } of names.filter((_, nth) => nth % 10 === 0)) {
      const query = `${item.title} ${item.artistName}`;
      const entries = await readEntries(read, query, () => false);
      const hits = rankEntries({ entries, query, allowed: () => true, liking: () => 0, limit: 25 });
      expect(
        hits.map((hit) => hit.item.itemId),
        query,
      ).toContain(item.itemId);
    }
  });
});

/** The textbook's table, whole: optimal string alignment. */
function distance(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  const at = (i: number, j: number): number => table[i]?.[j] as number;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const options = [at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)];
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) options.push(at(i - 2, j - 2) + 1);
      (table[i] as number[])[j] = Math.min(...options);
    }
  }
  return at(a.length, b.length);
}

const anyWord = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 9 });

describe('typosBetween', () => {
  it('typosBetween: is the distance of the textbook, of all of a word or of its best beginning', () => {
    fc.assert(
      fc.property(anyWord, anyWord, fc.constantFrom(1, 2), (typed, word, max) => {
        const whole = distance(typed, word);
        const [table, letters] = [openTypoTable([...typed]), [...word]];
        expect(typosBetween(table, letters, { whole: true, max })).toBe(whole <= max ? whole : undefined);
        const best = Math.min(
          ...Array.from({ length: word.length }, (_, at) => distance(typed, word.slice(0, at + 1))),
        );
        expect(typosBetween(table, letters, { whole: false, max })).toBe(best <= max ? best : undefined);
        if (isFarFrom(lettersMask([...typed]), lettersMask(letters), max)) expect(best).toBeGreaterThan(max);
      }),
    );
  });
});

describe('openBeginnings', () => {
  it('openBeginnings: the longest there is, and others that a typo may have meant', () => {
    const beginnings = openBeginnings(['m', 'me', 'met', 'mat', 'ma', 'r', 'ra']);
    expect(beginnings.longest('metallica')).toBe('met');
    expect(beginnings.longest('xylophone')).toBeUndefined();
    expect(beginnings.near('metallica')).toContain('mat');
    expect(beginnings.near('met')).toEqual([]);
  });
});

describe('wordsOf', () => {
  it('wordsOf: folded, without punctuation; a script without spaces is entered anywhere', () => {
    expect(wordsOf('Björk – “Jóga” (Don’t)')).toEqual(['bjork', 'joga', 'dont']);
    expect(entrancesOf('群青日和')).toEqual(['群青日和', '青日和', '日和', '和']);
    expect(entrancesOf('creep')).toEqual(['creep']);
  });
});
