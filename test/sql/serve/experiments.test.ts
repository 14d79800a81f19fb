/** Exposures and outcomes by SQL: against an oracle in TypeScript, and against effects that were planted. */
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { measureOutcomes } from '#functions/serve/experiments.ts';
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';
import { assignVariants } from '#shared/domain/experiment/assign.ts';
import { experimentReport } from '#shared/domain/experiment/report.ts';
import { nthChance } from '#shared/domain/hash.ts';
import { experimentDials } from '#shared/domain/tuning.ts';
import { ExperimentConfig } from '#shared/schemas/experiment.ts';
import type { RowOf } from '#shared/schemas/tables.ts';
import { refresh } from '#shared/sql/refresh/refresh.ts';
import { at, everythingIn, exposed, landed, listenRow } from '#test/support/warehouse-rows.ts';

const warehouse = await openWarehouse({ path: ':memory:' });
afterAll(() => warehouse.close());
beforeEach(async () => {
  for (const table of ['listen_messages', 'listens', 'exposures'] as const) await warehouse.load(table, [], 'replace');
});

const day = 86_400;
const start = 1_790_000_000 - (1_790_000_000 % day);
const window = experimentDials.outcomeDays * day;

describe('exposures.sql', () => {
  it('keeps the first exposure of a user, experiment, day and place, in whatever order and however often they come', async () => {
    const told = [
      exposed('ada', start + 60, { variant: 'wide', items: ['a', 'b"\\é'] }),
      exposed('ada', start + 30, { variant: 'wide', items: ['c'] }),
      exposed('ada', start + 90, { variant: 'wide', shown: 'recommendations', items: ['d'] }),
      exposed('ada', start + day, { variant: 'wide', items: ['e'] }),
      exposed('bob', start + 60, { variant: 'narrow', items: ['a'] }),
    ];
    const messages = [...told, ...told].map((message, nth) => landed(`m${nth}`, message, start + day + nth));
    await warehouse.load('listen_messages', messages);
    for (let run = 0; run < 2; run++) await refresh(warehouse, { overlapSeconds: 30 * day });
    const rows = await everythingIn(warehouse, 'exposures', 'user_id, exposed_at');
    expect(
      rows.map(({ user_id, variant, shown, exposed_at, items }) => [user_id, variant, shown, exposed_at, items]),
    ).toEqual([
      ['ada', 'wide', 'weekly-jams', at(start + 30), '["c"]'],
      ['ada', 'wide', 'recommendations', at(start + 90), '["d"]'],
      ['ada', 'wide', 'weekly-jams', at(start + day), '["e"]'],
      ['bob', 'narrow', 'weekly-jams', at(start + 60), '["a"]'],
    ]);
  });
});

type Exposure = RowOf<'exposures'>;
type Listen = RowOf<'listens'>;

const exposure = fc
  .record({
    user: fc.nat({ max: 9 }),
    day: fc.nat({ max: 12 }),
    variant: fc.constantFrom('a', 'b'),
    experiment: fc.constantFrom('wide', 'wide', 'wide', 'calm'),
    shown: fc.constantFrom('weekly-jams', 'recommendations'),
    items: fc.uniqueArray(fc.nat({ max: 7 }), { minLength: 1, maxLength: 5 }),
  })
  .map(
    ({ user, day: nth, items, ...rest }): Exposure => ({
      user_id: `user ${user}`,
      exposed_at: at(start + nth * day + user),
      items: JSON.stringify(items.map((item) => `item ${item}`)),
      ...rest,
    }),
  );
const listen = fc
  .record({ user: fc.nat({ max: 9 }), second: fc.integer({ min: -day, max: 20 * day }), item: fc.nat({ max: 7 }) })
  .map(({ user, second, item }): Listen => {
    const said = { user_id: `user ${user}`, item_id: `item ${item}`, listened_at: at(start + second) };
    return listenRow({ ...said, weight: second % 5 === 0 ? 0 : 1 });
  });

/** What the statement says, said once more in TypeScript. */
function oracle(exposures: readonly Exposure[], listens: readonly Listen[], asked: { since: number; at: number }) {
  const seconds = (instant: Date): number => instant.getTime() / 1_000;
  const within = (instant: Date): boolean => seconds(instant) >= asked.since && seconds(instant) <= asked.at;
  const seen = exposures.filter((each) => each.experiment === 'wide' && within(each.exposed_at));
  const after = (user: string, from: number): Listen[] =>
    listens.filter(
      ({ user_id, weight, listened_at: instant }) =>
        user_id === user &&
        weight > 0 &&
        within(instant) &&
        seconds(instant) >= from &&
        seconds(instant) < from + window,
    );
  const byVariant = new Map<string, { taken: number; listens: number }[]>();
  for (const [user, own] of Map.groupBy(seen, ({ user_id }) => user_id)) {
    own.sort((a, b) => seconds(a.exposed_at) - seconds(b.exposed_at) || (a.variant < b.variant ? -1 : 1));
    const offered = new Map<string, number>();
    for (const { items, exposed_at } of own)
      for (const item of JSON.parse(items) as string[]) if (!offered.has(item)) offered.set(item, seconds(exposed_at));
    const taken = [...offered].filter(([item, from]) => after(user, from).some(({ item_id }) => item_id === item));
    const [first] = own as [Exposure];
    const outcome = { taken: taken.length / offered.size, listens: after(user, seconds(first.exposed_at)).length };
    byVariant.set(first.variant, [...(byVariant.get(first.variant) ?? []), outcome]);
  }
  return new Map(
    [...byVariant].map(([variant, outcomes]) => [
      variant,
      { taken: estimate(outcomes.map(({ taken }) => taken)), listens: estimate(outcomes.map(({ listens: n }) => n)) },
    ]),
  );
}

