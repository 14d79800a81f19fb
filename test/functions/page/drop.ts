/** A file of history, made in the browser and dropped on the page as a hand would. */
import type { Page } from 'playwright-core';

export type Dropped = { readonly rows: number; readonly wrong: number };

/** Songs of forty artists, three minutes apart, the newest an hour old; behind them lines that name no title. */
export async function dropListens(page: Page, target: string, { rows, wrong }: Dropped): Promise<void> {
  const now = Math.floor(Date.now() / 1_000) - 3_600;
  const song = (n: number): string => `Artist ${n % 40},Song ${(n * 7) % 310},${now - n * 180}`;
  const lines = Array.from({ length: rows }, (_, n) => song(n));
  const bad = Array.from({ length: wrong }, (_, n) => `Artist ${n},,${now - (rows + n) * 180}`);
  const csv = ['artist,track,time', ...lines, ...bad, ''].join('\n');
  // In the browser's own words: this project's tests are typed without its globals.
  await page.evaluate(`{
    const transfer = new DataTransfer();
    transfer.items.add(new File([${JSON.stringify(csv)}], 'history.csv', { type: 'text/csv' }));
    const target = document.querySelector(${JSON.stringify(target)});
    for (const type of ['dragenter', 'dragover', 'drop']) {
      target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }));
    }
  }`);
}
