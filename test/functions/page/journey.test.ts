/** The page as people use it, from the link that `npm start` prints to an erasure's receipt, in a real browser. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, noBrowser, open, type Watched } from '#test/functions/page/browser.ts';
import {
  bringHistory,
  eraseAda,
  findStation,
  hateSong,
  heading,
  makePlaylists,
  slowMs,
  welcomeAda,
} from '#test/functions/page/steps.ts';
import { listening, type Started, startHome } from '#test/support/started-home.ts';

describe.skipIf(noBrowser)('the page of a new home', { timeout: 3 * slowMs }, () => {
  const data = mkdtempSync(join(tmpdir(), 'segue-page-'));
  let home: Started;
  let browser: Browser;
  let operator: Watched;
  let ada: Watched;
  let link: string;
  beforeAll(async () => {
    home = listening(await startHome(data));
    browser = await launch();
    operator = await open(browser);
    ada = await open(browser, { width: 360, height: 740 });
  });
  afterAll(async () => {
    await browser?.close();
    await home?.[Symbol.asyncDispose]();
    rmSync(data, { recursive: true, force: true });
  });

  it('the printed link signs the operator in, leaves the address at once, and works once', async () => {
    const { page } = operator;
    await page.goto(home.link);
    await heading(page, 'Status');
    expect(page.url()).not.toMatch(/code|[0-9a-f-]{36}/);
    await page.getByText('Nobody lives here yet').waitFor();
    const second = await open(browser);
    await second.page.goto(home.link);
    await second.page.getByText('The link was used already').waitFor();
  });

  it('the operator makes a user, and a link that opens this user alone', async () => {
    link = await welcomeAda(operator.page, ada.page);
  });

  it('5,000 listens are imported by dropping a file, wrong lines are told, and all of it is there', () =>
    bringHistory(ada.page));

  it('a model and playlists are made at a click, and a hated song is gone, taken back, and gone for good', async () => {
    await makePlaylists(operator.page, ada.page);
    await hateSong(ada.page);
  });

  it('a name is found as one types, and a station goes on from it', () => findStation(ada.page));

  it('a page left open says that the home is away, keeps what it has, and goes on when it is back', async () => {
    const port = String(home.port);
    await home[Symbol.asyncDispose]();
    const { page } = operator;
    await page.getByRole('button', { name: /Refresh/ }).click();
    await page.locator('.away').waitFor();
    await page.getByRole('heading', { name: 'Stages' }).waitFor();
    home = listening(await startHome(data, { PORT: port }));
    await page.locator('.away').waitFor({ state: 'detached', timeout: 30_000 });
  });

  it('an erasure ends with its receipt, and with the token', () => eraseAda(ada.page, link));

  it('asked nobody else, and broke no policy', () => {
    for (const { complaints, asked } of [operator, ada]) {
      expect(complaints.filter((line) => !/ERR_CONNECTION_REFUSED/.test(line))).toEqual([]);
      expect(asked.filter((address) => !/^(blob:)?http:\/\/(localhost|127\.0\.0\.1):/.test(address))).toEqual([]);
    }
  });
});
