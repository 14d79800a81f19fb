import { expect, it } from 'vitest';
import { runSmoke, type SmokeCall } from '#functions/smoke/run.ts';
import { openTestHome, type TestHome } from '#test/support/home.ts';

const userId = 'smoke-test';

/** The home's clock goes with the machine's, as where it is deployed. */
async function smokeOf({ call, time }: TestHome, mend: (path: string, json: unknown) => unknown = (_, json) => json) {
  const start = Date.now() / 1_000 - time.now;
  const calls: SmokeCall = async (method, path, body) => {
    time.now = Math.floor(Date.now() / 1_000 - start);
    const { status, json, text } = await call(method, path, body);
    if (status >= 400 && status !== 404) throw new Error(`${method} ${path}: ${status} ${text}`);
    return status === 404 ? undefined : mend(path, json);
  };
  return runSmoke(calls, { userId, now: () => time.now * 1_000, told: () => undefined, patienceMs: 6_000 });
}

it('runSmoke: every step passes on a home that works, and nothing is left of its user', async () => {
  await using home = await openTestHome();
  const steps = await smokeOf(home);
  expect(steps.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  expect(steps.map(({ name }) => name)).toEqual([
    'status',
    'user',
    'listens',
    'profile',
    'recommendations',
    'edition',
    'erasure',
    'receipt',
  ]);
  expect((await home.call('GET', `/v1/users/${userId}`)).status).toBe(410);
});

it('runSmoke: a step that fails is named with what was wrong, and the user is erased all the same', async () => {
  await using home = await openTestHome();
  const steps = await smokeOf(home, (path, json) => (path.includes('affinities') ? { listens: 0 } : json));
  expect(steps.filter(({ outcome }) => outcome === 'failed')).toEqual([
    expect.objectContaining({ name: 'profile', detail: 'the listens are not in the profile after 6 s' }),
  ]);
  expect((await home.call('GET', `/v1/users/${userId}`)).status).toBe(410);
});
