/** How heavy the page is: what its first view takes, beside a page without any program, and a history longer than any screen. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Locator, Page } from 'playwright-core';
import { open } from '#test/functions/page/browser.ts';

export type FirstView = { readonly requests: number; readonly bytes: number; readonly paintedMs: number };

/** In the browser's own words: its entries are of what came over the wire, answers of the interface with it. */
const entries = `(() => {
  const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
  return {
    requests: all.length,
    bytes: all.reduce((sum, each) => sum + each.transferSize, 0),
    paintedMs: Math.round(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN),
  };
})()`;

export async function firstView(browser: Browser, url: string, there: string): Promise<FirstView> {
  const { page } = await open(browser);
  await page.goto(url);
  await page.locator(there).first().waitFor();
  await page.waitForFunction(`performance.getEntriesByName('first-contentful-paint').length > 0`);
  const seen: FirstView = await page.evaluate(entries);
  await page.context().close();
  return seen;
}

export type Still = AsyncDisposable & { readonly url: string };

/** A page of so many bytes that is nothing but text. */
export async function serveStill(bytes: number): Promise<Still> {
  const text = `<!doctype html><title>Still</title><main>${'Nothing moves. '.repeat(Math.ceil(bytes / 15))}</main>`;
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(text));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers in place of the home: so many listens, the newest called by the highest number. Gives what ends it. */
export async function serveLongHistory(page: Page, count: number): Promise<() => Promise<void>> {
  const listens = '**/v1/users/*/listens?*';
  const affinities = '**/v1/users/*/affinities?*';
  await page.route(affinities, (route) =>
    route.fulfill({ json: { affinities: [], of: 'artist', listens: count, rebuilding: false, asOf: null } }),
  );
  await page.route(listens, (route) => {
    const { searchParams } = new URL(route.request().url());
    const newest = Number(searchParams.get('cursor') ?? count);
    const length = Math.min(newest, Number(searchParams.get('limit')));
    const page = Array.from({ length }, (_, nth) => listenOf(newest - nth));
    return route.fulfill({ json: { listens: page, nextCursor: newest > length ? String(newest - length) : null } });
  });
  return async () => {
    await page.unroute(listens);
    await page.unroute(affinities);
  };
}

const listenOf = (nth: number) => ({
  id: `listen ${nth}`,
  ...{ itemId: `item ${nth}`, kind: 'track', title: `Title ${nth}`, artistName: `Artist ${nth % 900}` },
  listenedAt: new Date(1_600_000_000_000 + nth * 200_000).toISOString(),
});

export type Frames = { readonly median: number; readonly longest: number };

/** Drags the bar to its end, again and again while there is more, and measures how long each frame takes meanwhile. */
export async function scrollToEnd(page: Page, list: Locator, last: string): Promise<Frames> {
  const handle = await list.elementHandle();
  await page.evaluate(`globalThis.frames = []; globalThis.measuring = true; (function next(before) {
    requestAnimationFrame((at) => { frames.push(at - before); if (measuring) next(at); });
  })(performance.now())`);
  const end = list.getByText(last, { exact: true });
  while ((await end.count()) === 0) {
    await handle?.evaluate((element) => {
      const bar = element as unknown as { scrollTop: number; readonly scrollHeight: number };
      bar.scrollTop = bar.scrollHeight;
    });
    await page.waitForTimeout(50);
  }
  return page.evaluate(`(() => {
    measuring = false;
    const sorted = frames.map(Math.round).sort((a, b) => a - b);
    return { median: sorted[sorted.length >> 1], longest: sorted.at(-1) };
  })()`);
}
