/** Every view with hostile names in it: light and dark, on a phone and a desktop, by eye, by keyboard and by screen reader. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, noBrowser, open, type Watched } from '#test/functions/page/browser.ts';
import { endless, type HostileHome, serveHostileHome } from '#test/functions/page/hostile-home.ts';
import { rollBack } from '#test/functions/page/steps.ts';
import { faultsOf, lookAt, tabTo } from '#test/functions/page/views.ts';
import { firstView, scrollToEnd, serveLongHistory, serveStill } from '#test/functions/page/weight.ts';
import { operatorToken } from '#test/support/home.ts';

/** Each view is looked at in both: by day on a phone, by night at a desk. Colours are the same tokens in either size. */
const looks = {
  phone: { width: 360, height: 740, colorScheme: 'light', rules: 'looks' },
  desktop: { width: 1_280, height: 900, colorScheme: 'dark', rules: 'all' },
} as const;

/** A view's address, and what is there when it can be looked at. `u`: of the user with the worst name. */
const views = {
  status: ['#/status', '.stages td'],
  models: ['#/models', '.card'],
  users: ['#/users', '.card.user'],
  experiments: ['#/experiments', '.card .state'],
  libraries: ['#/libraries', '.card'],
  letters: ['#/letters', '.card pre'],
  nowhere: ['#/nowhere', '.empty'],
  week: ['u week', '.item'],
  edition: ['u edition/daily-jams', '.item'],
  mix: ['u mix/MIX', '.item'],
  find: ['u find', 'input'],
  station: ['u station/item%3Aitem%2041', '.item'],
  taste: ['u taste', '.affinities td'],
  history: ['u history', '.history li'],
  settings: ['u settings', '.plain-list.tall li'],
} as const satisfies Record<string, readonly [string, string]>;

/** Listens of a history longer than any screen; more of them by night. */
const longHistory = Number(process.env.SEGUE_LONG_HISTORY ?? 20_000);
const count = (number: number): string => number.toLocaleString('en');

