/** Lives through weeks, as `npm run evaluate -- --mode life` does: what editions keep, what is played of them, and what is said. */
import { describe, expect, it } from 'vitest';
import { inventPlays } from '#functions/evaluation/life/invented.ts';
import { judgeLife, keeping, ndcgOf } from '#functions/evaluation/life/judge.ts';
import { firstMonday, type HistoryPlay, lifetimeOf, weekSeconds } from '#functions/evaluation/life/plays.ts';
import { clustered, lifeTable, reportOnLife } from '#functions/evaluation/life/report.ts';
import { seal } from '#shared/domain/edition/seal.ts';
import { ada, inputsOf } from '#test/support/editions.ts';

const day = 86_400;

function playOf(itemId: string, at: number, userId: string = ada.userId): HistoryPlay {
  return { userId, itemId, at, listen: { itemId } };
}

/** A home that plays `perDay` of its songs a day in turn, each with a favourite's chance of coming again. */
function rotation({ songs, days, perDay }: { songs: number; days: number; perDay: number }): HistoryPlay[] {
  return Array.from({ length: days * perDay }, (_, nth) => {
    const song = nth % 3 === 0 ? (nth / 3) % 20 : nth % songs;
    const at = firstMonday + Math.floor(nth / perDay) * day + 3_600 * 8 + (nth % perDay) * 240;
    const listen = { title: `Song ${song}`, artistName: `Artist ${song % 37}`, itemId: `song ${song}` };
    return { userId: 'ada', itemId: listen.itemId, at, listen };
  });
}

describe('judgeLife', () => {
  it('counts what is one’s own, what keeps the promise, and what was found, once', () => {
    const stored = seal(inputsOf({ patch: 'weekly-exploration' }));
    const items = stored.edition.items.map(({ item }) => item.itemId as string);
    const at = stored.edition.createdAt;
    const plays = [playOf(items[3] as string, at - day), playOf(items[0] as string, at + day)];
    const [first, second] = judgeLife(
      [
        { week: 0, at, stored },
        { week: 1, at: at + day / 2, stored },
      ],
      plays,
    );
    expect(first).toMatchObject({ own: 1, kept: items.length - 1, hits: 1, ndcg: 1, discoveries: 1, repeats: 0 });
    // The same again: found already, and all of it repeats.
    expect(second).toMatchObject({ hits: 1, discoveries: 0, repeats: items.length, said: false });
  });

  it('takes for rested what was played two weeks ago, and for now what was played within sixty days', () => {
    const days = (since: number) =>
      ['weekly-exploration', 'weekly-jams', 'daily-jams'].map((patch) => keeping(patch as never, () => since)('any'));
    expect(days(Number.POSITIVE_INFINITY)).toEqual([true, false, false]);
    expect(days(13)).toEqual([false, false, true]);
    expect(days(14)).toEqual([false, true, true]);
    expect(days(61)).toEqual([false, true, false]);
  });

  it('judges the order by where the hits stand', () => {
    expect(ndcgOf([true, true, false])).toBe(1);
    expect(ndcgOf([false, false, true])).toBeCloseTo(0.5, 9);
    expect(ndcgOf([false, false])).toBeNull();
  });
});

describe('clustered', () => {
  it('is no smaller for saying the same thing many times', () => {
    const once = [1, 2, 3, 4].map((value) => ({ userId: `user ${value}`, value }));
    const often = Array.from({ length: 10 }, () => once).flat();
    const value = (each: { value: number }): number => each.value;
    expect(clustered(once, value)).toBeCloseTo(0.6455, 4);
    expect(clustered(often, value)).toBeCloseTo(clustered(once, value), 9);
  });
});

describe('inventPlays', () => {
  it('gives every listener plays in their weeks and the four before, oldest first, the same whenever asked', () => {
    const { plays, from } = inventPlays({ listeners: 3, weeks: 2 });
    expect(from).toBe(firstMonday + 4 * weekSeconds);
    expect(plays).toHaveLength(3 * 6 * 42);
    expect(new Set(plays.map(({ userId }) => userId)).size).toBe(3);
    expect(plays.map(({ at }) => at)).toEqual(plays.map(({ at }) => at).sort((a, b) => a - b));
    expect(plays[0]?.at).toBeGreaterThanOrEqual(firstMonday);
    expect(plays.at(-1)?.at).toBeLessThan(from + 2 * weekSeconds);
    expect(inventPlays({ listeners: 3, weeks: 2 }).plays).toEqual(plays);
  });
});

const nights = Number(process.env.SEGUE_LIFE_WEEKS ?? 0);

describe('reportOnLife', () => {
  it.skipIf(nights === 0)(
    'keeps no old model and breaks no title in a home of thirty (needs SEGUE_LIFE_WEEKS)',
    async () => {
      const report = await reportOnLife({
        background: [],
        ...inventPlays({ listeners: 30, weeks: nights }),
        weeks: nights,
        say: (step) => console.log(step),
      });
      console.log(lifeTable(report));
      expect(report.heldWeeksMax).toBeLessThanOrEqual(1);
      for (const figures of Object.values(report.patches)) expect(figures.unsaid).toBe(0);
      expect(report.patches['weekly-exploration']?.fillerShareMax).toBeLessThanOrEqual(0.1);
      expect(report.patches['weekly-jams']?.ownShare).toBeGreaterThanOrEqual(0.9);
    },
    10_800_000,
  );

  it('lives through the weeks of one listener', async () => {
    const plays = rotation({ songs: 150, days: 42, perDay: 20 });
    const { from, weeks } = lifetimeOf(plays);
    expect({ from, weeks }).toEqual({ from: firstMonday + weekSeconds, weeks: 5 });
    const report = await reportOnLife({ background: [], plays, from: from + 2 * weekSeconds, weeks: 3, say: () => {} });
    // A home of one: its charts are the order of last plays, and hold no model back.
    expect(report).toMatchObject({ listeners: 1, weeks: 3, heldWeeksMax: 0 });
    expect(report.byWeek).toHaveLength(3);
    expect(report.patches['weekly-jams']).toMatchObject({ editions: 3, ownShare: 1, unsaid: 0 });
    expect(report.patches['daily-jams']).toMatchObject({ editions: 21, ownShare: 1 });
    expect(report.patches['daily-jams']?.hits).toBeGreaterThan(1);
    expect(lifeTable(report)).toContain('1 listeners, 3 weeks');
  }, 300_000);
});
