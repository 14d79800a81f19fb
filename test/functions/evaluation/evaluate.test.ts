import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { listenRows } from '#functions/evaluation/listens.ts';
import { listMetrics, pairedDifference, spread } from '#functions/evaluation/metrics.ts';
import { reportOnNext } from '#functions/evaluation/next.ts';
import { weeklyCases, weekOf } from '#functions/evaluation/weekly.ts';

const data = process.env.SEGUE_TEST_DATA;
const folder = mkdtempSync(join(tmpdir(), 'segue-evaluate-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = promisify(execFile);
const command = new URL('../../../functions/cli/evaluate.ts', import.meta.url).pathname;
const evaluate = (...options: readonly string[]) => run(process.execPath, [command, ...options], { timeout: 240_000 });

function file(name: string, rows: readonly (readonly (string | number)[])[]): string {
  const path = join(folder, name);
  const text = `${rows.map((row) => row.join('\t')).join('\n')}\n`;
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
  return path;
}

describe('listMetrics', () => {
  const judged = { list: ['a', 'b', 'c'], relevant: new Set(['b', 'c', 'd']) };

  it('recall is hits over everything relevant, known to the model or not', () => {
    expect(listMetrics.recall(judged, 2)).toBe(1 / 3);
    expect(listMetrics.recall(judged, 3)).toBe(2 / 3);
  });

  it('ndcg divides by the best list of that length: 1/log2(3) over 1 + 1/log2(3) for one hit in second place of two', () => {
    const second = 1 / Math.log2(3);
    expect(listMetrics.ndcg(judged, 2)).toBeCloseTo(second / (1 + second), 12);
    expect(listMetrics.ndcg({ list: ['b', 'c', 'd'], relevant: judged.relevant }, 3)).toBeCloseTo(1, 12);
    expect(listMetrics.ndcg({ list: ['b'], relevant: new Set(['b']) }, 10)).toBe(1);
  });

  it('hr asks for one hit', () => {
    expect([listMetrics.hr(judged, 1), listMetrics.hr(judged, 2), listMetrics.hr(judged, 3)]).toEqual([0, 1, 1]);
  });

  it('an empty list is worth nothing', () => {
    const empty = { list: [], relevant: new Set(['a']) };
    expect([listMetrics.recall(empty, 5), listMetrics.ndcg(empty, 5), listMetrics.hr(empty, 5)]).toEqual([0, 0, 0]);
  });
});

describe('spread', () => {
  const usersOf = new Map([
    ['a', 8],
    ['b', 4],
    ['c', 1],
    ['d', 1],
  ]);

  it('coverage, novelty and artists by hand', () => {
    const artistOf = new Map([
      ['a', 'x'],
      ['b', 'x'],
      ['c', 'y'],
    ]);
    const lists = [
      ['a', 'b'],
      ['a', 'c'],
    ];
    const found = spread(lists, 2, { users: 8, usersOf, artistOf });
    expect(found).toEqual({ coverage: 3 / 4, novelty: (0 + 1 + 0 + 3) / 4, artists: (1 / 2 + 1) / 2 });
  });

  it('does not make up artists', () => {
    expect(spread([['a']], 1, { users: 8, usersOf, artistOf: new Map() }).artists).toBeNull();
  });
});

describe('pairedDifference', () => {
  it('is the mean of the differences and its standard error: differences 1, 0, 2 have 1 and sqrt(1/3)', () => {
    const { mean, se } = pairedDifference([2, 3, 5], [1, 3, 3]);
    expect(mean).toBe(1);
    expect(se).toBeCloseTo(Math.sqrt(1 / 3), 12);
  });
});

describe('listenRows', () => {
  const weights = (rows: readonly { readonly weight: number }[]) => rows.map(({ weight }) => weight);

  it('counts plays, and where their number is missing the median of the user', () => {
    const rows = listenRows([
      { userId: 'u', itemId: 'a', plays: 4 },
      { userId: 'u', itemId: 'b', plays: 10 },
      { userId: 'u', itemId: 'c', plays: Number.NaN },
      { userId: 'v', itemId: 'c', plays: Number.NaN },
    ]);
    expect(weights(rows)).toEqual([4, 10, 7, 1]);
  });

  it('lets positions and seconds decide when a listen was', () => {
    const [first, second] = listenRows([
      { userId: 'u', itemId: 'a', position: 0 },
      { userId: 'u', itemId: 'b', position: 4 },
    ]);
    const days = ((second?.listened_at.getTime() ?? 0) - (first?.listened_at.getTime() ?? 0)) / 86_400_000;
    expect(days).toBe(30);
    const [play] = listenRows([{ userId: 'u', itemId: 'a', seconds: 90 }]);
    expect(play?.listened_at).toEqual(new Date(90_000));
  });
});

describe('weeklyCases', () => {
  const week = 7 * 86_400;
  const plays = (from: number, items: readonly string[]) =>
    items.map((itemId, nth) => ({ userId: 'u', itemId, seconds: from + nth }));
  const many = Array.from({ length: 50 }, (_, nth) => `old ${nth % 10}`);

  it('asks for weeks from the fourth on with 50 plays before and 5 items in it, and tells new from known', () => {
    const history = [
      ...plays(0, many.slice(1)),
      ...plays(4 * week, ['old 1', 'a', 'b', 'c', 'd']),
      ...plays(5 * week, ['old 1', 'a', 'e', 'f', 'g', 'g']),
      ...plays(6 * week, ['x', 'y']),
    ];
    const cases = weeklyCases(history);
    expect(cases.map(({ caseId }) => caseId)).toEqual(['u week 5']);
    expect([...(cases[0]?.fresh ?? [])]).toEqual(['e', 'f', 'g']);
    expect([...(cases[0]?.all ?? [])]).toEqual(['old 1', 'a', 'e', 'f', 'g']);
    expect(cases[0]?.affinities.get('a')?.[4]).toBe(1);
  });

  it('weekOf puts what is on repeat first and proposals where that went stale', () => {
    const [asked] = weeklyCases([
      ...plays(0, many),
      ...plays(3.9 * week, ['fresh', 'fresh', 'newer']),
      ...plays(4 * week, ['a', 'b', 'c', 'd', 'e']),
      ...plays(40 * week, ['a', 'b', 'c', 'd', 'e']),
    ]);
    if (asked === undefined) throw new Error('There is a case');
    expect(weekOf(asked, [{ itemId: 'new', score: 7 }], 2)).toEqual(['fresh', 'newer']);
    const later = { ...asked, at: asked.at + 30 * week };
    expect(weekOf(later, [{ itemId: 'new', score: 7 }], 1)).toEqual(['new']);
  });
});

describe('reportOnNext', () => {
  it('asks for every listener alike: one goes round an album, which it foresees, another plays nothing twice', () => {
    const of = (userId: string, count: number, song: (nth: number) => number) =>
      Array.from({ length: count }, (_, nth) => {
        const itemId = `${userId} ${song(nth)}`;
        return { userId, itemId, at: nth * 240, listen: { itemId } };
      });
    const plays = [...of('round', 700, (nth) => nth % 30), ...of('never', 60, (nth) => nth), ...of('few', 50, () => 1)];
    const report = reportOnNext(plays, [1, 10]);
    expect(report.listeners).toBe(2);
    expect(report.cases).toBe(Math.ceil(650 / 4) + 10);
    expect(report.rows[0]).toMatchObject({ model: 'familiar', 'hr@1': 0.5, 'hr@10': 0.5, 'ndcg@10': 0.5 });
    expect(report.rows[1]?.['hr@1']).toBe(0);
    expect(report.differences[0]).toEqual({ metric: 'hr@1', mean: 0.5, se: 0.5 });
  });
});

describe('npm run evaluate', () => {
  /** Users of two tastes; each lacks one item of theirs, which the test file holds. */
  const rows = Array.from({ length: 16 }, (_, user) =>
    Array.from(
      { length: 8 },
      (_, nth) => [`u${user}`, `${user % 2 === 0 ? 'black' : 'white'} ${nth}`, 1 + nth] as const,
    ),
  );
  const left = (user: number): number => (user >> 1) % 8;
  const header = ['user_id', 'item_id', 'plays'];
  const train = file('train.tsv', [header, ...rows.flatMap((own, user) => own.filter((_, nth) => nth !== left(user)))]);
  const test = file('test.tsv.gz', [header, ...rows.map((own, user) => own[left(user)] as (typeof own)[number])]);

  it('prints exactly one JSON object on stdout and finds what every taste lacks', async () => {
    const { stdout, stderr } = await evaluate('--train', train, '--test', test, '--k', '1,2', '--json');
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ users: 16, cases: 16 });
    expect(report.rows.map(({ model }: { model: string }) => model)).toEqual(['segue', 'popularity', 'cosine']);
    expect(report.rows[0]).toMatchObject({ 'recall@1': 1, 'ndcg@1': 1, 'hr@2': 1, 'coverage@1': 1 });
    expect(report.rows[1]['recall@1']).toBeLessThan(0.7);
    expect(report.differences).toContainEqual(
      expect.objectContaining({ metric: 'recall@1', against: 'popularity', mean: 1 - report.rows[1]['recall@1'] }),
    );
    expect(stderr).toContain('relating 16 items');
  });

  it('lets tags propose an item that nobody has played', async () => {
    const tags = file('tags.tsv', [
      ['item_id', 'tag', 'count'],
      ...Array.from({ length: 8 }, (_, nth) => [`black ${nth}`, 'dark', 5]),
      ...Array.from({ length: 8 }, (_, nth) => [`white ${nth}`, 'light', 5]),
      ['unheard', 'dark', 5],
    ]);
    const asked = file('cold.tsv', [header, ['u0', 'unheard', 1], ['u1', 'unheard', 1]]);
    const { stdout } = await evaluate('--train', train, '--test', asked, '--tags', tags, '--k', '2', '--json');
    expect(JSON.parse(stdout).rows[0]['recall@2']).toBe(0.5);
  });

  it('says what is wrong in one sentence, on stderr', async () => {
    const bad = file('bad.tsv', [header, ['u0', 'a', 'many']]);
    const failure = await evaluate('--train', bad, '--test', test).catch((error) => error);
    expect(failure.code).toBe(1);
    expect(failure.stdout).toBe('');
    expect(failure.stderr).toContain('"many" in column "plays" is no number');
    expect(failure.stderr).not.toContain('    at ');
  });

  it.skipIf(data === undefined)('foresees half of the next plays on lastfm-timed (needs SEGUE_TEST_DATA)', async () => {
    const timed = join(data ?? '', 'lastfm-timed', 'timed.tsv.gz');
    const report = JSON.parse((await evaluate('--mode', 'next', '--train', timed, '--k', '10', '--json')).stdout);
    expect(report.rows[0]['hr@10']).toBeGreaterThanOrEqual(0.55);
    expect(report.differences[0].mean).toBeGreaterThan(0);
  });

  it.skipIf(data === undefined)('meets its targets on lastfm-sequences valid (needs SEGUE_TEST_DATA)', async () => {
    const [own, next] = ['train', 'valid'].map((part) => join(data ?? '', 'lastfm-sequences', `${part}.tsv`));
    const options = [
      '--mode',
      'leave-one-out',
      '--train',
      own as string,
      '--test',
      next as string,
      '--k',
      '10',
      '--json',
    ];
    const { stdout } = await evaluate(...options);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ users: 1_090, cases: 1_090 });
    expect(report.rows[0]['hr@10']).toBeGreaterThan(0.1);
    expect(report.rows[0]['ndcg@10']).toBeGreaterThan(0.05);
  });
});
