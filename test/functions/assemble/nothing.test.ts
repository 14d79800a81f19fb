/** Homes with next to nothing in them: an edition is never empty, and never left out either. */
import { describe, expect, it } from 'vitest';
import { monday, openTestHome, playDescribed, type TestHome } from '#test/support/home.ts';

const hour = 3_600;

async function run({ call, home }: TestHome, ...verbs: readonly string[]): Promise<void> {
  for (const verb of verbs) {
    await call('POST', `/v1/run/${verb}`);
    await home.idle();
  }
}

const latest = async ({ call }: TestHome, userId: string, patch: string) =>
  (await call('GET', `/v1/users/${userId}/playlists/${patch}`)) as { status: number; json: any };

const periodsOf = async ({ call }: TestHome, userId: string): Promise<string[]> =>
  (await call('GET', `/v1/users/${userId}/playlists?limit=100`)).json.playlists.map(
    ({ patch, period }: { patch: string; period: string }) => `${patch} ${period}`,
  );

describe('an edition for which there is nothing', () => {
  it('I4 is not stored, and made as soon as there is something, one a period', async () => {
    await using opened = await openTestHome(monday);
    const { call, home, user, time } = opened;
    await user('ada');
    await playDescribed(opened, 'ada', { items: ['a', 'b', 'c'] });
    await home.idle();
    // Ada has heard everything there is.
    await run(opened, 'train', 'plan');
    expect((await latest(opened, 'ada', 'weekly-exploration')).status).toBe(404);
    expect((await latest(opened, 'ada', 'daily-jams')).json.items).toHaveLength(3);

    // Nothing is late meanwhile: it is not due.
    time.now += 3 * hour;
    await run(opened, 'plan', 'watch');
    const { stages } = (await call('GET', '/v1/status')).json;
    expect(stages.find(({ stage }: { stage: string }) => stage === 'editions lateness').state).toBe('ok');

    await user('bob');
    await playDescribed(opened, 'bob', { items: ['d', 'e', 'f', 'g', 'h'], until: time.now });
    await home.idle();
    time.now += 4 * hour;
    await run(opened, 'train', 'plan');
    const { status, json } = await latest(opened, 'ada', 'weekly-exploration');
    expect(status).toBe(200);
    expect(json.items.map(({ item }: any) => item.itemId).sort()).toEqual(['d', 'e', 'f', 'g', 'h']);
    expect(json.period).toBe('2026-W48');
    for (let days = 0; days < 8; days++) {
      time.now += 24 * hour;
      await run(opened, 'plan');
    }
    const periods = await periodsOf(opened, 'ada');
    expect(new Set(periods).size).toBe(periods.length);
    expect(periods.filter((each) => each.startsWith('daily'))).toHaveLength(9);
    expect(periods.filter((each) => each.startsWith('weekly-jams'))).toEqual([
      'weekly-jams 2026-W49',
      'weekly-jams 2026-W48',
    ]);
  });

  it('I4 is looked at again as soon as there is another model, and not before', async () => {
    await using opened = await openTestHome(monday);
    const { call, home, user, time } = opened;
    await user('ada');
    await playDescribed(opened, 'ada', { items: ['a', 'b', 'c'] });
    await home.idle();
    await run(opened, 'train', 'plan');
    await user('bob');
    await playDescribed(opened, 'bob', { items: ['d', 'e', 'f', 'g', 'h'], until: time.now });
    await home.idle();
    time.now += 60;
    const again = (await call('POST', '/v1/run/plan')).json.result;
    // Bob is new and has his four; Ada's is not looked at with the same model.
    expect(again.due).toBe(4);
    await home.idle();
    time.now += 60;
    await run(opened, 'train', 'plan');
    const { status, json } = await latest(opened, 'ada', 'weekly-exploration');
    expect([status, json?.items?.length]).toEqual([200, 5]);
    expect((await call('POST', '/v1/run/plan')).json.result).toEqual({
      due: 0,
      messages: 0,
      why: 'Every edition that is due is made; GET /v1/users/{userId}/schedule says when the next ones are',
    });
  });

  it('a training that was fired is over when readers have its model', async () => {
    await using opened = await openTestHome(monday);
    const { call, home, user } = opened;
    await user('ada');
    expect((await call('POST', '/v1/run/plan')).json.result.why).toContain('No model is published yet');
    await playDescribed(opened, 'ada', { items: ['a', 'b', 'c'] });
    await home.idle();
    const { modelVersion, state } = (await call('POST', '/v1/run/train')).json.result;
    expect(state).toBe('trained');
    expect((await home.stores.models.pointer())?.modelVersion).toBe(modelVersion);
  });

  it('weekly-exploration draws on a catalogue that hardly anybody has played, and says so', async () => {
    await using opened = await openTestHome(monday);
    const { call, home, user } = opened;
    const items = Array.from({ length: 30 }, (_, nth) => ({ itemId: `new ${nth}`, title: `New ${nth}` }));
    await call('PUT', '/v1/items', { items });
    await user('ada', { length: 20 });
    await user('bob');
    await playDescribed(opened, 'ada', { items: ['a', 'b', 'c'] });
    await playDescribed(opened, 'bob', { items: ['b', 'c', 'd'] });
    await home.idle();
    await run(opened, 'train', 'plan');
    const { json } = await latest(opened, 'ada', 'weekly-exploration');
    expect(json.items).toHaveLength(20);
    const reasons = new Map<string, string>(json.items.map(({ item, reason }: any) => [item.itemId, reason.text]));
    for (const heard of ['a', 'b', 'c']) expect(reasons.has(heard)).toBe(false);
    expect([...reasons].filter(([itemId]) => itemId.startsWith('new')).map(([, text]) => text)).toEqual(
      Array.from({ length: 19 }, () => 'Hardly anybody has played it here yet'),
    );
    expect(reasons.get('d')).not.toBe('Hardly anybody has played it here yet');
  });
});
