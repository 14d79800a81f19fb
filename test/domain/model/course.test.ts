import { describe, expect, it } from 'vitest';
import { afterCourse, protections } from '#shared/domain/model/course.ts';
import type { Gate, ModelManifest } from '#shared/schemas/model.ts';

const day = 86_400;
const today = 1_790_596_800;
const tracks = (name: string): string[] => Array.from({ length: 100 }, (_, place) => `${name} ${place}`);

function gateOf(gate: string, value: number, more: Partial<Gate> = {}): Gate {
  return { gate, value, passed: false, limit: 'at least 50', detail: 'of the most popular', ...more };
}

function candidate(daysAgo: number, gates: readonly Gate[], popular: readonly string[] = tracks('new')): ModelManifest {
  return { trainedAt: today - daysAgo * day, state: 'held', gates, popular } as unknown as ModelManifest;
}

const stands = (gate: Gate, candidates: readonly ModelManifest[], popular = tracks('new')) =>
  afterCourse([gate], { at: today, candidates, popular })[0];

describe('afterCourse', () => {
  it('holds a jump: nothing before it agrees', () => {
    expect(stands(gateOf('popularity', 3), [])?.passed).toBe(false);
    const strangers = [1, 2, 3].map((ago) => candidate(ago, [gateOf('popularity', 3)], tracks(`day ${ago}`)));
    expect(stands(gateOf('popularity', 3), strangers)?.passed).toBe(false);
    const others = [1, 2, 3].map((ago) => candidate(ago, [gateOf('recall', 0.01 * ago)]));
    expect(stands(gateOf('recall', 0.08), others)?.passed).toBe(false);
  });

  it('ends with a course: candidates that agreed for three days, and says so', () => {
    const agreeing = [1, 2, 3].map((ago) => candidate(ago, [gateOf('popularity', 3)]));
    expect(stands(gateOf('popularity', 3), agreeing)).toMatchObject({ passed: true, ended: 'course' });
    expect(stands(gateOf('popularity', 3), agreeing.slice(0, 2))?.passed).toBe(false);
    // Weekly trainings agree in the third week, many trainings of one day do not.
    const weekly = [7, 14].map((ago) => candidate(ago, [gateOf('popularity', 3)]));
    expect(stands(gateOf('popularity', 3), weekly)?.passed).toBe(true);
    const hourly = [0.1, 0.2, 0.3, 0.4].map((ago) => candidate(ago, [gateOf('popularity', 3)]));
    expect(stands(gateOf('popularity', 3), hourly)?.passed).toBe(false);
  });

  it('begins anew where a candidate between did not agree', () => {
    const broken = [
      candidate(1, [gateOf('volume', 0.5)]),
      candidate(2, [gateOf('volume', 0.1)]),
      candidate(3, [gateOf('volume', 0.5)]),
      candidate(4, [gateOf('volume', 0.5)]),
    ];
    expect(stands(gateOf('volume', 0.5), broken)?.passed).toBe(false);
  });

  it('ends at an operator’s word, for what the operator saw', () => {
    const accepted = [candidate(1, [gateOf('history', 0.5, { passed: true, ended: 'operator' })])];
    expect(stands(gateOf('history', 0.48), accepted)).toMatchObject({ passed: true, ended: 'operator' });
    expect(stands(gateOf('history', 0.2), accepted)?.passed).toBe(false);
    expect(stands(gateOf('volume', 0.48), accepted)?.passed).toBe(false);
  });

  it('leaves alone what passes', () => {
    const passed = gateOf('volume', 1, { passed: true });
    expect(stands(passed, [])).toBe(passed);
  });
});

it('protections say of every gate what it is for and what ends it', () => {
  for (const { from, end } of Object.values(protections)) expect(from.length * end.length).toBeGreaterThan(0);
});