describe.skipIf(noBrowser)('the views of a home full of hostile names', () => {
  let home: HostileHome;
  let browser: Browser;
  let watched: Watched;
  let mixId: string;
  let token: string;
  beforeAll(async () => {
    [home, browser] = await Promise.all([serveHostileHome(), launch()]);
    watched = await open(browser);
    const { page } = watched;
    await page.route('**/v1/**', async (route) => {
      const response = await route.fetch();
      const text = await response.text();
      await route.fulfill({ response, body: text.replaceAll(endless, endless + 'x'.repeat(10_000)) });
    });
    const path = `/v1/users/${encodeURIComponent(home.userId)}`;
    mixId = (await home.call('GET', `${path}/mixes`)).json.mixes[0].mixId;
    token = (await home.call('POST', `${path}/tokens`)).json.token;
    await page.goto(`${home.url}/#token=${operatorToken}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await home?.[Symbol.asyncDispose]();
  });

  const go = async (view: keyof typeof views): Promise<void> => {
    const [address, there] = views[view];
    const own = `#/u/${encodeURIComponent(home.userId)}/`;
    const hash = address.replace('u ', own).replace('MIX', encodeURIComponent(mixId));
    await watched.page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
    await watched.page.locator(`main ${there}`).first().waitFor({ state: 'attached' });
    if (view === 'find') {
      await watched.page.getByLabel('Search for').fill('hacked');
      await watched.page.locator('.item.named').first().waitFor();
    }
    // What a click opens is part of the view.
    await watched.page.evaluate(
      `document.querySelectorAll('main details:not(.more)').forEach((each) => { each.open = true; })`,
    );
    await watched.page.evaluate(
      `[...document.querySelectorAll('main .why')].slice(0, 3).forEach((each) => each.click())`,
    );
  };

  it.each(Object.keys(views) as (keyof typeof views)[])(
    '%s: axe-core finds nothing, and no name runs, overflows or turns what stands beside it',
    async (view) => {
      const { page } = watched;
      for (const [name, { colorScheme, rules, ...size }] of Object.entries(looks)) {
        await page.setViewportSize(size);
        await page.emulateMedia({ colorScheme });
        await go(view);
        expect(await faultsOf(page, rules), name).toEqual([]);
        expect(await lookAt(page), name).toEqual({ overflow: [], loose: [], foreign: 0 });
        await picture(`${view}-${name}`);
      }
    },
  );

  it('rolls back: readers follow the model before, and the page says so', async () => {
    await go('status');
    await rollBack(watched.page);
    const { models, modelVersion } = (await home.call('GET', '/v1/models')).json;
    expect(models.map((model: any) => [model.modelVersion === modelVersion, model.state])).toEqual([
      [false, 'retired'],
      [true, 'published'],
    ]);
  });

  it(`a history of ${count(longHistory)} listens scrolls to its end, and draws what is seen`, async () => {
    const { page } = watched;
    const stop = await serveLongHistory(page, longHistory);
    await go('history');
    const list = page.getByRole('region', { name: 'Listens, newest first' });
    await list.getByText(`Title ${longHistory}`, { exact: true }).waitFor();
    const startedAt = performance.now();
    const frames = await scrollToEnd(page, list, 'Title 1');
    const rows = await list.getByRole('listitem').count();
    expect(rows).toBeGreaterThan(5);
    expect(rows).toBeLessThan(60);
    process.stdout.write(
      `page: ${count(longHistory)} listens, the end is seen after ${((performance.now() - startedAt) / 1_000).toFixed(1)} s, ` +
        `${rows} rows drawn, frames of ${frames.median} ms, the longest ${frames.longest} ms\n`,
    );
    await stop();
  });

  it('the first view is at most 80 KB on the wire, and its first content comes about as soon as that of a static page', async () => {
    const first = await firstView(browser, `${home.url}/#token=${token}`, '.edition');
    await using still = await serveStill(first.bytes);
    const beside = await firstView(browser, still.url, 'main');
    process.stdout.write(
      `page: first view ${first.requests} requests, ${first.bytes} bytes, first content after ${first.paintedMs} ms; ` +
        `a static page of the same size: ${beside.paintedMs} ms\n`,
    );
    expect(first.bytes).toBeLessThanOrEqual(80 * 1_024);
    expect(first.requests).toBeLessThanOrEqual(20);
    expect(first.paintedMs).toBeLessThan(beside.paintedMs + 3_000);
  });

  it('everything is done with the keyboard alone: sign in, read why, love, take back, set, and leave an erasure be', async () => {
    const { page } = watched;
    await page.emulateMedia({ colorScheme: 'light' });
    await page.getByRole('button', { name: 'Sign out' }).click();
    const press = (key: string): Promise<void> => page.keyboard.press(key);
    await tabTo(page, 'Token');
    await page.keyboard.type(token);
    await press('Enter');
    await page.getByRole('heading', { name: 'This week' }).waitFor();
    await page.reload();
    await page.locator('a.edition').first().waitFor();
    await tabTo(page, 'Skip to content');
    await press('Enter');
    await tabTo(page, 'Daily jams');
    await press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Daily jams' }).waitFor();
    await page.locator('.items .item').first().waitFor();
    const why = await tabTo(page, 'You ');
    await press('Enter');
    await page.locator('.item .reason').waitFor();
    await expect.poll(why).toMatchObject({ expanded: 'true' });
    const love = await tabTo(page, 'Love ');
    await press('Space');
    await page.getByRole('status').getByText('Loved: ').waitFor();
    await expect.poll(love).toMatchObject({ pressed: 'true' });
    await tabTo(page, 'More about');
    await press('Enter');
    await tabTo(page, 'Copy name');
    await press('Escape');
    expect(await page.locator('.more[open]').count()).toBe(0);
    await tabTo(page, 'Undo', 'Shift+Tab');
    await press('Enter');
    await page.getByRole('status').getByText('Taken back').waitFor();
    await tabTo(page, 'Settings', 'Shift+Tab');
    await press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    await tabTo(page, 'Time zone');
    const erase = await tabTo(page, 'Erase everything');
    await press('Enter');
    await tabTo(page, 'Leave it');
    await press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(erase).toMatchObject({ focused: true });
    expect(await lookAt(page)).toEqual({ overflow: [], loose: [], foreign: 0 });
  });

  it('broke no policy, and threw nothing', () => {
    expect(watched.complaints).toEqual([]);
  });

  /** For whoever changes a view: SEGUE_PICTURES names a folder for pictures of all of them. */
  async function picture(name: string): Promise<void> {
    const folder = process.env.SEGUE_PICTURES;
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    await watched.page.screenshot({ path: join(folder, `${name}.png`) });
  }
});
