/** The page on the emulated cloud: the same files and steps, by night. What one process of its own can do alone is left out. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmulatedCloud, openEmulatedCloud } from '#functions/local/emulators/cloud.ts';
import { launch, noBrowser, open, type Watched } from '#test/functions/page/browser.ts';
import {
  bringHistory,
  eraseAda,
  findStation,
  hateSong,
  heading,
  makePlaylists,
  rollBack,
  run,
  slowMs,
  welcomeAda,
} from '#test/functions/page/steps.ts';
import { operatorToken } from '#test/support/home.ts';

describe.skipIf(noBrowser || process.env.SEGUE_PAGE_CLOUD !== '1')(
  'the page of the emulated cloud',
  { timeout: 3 * slowMs },
  () => {
    let cloud: EmulatedCloud;
    let browser: Browser;
    let operator: Watched;
    let ada: Watched;
    let link: string;
    beforeAll(async () => {
      cloud = await openEmulatedCloud({ port: 0, operatorToken });
      browser = await launch();
      operator = await open(browser);
      ada = await open(browser, { width: 360, height: 740 });
    }, slowMs);
    afterAll(async () => {
      await browser?.close();
      await cloud?.[Symbol.asyncDispose]();
    });

    it('the operator signs in with the token, and makes a user with a link', async () => {
      await operator.page.goto(cloud.url);
      await operator.page.getByLabel('Token').fill(operatorToken);
      await operator.page.getByRole('button', { name: 'Sign in' }).click();
      await heading(operator.page, 'Status');
      link = await welcomeAda(operator.page, ada.page);
    });

    it('5,000 listens are imported by dropping a file', () => bringHistory(ada.page));

    it('a model and playlists are made at a click, a hated song is gone, and a station goes on', async () => {
      await makePlaylists(operator.page, ada.page, cloud.idle);
      await hateSong(ada.page);
      await findStation(ada.page);
    });

    it('the operator rolls back to the model before', async () => {
      await operator.page.getByRole('link', { name: 'Status' }).click();
      await run(operator.page, 'Train now', 'A model is trained and published');
      await cloud.idle();
      await rollBack(operator.page);
    });

    // Its receipt stays open for an hour: functions that began before may still be at work.
    it('an erasure removes everything, and the token opens nothing', () => eraseAda(ada.page, link, 'Under way'));

    it('asked nobody else, and broke no policy', () => {
      for (const { complaints, asked } of [operator, ada]) {
        expect(complaints).toEqual([]);
        expect(asked.filter((address) => !/^(blob:)?http:\/\/(localhost|127\.0\.0\.1):/.test(address))).toEqual([]);
      }
    });
  },
);
