/** What people do on the page from their first hour to their last, step by step: the same in either home. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { dropListens } from '#test/functions/page/drop.ts';

/** For what works: on a machine that works for others, too, a training takes its time. */
export const slowMs = 120_000;

/** The operator makes ada, who follows her link. Gives the link. */
export async function welcomeAda(operator: Page, ada: Page): Promise<string> {
  await operator.getByRole('link', { name: 'Make a user' }).click();
  await operator.getByLabel('New user').fill('ada');
  await operator.getByRole('button', { name: 'Make', exact: true }).click();
  await operator.getByRole('button', { name: 'Make a link' }).click();
  const link = await operator.getByLabel('Link for ada').inputValue();
  await ada.goto(link);
  await heading(ada, 'This week');
  expect(ada.url()).not.toContain('token');
  expect(await ada.getByRole('link', { name: 'Users' }).count()).toBe(0);
  await ada.getByText('No playlists yet').waitFor();
  return link;
}

export async function bringHistory(ada: Page): Promise<void> {
  await ada.getByRole('link', { name: 'History' }).click();
  await ada.getByText('No listens yet').waitFor();
  await dropListens(ada, '.drop', { rows: 5_000, wrong: 3 });
  await ada.getByText('5,000 listens taken in, 3 not').waitFor({ timeout: slowMs });
  await ada.getByText('3 lines could not be used').click();
  await ada.getByText('line 5,002').or(ada.getByText('line 5002')).waitFor();
  await ada
    .getByRole('button', { name: /^Take out Song 0 / })
    .first()
    .waitFor({ timeout: slowMs });
}

/** `settled` resolves when what a training publishes is there: the cloud answers before. */
export async function makePlaylists(operator: Page, ada: Page, settled?: () => Promise<void>): Promise<void> {
  await operator.getByRole('link', { name: 'Status' }).click();
  await run(operator, 'Train now', 'A model is trained and published');
  await settled?.();
  await run(operator, 'Make playlists now', 'What is due was planned');
  await ada.getByRole('link', { name: 'This week' }).click();
  await ada.locator('a.edition', { hasText: 'Daily jams' }).click({ timeout: slowMs });
}

/** The first song of the list is hated: gone, taken back, and gone for good. */
export async function hateSong(ada: Page): Promise<void> {
  const rows = ada.locator('.items .item');
  await rows.first().waitFor();
  const before = await rows.count();
  const title = await rows.first().locator('.title').innerText();
  const song = ada.locator('.items .item .title', { hasText: new RegExp(`^${title}$`) });
  const hate = () => ada.getByRole('button', { name: `Never ${title} again`, exact: true }).click();
  await hate();
  await song.waitFor({ state: 'detached' });
  expect(await rows.count()).toBeLessThan(before);
  await ada.getByRole('button', { name: 'Undo' }).click();
  await song.waitFor();
  await hate();
  await song.waitFor({ state: 'detached' });
  await ada.reload();
  await rows.first().waitFor();
  expect(await song.count()).toBe(0);
}

/** Whose songs are found leads on to a station from one of them. */
export async function findStation(ada: Page): Promise<void> {
  await ada.getByRole('link', { name: 'Find' }).click();
  await ada.getByLabel('Search for').fill('artist 1');
  await ada.getByRole('link', { name: 'Station from Artist 1', exact: true }).click();
  await heading(ada, 'Artist 1 Radio');
  const rows = ada.locator('.items .item');
  await rows.nth(19).waitFor();
  await ada.getByRole('button', { name: 'Go on' }).click();
  await rows.nth(39).waitFor();
}

/** The newest model is retired, and readers follow the one before it. */
export async function rollBack(operator: Page): Promise<void> {
  await operator.getByRole('link', { name: 'Models' }).click();
  const versions = operator.locator('.card > .spread h2');
  await versions.nth(1).waitFor({ timeout: slowMs });
  const [newest, before] = await versions.allInnerTexts();
  const followed = (version = '') => operator.locator('.card', { hasText: version }).getByText('readers follow it');
  // A function of the cloud remembers for a while which model it read.
  await followed(newest).waitFor({ timeout: slowMs });
  await operator.getByRole('button', { name: 'Roll back' }).click();
  await operator.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
  await operator.getByText(`${newest} is retired; readers follow ${before}`).waitFor();
  await followed(before).waitFor({ timeout: slowMs });
}

/** Everything of ada's is erased, down to the receipt, which says so in the end; her link opens nothing any more. */
export async function eraseAda(ada: Page, link: string, end = 'Nothing is left'): Promise<void> {
  await ada.getByRole('link', { name: 'Settings' }).click();
  await ada.getByRole('button', { name: 'Erase everything' }).click();
  const dialog = ada.getByRole('dialog');
  const erase = dialog.getByRole('button', { name: 'Erase everything' });
  expect(await erase.isDisabled()).toBe(true);
  await dialog.getByRole('textbox').fill('ada');
  await erase.click();
  await ada.getByText(end).waitFor({ timeout: slowMs });
  await ada
    .locator('.figures tr', { hasText: /listens\s*5,000/ })
    .first()
    .waitFor({ timeout: slowMs });
  await ada.goto(link);
  await ada.getByText('The token is not valid or was revoked').waitFor();
}

export async function heading(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

export async function run(page: Page, label: string, done: string): Promise<void> {
  await page.getByRole('button', { name: label }).click();
  await page.getByText(done).waitFor({ timeout: slowMs });
}
