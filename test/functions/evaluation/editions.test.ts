/** Weekly editions on real listening, as `npm run evaluate -- --mode editions` makes them, on a cut of the data. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judgeEditions } from '#functions/evaluation/editions/judge.ts';
import type { JudgedEditions } from '#functions/evaluation/editions/make.ts';
import { editionsTable, reportOnEditions } from '#functions/evaluation/editions/report.ts';
import { type Interaction, readInteractionTable } from '#functions/evaluation/interactions.ts';
import { seal } from '#shared/domain/edition/seal.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { ada, inputsOf } from '#test/support/editions.ts';

const data = process.env.SEGUE_TEST_DATA;
const week = 7 * 86_400;

describe('judgeEditions', () => {
  it('counts what was played in the week after, and what came back', () => {
    const sealed = seal(inputsOf({ patch: 'weekly-exploration' }));
    const items = sealed.edition.items.map(({ item }) => item.itemId as string);
    const edition = (nth: number) => ({ week: 4 + nth, at: (4 + nth) * week, stored: sealed });
    const lived: JudgedEditions = { editions: [edition(0), edition(1)], heldWeeks: [] };
    const play = (itemId: string | undefined, seconds: number): Interaction => ({
      userId: ada.userId as UserId,
      itemId: itemId as string,
      seconds,
    });
    const timed = [play('other', 0), play(items[0], 4.5 * week), play(items[1], 4.6 * week), play('other', 5.5 * week)];
    const [exploration] = judgeEditions(lived, { background: [], timed });
    expect(exploration).toMatchObject({
      editions: 2,
      items: items.length,
      // The second is the first again; by then two of its items were played.
      repeatRate: 0.5,
      unplayedShare: 1 - 2 / (2 * items.length),
      followed: 2,
      hitRate: { segue: 0.5 },
    });
    expect(exploration?.hits.segue).toBe(1);
    expect(exploration?.artists).toBeGreaterThan(10);
  });
});

describe.skipIf(data === undefined)('npm run evaluate -- --mode editions (SEGUE_TEST_DATA, lastfm-timed)', () => {
  it('I6 nothing of the last four editions comes back while the pool allows it, and nothing heard is explored', async () => {
    const file = (name: string): Promise<Interaction[]> =>
      readInteractionTable(join(data as string, 'lastfm-timed', `${name}.tsv.gz`));
    const timed = (await file('timed')).filter(({ userId }) => Number(userId) % 4 === 0);
    const background = (await file('background')).filter(({ userId }) => Number(userId) % 8 === 0);
    const report = await reportOnEditions({ background, timed, weeks: 5, say: () => {} });
    console.log(editionsTable(report));
    for (const row of report.rows) {
      expect(row.editions).toBeGreaterThan(20);
      expect(row.repeatRateWhereThePoolAllows).toBe(0);
    }
    expect(report.rows.find(({ patch }) => patch === 'weekly-exploration')?.unplayedShare).toBe(1);
  }, 600_000);
});
