import { expect, it } from 'vitest';
import { createHomeLog } from '#shared/edge/log.ts';

function linesOf(setting: string, isTerminal: boolean): string[] {
  const lines: string[] = [];
  const log = createHomeLog(setting, isTerminal, (line) => lines.push(line));
  log('INFO', 'edition assembled', { verb: 'assemble', patch: 'daily-jams', period: '2026-11-23', items: 5_000 });
  for (const state of ['ok', 'ok', 'late', 'late', 'ok']) {
    log(state === 'late' ? 'ERROR' : 'INFO', 'stage watched', {
      verb: 'watch',
      stage: 'model age',
      state,
      value: null,
    });
  }
  return lines;
}

it('createHomeLog: words with their instant on a terminal, dated JSON elsewhere or when asked', () => {
  const [line] = linesOf('INFO', true);
  expect(line).toMatch(
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d INFO {4}assemble: edition assembled, patch daily-jams, period 2026-11-23, items 5,000\n$/,
  );
  for (const lines of [linesOf('INFO', false), linesOf('info,json', true)]) {
    expect(JSON.parse(lines[0] as string)).toMatchObject({
      time: expect.any(String),
      severity: 'INFO',
      period: '2026-11-23',
    });
  }
  expect(linesOf('INFO,text', false)[0]).toBe(line);
});

it('createHomeLog: warnings unless more is asked for; a state that goes on is told once', () => {
  expect(linesOf('', false).map((line) => JSON.parse(line).state)).toEqual(['late']);
  expect(
    linesOf('INFO', false)
      .slice(1)
      .map((line) => JSON.parse(line).state),
  ).toEqual(['ok', 'late', 'ok']);
  expect(linesOf('DEBUG', false)).toHaveLength(6);
});
