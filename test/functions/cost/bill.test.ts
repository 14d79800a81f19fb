import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { billOf } from '#functions/cost/bill.ts';
import { work } from '#functions/cost/operations.ts';
import { personalizeBill } from '#functions/cost/personalize.ts';
import { costOf, regions } from '#functions/cost/prices.ts';
import { refreshBytes, refreshesPerDay } from '#functions/cost/upkeep.ts';
import { busySeconds } from '#functions/cost/verbs.ts';
import { workloadOf } from '#functions/cost/workload.ts';

const prices = regions['us-central1'];
const lineOf = (users: number, item: string) =>
  billOf(workloadOf({ users }), prices).lines.find((line) => line.item === item);

describe('costOf', () => {
  const price = { usd: 2, per: 'apple', freePerMonth: 10, source: 'the market' };

  it('costOf: what is free is free, the rest costs', () => {
    expect([9, 10, 11, 20].map((quantity) => costOf(quantity, price))).toEqual([0, 0, 2, 20]);
  });

  it('costOf: every tier is paid at its own price', () => {
    const tiers = [
      { from: 20, usd: 1 },
      { from: 30, usd: 0.5 },
    ];
    expect([20, 25, 30, 40].map((quantity) => costOf(quantity, { ...price, tiers }))).toEqual([20, 25, 30, 35]);
  });
});

describe('billOf', () => {
  it('billOf: lines make services, services make the total', () => {
    const { lines, services, usd } = billOf(workloadOf({ users: 100_000 }), prices);
    for (const { service, usd: part } of services) {
      const sum = lines.filter((line) => line.service === service).reduce((total, line) => total + line.usd, 0);
      expect(sum).toBeCloseTo(part, 6);
    }
    expect(services.reduce((total, service) => total + service.usd, 0)).toBeCloseTo(usd, 6);
  });

  it('billOf: free parts are given once, however many lines share a price', () => {
    const { lines } = billOf(workloadOf({ users: 100_000 }), prices);
    const reads = lines.filter(({ price }) => price === 'documentReads');
    const quantity = reads.reduce((sum, line) => sum + line.quantity, 0);
    expect(reads).toHaveLength(2);
    expect(reads.reduce((sum, { usd }) => sum + usd, 0)).toBeCloseTo((quantity - 1_500_000) * 3e-7, 6);
  });

  it('billOf: writes are what was counted, times what a month brings', () => {
    const users = 7_000;
    const learned = users * 20 * work['learn one listen'].writes;
    const editions = users * (1 + 3 / 7) * work['daily-jams'].writes;
    const published = users + workloadOf({ users }).items * 1.2;
    expect(lineOf(users, 'writes')?.quantity).toBeCloseTo(30 * (learned + editions + published), 0);
  });

  it('billOf: BigQuery is on demand, at the price of every byte, unless slots are reserved', () => {
    const of = (slots: boolean) =>
      billOf(workloadOf({ users: 100_000, slots }), prices).lines.find(({ item }) => item.startsWith('training'));
    const [onDemand, reserved] = [of(false), of(true)];
    expect(onDemand?.price).toBe('queryBytes');
    const { lines } = billOf(workloadOf({ users: 100_000 }), prices);
    const paid = lines.filter(({ price }) => price === 'queryBytes');
    expect(paid.map(({ item }) => item)).toEqual([
      'training and publishing',
      'rebuilds of profiles',
      'erasures of users',
    ]);
    const bytes = paid.reduce((sum, { quantity }) => sum + quantity, 0);
    const usd = paid.reduce((sum, line) => sum + line.usd, 0);
    expect(usd).toBeCloseTo(((bytes - 2 ** 40) / 2 ** 40) * 6.25, 2);
    expect(reserved?.price).toBe('slotSeconds');
    expect(reserved?.usd).toBeLessThan((onDemand?.usd ?? 0) / 5);
  });

  it('billOf: what rebuilds read the warehouse anew for stays below $100 a month, however many users there are', () => {
    for (const users of [1_000, 100_000, 10_000_000]) {
      const load = workloadOf({ users });
      expect(30 * refreshesPerDay(load) * refreshBytes(load) * (6.25 / 2 ** 40)).toBeLessThan(100);
    }
  });

  it('billOf: ten times the users never cost less, service by service', () => {
    for (const users of [1_000, 10_000, 100_000]) {
      const [less, more] = [users, 10 * users].map((each) => billOf(workloadOf({ users: each }), prices).services);
      for (const [at, { usd }] of (less ?? []).entries()) expect(more?.[at]?.usd).toBeGreaterThanOrEqual(usd);
    }
  });

  it('busySeconds: never more than the month at little traffic, the CPU at much', () => {
    expect(busySeconds('serve', workloadOf({ users: 1 }))).toBeLessThan(30);
    const users = 50_000_000;
    expect(busySeconds('ingest', workloadOf({ users }))).toBeCloseTo((users * 20 * 30 * 0.001) / 0.6, -3);
  });
});

describe('personalizeBill', () => {
  it('personalizeBill: a request per recommendation and edition, and interactions up to its quota', () => {
    const load = workloadOf({ users: 7_000, listensPerDay: 1_000_000, historyDays: 10_000 });
    const { requests, training } = personalizeBill(load);
    expect(requests).toBeCloseTo(30 * (7_000 + 10_000) * 0.00015, 6);
    expect(training).toBeCloseTo((30 / 7) * 3e9 * 0.000002, 6);
  });
});

describe('prices', () => {
  it('prices: those of the region that infra deploys to unless told otherwise', () => {
    const variables = readFileSync(new URL('../../../infra/variables.tf', import.meta.url), 'utf8');
    const [, region] = /variable "region" \{[^}]*?default\s+= "([^"]+)"/s.exec(variables) ?? [];
    expect(Object.keys(regions)[0]).toBe(region);
  });

  it('prices: what prod.tfvars asks for is on the bill', () => {
    const prod = readFileSync(new URL('../../../infra/prod.tfvars', import.meta.url), 'utf8');
    const days = Number(/backup_days\s*= (\d+)/.exec(prod)?.[1]);
    expect(lineOf(1_000, 'backups')?.quantity).toBeCloseTo(days * (lineOf(1_000, 'storage')?.quantity ?? 0), 0);
    expect(prod).toMatch(/point_in_time_recovery = true/);
    expect(lineOf(1_000, 'point-in-time recovery')?.usd).toBeGreaterThan(0);
  });
});

describe('npm run cost', () => {
  const run = (...parameters: string[]): string =>
    execFileSync(process.execPath, ['functions/cli/cost.ts', ...parameters], { encoding: 'utf8', stdio: 'pipe' });

  it('cost: --json is one object with every line', () => {
    const { load, bill } = JSON.parse(run('--users', '1000', '--listens-per-day', '5000', '--json'));
    expect(load).toMatchObject({ users: 1_000, listensPerDay: 5_000 });
    expect(bill.lines.length).toBeGreaterThan(20);
  });

  it('cost: --week says how long the week takes', () => {
    expect(run('--users', '1000000', '--week')).toContain('10 million editions a week');
  });

  it('cost: names what is missing', () => {
    expect(() => run()).toThrow(/How many users\?/);
    expect(() => run('--users', 'many')).toThrow(/"users" takes a number, not "many"/);
  });
});
