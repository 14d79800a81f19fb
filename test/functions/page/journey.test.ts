/** The page as people use it, from the link that `npm start` prints to an erasure's receipt, in a real browser. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, noBrowser, open, type Watched } from '#test/functions/page/browser.ts';
import { dropListens } from '#test/functions/page/drop.ts';
import { listening, type Started, startHome } from '#test/support/started-home.ts';

/** For what works: on a machine that works for others, too, a training takes its time. */
const slowMs = 120_000;

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
    const { page } = operator;
    await page.getByRole('link', { name: 'Make a user' }).click();
    await page.getByLabel('New user').fill('ada');
    await page.getByRole('button', { name: 'Make', exact: true }).click();
    await page.getByRole('button', { name: 'Make a link' }).click();
    link = await page.getByLabel('Link for ada').inputValue();
    await ada.page.goto(link);
    await heading(ada.page, 'This week');
    expect(ada.page.url()).not.toContain('token');
    expect(await ada.page.getByRole('link', { name: 'Users' }).count()).toBe(0);
    await ada.page.getByText('No playlists yet').waitFor();
  });

  it('5,000 listens are imported by dropping a file, wrong lines are told, and all of it is there', async () => {
    const { page } = ada;
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByText('No listens yet').waitFor();
    await dropListens(page, '.drop', { rows: 5_000, wrong: 3 });
    await page.getByText('5,000 listens taken in, 3 not').waitFor({ timeout: slowMs });
    await page.getByText('3 lines could not be used').click();
    await page.getByText('line 5,002').or(page.getByText('line 5002')).waitFor();
    await page
      .getByRole('button', { name: /^Take out Song 0 / })
      .first()
      .waitFor();
  });

  it('a model and playlists are made at a click, and a hated song is gone, taken back, and gone for good', async () => {
    const { page } = operator;
    await page.getByRole('link', { name: 'Status' }).click();
    await run(page, 'Train now', 'A model is trained and published');
    await run(page, 'Make playlists now', 'What is due was planned');
    await ada.page.getByRole('link', { name: 'This week' }).click();
    await ada.page.locator('a.edition', { hasText: 'Daily jams' }).click({ timeout: slowMs });
    const rows = ada.page.locator('.items .item');
    await rows.first().waitFor();
    const before = await rows.count();
    const title = await rows.first().locator('.title').innerText();
    const song = ada.page.locator('.items .item .title', { hasText: new RegExp(`^${title}$`) });
    const hate = () => ada.page.getByRole('button', { name: `Never ${title} again`, exact: true }).click();
    await hate();
    await song.waitFor({ state: 'detached' });
    expect(await rows.count()).toBeLessThan(before);
    await ada.page.getByRole('button', { name: 'Undo' }).click();
    await song.waitFor();
    await hate();
    await song.waitFor({ state: 'detached' });
    await ada.page.reload();
    await rows.first().waitFor();
    expect(await song.count()).toBe(0);
  });

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

  it('an erasure ends with its receipt, and with the token', async () => {
    const { page } = ada;
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Erase everything' }).click();
    const dialog = page.getByRole('dialog');
    const erase = dialog.getByRole('button', { name: 'Erase everything' });
    expect(await erase.isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill('ada');
    await erase.click();
    await page.getByText('Nothing is left').waitFor({ timeout: slowMs });
    const removed = await page.locator('.figures tr').allInnerTexts();
    expect(
      removed.some((row) => /listens\s+5,000/.test(row)),
      removed.join(' | '),
    ).toBe(true);
    await page.goto(link);
    await page.getByText('The token is not valid or was revoked').waitFor();
  });

  it('asked nobody else, and broke no policy', () => {
    for (const { complaints, asked } of [operator, ada]) {
      expect(complaints.filter((line) => !/ERR_CONNECTION_REFUSED/.test(line))).toEqual([]);
      expect(asked.filter((address) => !/^(blob:)?http:\/\/(localhost|127\.0\.0\.1):/.test(address))).toEqual([]);
    }
  });
});

async function heading(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

async function run(page: Page, label: string, done: string): Promise<void> {
  await page.getByRole('button', { name: label }).click();
  await page.getByText(done).waitFor({ timeout: slowMs });
}