function estimate(values: readonly number[]): { mean: number; standardError: number | null } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardError: values.length < 2 ? null : Math.sqrt(squares / (values.length - 1) / values.length) };
}

describe('experiments/outcomes.sql', () => {
  it('equals an oracle on any exposures and listens', async () => {
    const worlds = fc.tuple(fc.array(exposure, { minLength: 1, maxLength: 25 }), fc.array(listen, { maxLength: 60 }));
    await fc.assert(
      fc.asyncProperty(worlds, fc.nat({ max: 3 }), async ([exposures, listens], late) => {
        await warehouse.load('exposures', exposures, 'replace');
        await warehouse.load('listens', listens, 'replace');
        const asked = { since: start + late * day, at: start + 15 * day };
        const found = await measureOutcomes(warehouse, { experiment: 'wide', ...asked });
        const wanted = oracle(exposures, listens, asked);
        expect(found.map(({ variant }) => variant)).toEqual([...wanted.keys()].sort());
        for (const { variant, taken, listens: heard } of found) {
          expectNear(taken, wanted.get(variant)?.taken);
          expectNear(heard, wanted.get(variant)?.listens);
        }
      }),
      { numRuns: 60 },
    );
  });
});

type Estimate = { readonly mean: number; readonly standardError: number | null };

function expectNear(found: Estimate, wanted: Estimate | undefined): void {
  expect(found.mean).toBeCloseTo(wanted?.mean ?? Number.NaN, 9);
  if (wanted?.standardError == null) expect(found.standardError).toBeNull();
  // The square root of a difference of sums loses half of the digits where that difference is nothing.
  else expect(found.standardError).toBeCloseTo(wanted.standardError, 6);
}

const config = ExperimentConfig.parse({
  holdback: 0.2,
  experiments: [
    {
      name: 'wide',
      variants: [
        { name: 'control', share: 0.5 },
        { name: 'wide', share: 0.5 },
      ],
    },
  ],
});
const [experiment] = config.experiments as [ExperimentConfig['experiments'][number]];

/** Users with ten items shown and some played, each by its own chance; `lost` says whose exposures never arrive. */
type World = {
  readonly seed: number;
  readonly users: number;
  readonly liking: (variant: string) => number;
  readonly lost?: (variant: string, nth: number) => boolean;
};

async function reportOf({ seed, users, liking, lost = () => false }: World) {
  const exposures: Exposure[] = [];
  const listens: Listen[] = [];
  for (let nth = 0; nth < users; nth++) {
    const user_id = `user ${seed} ${nth}`;
    const { wide: variant = '' } = assignVariants(config, user_id);
    const items = Array.from({ length: 10 }, (_, item) => `item ${item}`);
    const exposed_at = at(start + nth);
    if (!lost(variant, nth))
      exposures.push({
        user_id,
        experiment: 'wide',
        variant,
        shown: 'weekly-jams',
        exposed_at,
        items: JSON.stringify(items),
      });
    for (const [item, item_id] of items.entries())
      if (nthChance(seed, nth * 10 + item) < liking(variant))
        listens.push(listenRow({ user_id, item_id, listened_at: at(start + nth + 60 * item) }));
  }
  await warehouse.load('exposures', exposures, 'replace');
  await warehouse.load('listens', listens, 'replace');
  const measured = await measureOutcomes(warehouse, { experiment: 'wide', since: start, at: start + 10 * day });
  return experimentReport({ experiment, holdback: config.holdback }, measured);
}

const liftIn = (report: Awaited<ReturnType<typeof reportOf>>, variant: string) =>
  report.variants.find((each) => each.variant === variant)?.outcomes?.taken.lift;

describe('an experiment', () => {
  it('finds a planted effect, its size within the interval, and none where none was planted', async () => {
    const report = await reportOf({ seed: 1, users: 2_000, liking: (variant) => (variant === 'wide' ? 0.24 : 0.2) });
    expect(report.state).toBe('valid');
    const lift = liftIn(report, 'wide');
    expect(lift?.interval?.low).toBeGreaterThan(0);
    expect(lift?.interval?.low).toBeLessThan(0.2);
    expect(lift?.interval?.high).toBeGreaterThan(0.2);
    const none = liftIn(report, 'holdback')?.interval;
    expect([(none?.low ?? 1) < 0, (none?.high ?? -1) > 0]).toEqual([true, true]);
  });

  it('A against A: sees an effect about as often as 95 % confidence says, and no bad ratio', async () => {
    const runs = 100;
    let seen = 0;
    let invalid = 0;
    for (let seed = 0; seed < runs; seed++) {
      const report = await reportOf({ seed: 100 + seed, users: 300, liking: () => 0.2 });
      const { low = 0, high = 0 } = liftIn(report, 'wide')?.interval ?? {};
      if (low > 0 || high < 0) seen++;
      if (report.state === 'invalid') invalid++;
    }
    console.log(
      `A against A: ${seen} effects and ${invalid} bad ratios seen in ${runs} experiments (5 and 0.1 expected)`,
    );
    expect(invalid).toBeLessThanOrEqual(1);
    // Of 100 with a chance of 0.05 each, more than 13 are seen once in two thousand times.
    expect(seen).toBeGreaterThan(0);
    expect(seen).toBeLessThanOrEqual(13);
  });

  it('marks the report invalid when a sixth of the exposures of one variant are lost', async () => {
    const lost = (variant: string, nth: number): boolean => variant === 'wide' && nth % 6 === 0;
    const report = await reportOf({ seed: 3, users: 3_000, liking: () => 0.2, lost });
    expect([report.state, (report.sampleRatio.p ?? 1) < experimentDials.ratioPMin]).toEqual(['invalid', true]);
  });
});
