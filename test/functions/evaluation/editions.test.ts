/** Editions on real listening, as `npm run evaluate -- --mode editions` makes them, on a cut of the data. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareEditions } from '#functions/evaluation/editions/judge.ts';
import { editionsTable, reportOnEditions, rowOf } from '#functions/evaluation/editions/report.ts';
import { type Interaction, readInteractionTable } from '#functions/evaluation/interactions.ts';
import { firstMonday, playsOf } from '#functions/evaluation/life/plays.ts';
import { seal } from '#shared/domain/edition/seal.ts';
import { ada, inputsOf } from '#test/support/editions.ts';

const data = process.env.SEGUE_TEST_DATA;
const week = 7 * 86_400;

describe('compareEditions', () => {
  it('judges the most popular and a draw from what was offered by the same promise, and keeps a memory for each', () => {
    const stored = seal(inputsOf({ patch: 'weekly-exploration' }));
    const items = stored.edition.items.map(({ item }) => item.itemId as string);
    const played = 'played before';
    const popular = [played, 'hit', ...Array.from({ length: items.length - 1 }, (_, nth) => `crowd ${nth}`)];
    const background = popular.flatMap((itemId, nth) =>
      Array.from({ length: popular.length - nth }, (_, person) => ({ userId: `${person}`, itemId })),
    );
    const plays = playsOf(
      [
        [played, 0],
        [items[0] as string, 4.5],
        [items[1] as string, 4.6],
        ['hit', 4.7],
        ['hit', 5.5],
      ].map(([itemId, weeks]) => ({ userId: ada.userId, itemId: itemId as string, seconds: Number(weeks) * week })),
    );
    // Everything offered beside the edition was played before or is played afterwards: a draw keeps the second.
    const offered = [played, 'hit'];
    const edition = (nth: number) => ({ week: 4 + nth, at: firstMonday + (4 + nth) * week, stored, offered });
    const [first, second] = compareEditions([edition(0), edition(1)], { background, plays });
    expect(first).toMatchObject({ hits: 2, popularity: { hits: 1, ndcg: 1, discoveries: 1 }, drawn: { hits: 1 } });
    // The same edition again repeats; the others may not, and have nothing else.
    expect(second).toMatchObject({ hits: 0, repeats: items.length, popularity: { hits: 0 }, drawn: { hits: 0 } });

    const row = rowOf('weekly-exploration', [first, second] as never, 100);
    expect(row).toMatchObject({ editions: 2, keptShare: 1 - 2 / (2 * items.length), repeatShare: 0.5, hits: 1 });
    expect(row.against.popularity.hits).toEqual({ theirs: 0.5, ahead: 0.5, se: 0 });
    expect(row.against.drawn.discoveries).toMatchObject({ theirs: 0.5, ahead: 0.5 });
  });
});

describe.skipIf(data === undefined)('npm run evaluate -- --mode editions (SEGUE_TEST_DATA, lastfm-timed)', () => {
  it('I6 nothing of the last four editions comes back while the pool allows it, and nothing heard is explored', async () => {
    const file = (name: string): Promise<Interaction[]> =>
      readInteractionTable(join(data as string, 'lastfm-timed', `${name}.tsv.gz`));
    const timed = (await file('timed')).filter(({ userId }) => Number(userId) % 5 === 0);
    const background = (await file('background')).filter(({ userId }) => Number(userId) % 24 === 0);
    const report = await reportOnEditions({ background, plays: playsOf(timed), weeks: 2, say: () => {} });
    console.log(editionsTable(report));
    for (const row of report.rows) {
      expect(row.editions).toBeGreaterThan(10);
      expect(row.repeatShareWhereThePoolAllows).toBe(0);
      expect(row.unsaid).toBe(0);
    }
    const [exploration, jams] = report.rows;
    expect(exploration).toMatchObject({ patch: 'weekly-exploration', ownShare: 0, keptShare: 1 });
    expect(jams?.against.drawn.hits.theirs).toBeGreaterThan(0);
  }, 600_000);
});
