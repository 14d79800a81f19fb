import { describe, expect, it } from 'vitest';
import { examine } from '#functions/doctor/examine.ts';
import { hourlyListens, monday, openTestHome, type TestHome } from '#test/support/home.ts';

const asked = ({ call }: TestHome) => examine(async (path) => (await call('GET', path)).json);

describe('examine', () => {
  it('examine: a new home waits, and says for what and how not to', async () => {
    await using home = await openTestHome();
    const findings = await asked(home);
    expect(findings.filter(({ state }) => state === 'waiting').map(({ about }) => about)).toEqual([
      'stages',
      'model',
      'users',
    ]);
    expect(findings.filter(({ state, remedy }) => state === 'waiting' && remedy === undefined)).toEqual([]);
  });

  it('examine: of a user it knows the last listen and the next edition, and of one who fell silent what to look at', async () => {
    await using home = await openTestHome();
    await home.call('POST', '/v1/listens', { listens: hourlyListens('ada', ['a', 'b', 'c']) });
    await home.settled();
    const ada = (await asked(home)).find(({ about }) => about === 'ada');
    expect(ada).toMatchObject({
      state: 'well',
      says: expect.stringMatching(/last listen 2026-11-2.*next is weekly-exploration at /),
    });
    home.time.now = monday + 16 * 86_400;
    expect((await asked(home)).find(({ about }) => about === 'ada')).toMatchObject({
      state: 'waiting',
      remedy: expect.stringContaining('scrobbler'),
    });
  });

  it('examine: a stage past its objective is wrong, with its number', async () => {
    const stage = {
      stage: 'train',
      state: 'late',
      value: 90_000,
      objective: 86_400,
      unit: 's',
      detail: 'since the last model',
    };
    const status = {
      codeVersion: '1',
      now: '2026-11-23T12:00:00Z',
      watchedAt: '2026-11-23T11:55:00Z',
      modelVersion: 'm',
      asOf: 'x',
      stages: [stage],
    };
    const findings = await examine(async (path) => (path === '/v1/status' ? status : { users: [], nextCursor: null }));
    expect(findings.filter(({ state }) => state === 'wrong')).toEqual([
      expect.objectContaining({
        about: 'train',
        says: expect.stringContaining('90000 s'),
        remedy: expect.stringContaining('/v1/run/train'),
      }),
    ]);
  });
});
