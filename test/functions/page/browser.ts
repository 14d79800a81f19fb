/** Chromium as people have it, driven by playwright-core; where none is installed, tests say so in one line. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function find(): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // Not there.
      }
    }
  }
  return undefined;
}

const executablePath = find();

/** Why the page is not looked at here; false where it is. */
export const noBrowser: string | false =
  executablePath === undefined ? 'no Chromium on the PATH: install the package "chromium" to look at the page' : false;

if (noBrowser !== false) {
  if (process.env.SEGUE_REQUIRE_BROWSER === '1') throw new Error(`SEGUE_REQUIRE_BROWSER=1, but ${noBrowser}`);
  process.stdout.write(`page: ${noBrowser}\n`);
}

export function launch(): Promise<Browser> {
  if (executablePath === undefined) throw new Error('There is no browser');
  // A container's root has no sandbox, and its shared memory is small.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'] });
}

export type Look = {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
};

export type Watched = {
  readonly page: Page;
  /** What the browser complained of: refusals of the policy, exceptions, failed loads. Empty is right. */
  readonly complaints: string[];
  /** Addresses that were asked for. */
  readonly asked: string[];
};

export async function open(
  browser: Browser,
  { width = 1_280, height = 900, colorScheme = 'light' }: Look = {},
): Promise<Watched> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    acceptDownloads: true,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  const asked: string[] = [];
  page.on('console', (message) => {
    // Chromium writes every refusal of the home there, too: those are answers, and tests look at them themselves.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => asked.push(request.url()));
  await page.addInitScript(`document.addEventListener('securitypolicyviolation', (event) =>
    console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI))`);
  return { page, complaints, asked };
}
