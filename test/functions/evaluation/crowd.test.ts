/** What strangers are worth to a home of one, as `npm run evaluate -- --mode crowd` asks. */
import { expect, it } from 'vitest';
import { crowdTable, reportOnCrowd } from '#functions/evaluation/crowd/report.ts';
import { firstMonday, type HistoryPlay } from '#functions/evaluation/life/plays.ts';

/** Of two tastes with forty songs each, strangers play three quarters of one. */
const background = Array.from({ length: 30 }, (_, stranger) => stranger).flatMap((stranger) =>
  Array.from({ length: 30 }, (_, nth) => ({
    userId: String(stranger),
    itemId: `song ${stranger % 2} ${(nth + stranger) % 40}`,
  })),
);

/** Eight weeks of the first half of one taste, and then of what strangers play beside it. */
const plays: HistoryPlay[] = Array.from({ length: 126 }, (_, half) => {
  const itemId = half < 112 ? `song 0 ${half % 20}` : `song 0 ${20 + (half % 20)}`;
  return { userId: 'ada', itemId, at: firstMonday + half * 43_200 + 3_600, listen: { itemId } };
});

it('reportOnCrowd: alone a home explores nothing; strangers of one’s taste find what is played next', async () => {
  const said: string[] = [];
  const asked = { background, plays, listeners: 3, weeks: 1, length: 10 };
  const report = await reportOnCrowd({ ...asked, say: (step) => said.push(step) });
  const [alone, crowd, popular] = report.rows;
  expect(report).toMatchObject({ listeners: 1, weeks: 1 });
  expect(alone).toMatchObject({ home: 'alone', editions: 0, hits: 0 });
  expect(crowd).toMatchObject({ home: 'with the crowd', editions: 1, length: 10 });
  expect(crowd?.hits).toBeGreaterThan(2);
  // Half of what is popular is of the other taste.
  expect(popular?.hits).toBeLessThanOrEqual(crowd?.hits ?? 0);
  expect(crowdTable(report).split('\n')).toHaveLength(7);
}, 60_000);
