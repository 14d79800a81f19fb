/** The page's views by address, and what the browser is asked about each. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

export type Seen = {
  /** What stands out of the window to the right, where the page is wider than its window. */
  readonly overflow: readonly string[];
  /** Texts with overrides of direction that stand outside an element which keeps them in. */
  readonly loose: readonly string[];
  /** Elements and scripts that only a name could have brought. */
  readonly foreign: number;
};

/** In the browser's own words: this project's tests are typed without its globals. */
const look = `(() => {
  const loose = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (!/[\\u202A-\\u202E\\u2066-\\u2069]/.test(node.data)) continue;
    if (node.parentElement.closest('bdi, pre, svg, option') === null) loose.push(node.parentElement.outerHTML.slice(0, 120));
  }
  return {
    overflow: document.documentElement.scrollWidth <= innerWidth ? [] : ['the page'].concat(
      [...document.body.querySelectorAll('*')].filter((each) => each.getBoundingClientRect().right > innerWidth + 0.5)
        .slice(0, 5).map((each) => each.outerHTML.slice(0, 120))),
    loose,
    foreign: document.querySelectorAll('img:not([src="/icon.svg"]), script:not([src="/page.js"]), iframe').length +
      ('hacked' in globalThis ? 1 : 0),
  };
})()`;

export const lookAt = (page: Page): Promise<Seen> => page.evaluate(look);

export type Fault = { readonly rule: string; readonly what: string };

/** Rules whose verdict hangs on how it looks, not on what it is. */
const ofLooks = ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable', 'target-size'];

/** The tabs of a phone stay over what is scrolled below them: that is looked at without them. */
const under = `document.querySelector('nav')?.style.setProperty('position', 'static')`;

/** What axe-core finds wrong, by all of its rules or by those of looks. It is put in by the debugger, which no policy forbids. */
export async function faultsOf(page: Page, rules: 'all' | 'looks'): Promise<Fault[]> {
  await page.evaluate(under);
  const only = rules === 'all' ? '' : `, runOnly: ${JSON.stringify(ofLooks)}`;
  if (!(await page.evaluate(`'axe' in globalThis`))) await page.evaluate(axe.source);
  return page.evaluate(`axe.run(document, { resultTypes: ['violations']${only} }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html, failureSummary }) =>
      ({ rule: id, what: html.slice(0, 200) + ' ' + failureSummary.slice(0, 300) }))))`);
}

/** In the browser's words: what has the focus, by its name, and whether it can be seen that it has. */
const focus = `(() => {
  const at = document.activeElement;
  const label = at.labels?.[0]?.textContent ?? '';
  const words = at.cloneNode(true);
  words.querySelectorAll('[aria-hidden]').forEach((each) => each.remove());
  const { outlineStyle } = getComputedStyle(at.closest('.button') ?? at);
  const { width, height } = at.getBoundingClientRect();
  return {
    name: (at.getAttribute('aria-label') ?? (label || words.textContent)).trim(),
    // Between the last and the first there is the window itself.
    seen: at === document.body || (outlineStyle !== 'none' && width > 0 && height > 0),
  };
})()`;

type Reached = { readonly expanded: string | null; readonly pressed: string | null; readonly focused: boolean };

/** Runs in the browser, too. */
const stateOf = (at: unknown): unknown => {
  const { ariaExpanded, ariaPressed, ownerDocument } = at as Readonly<Record<string, { activeElement: unknown }>>;
  return { expanded: ariaExpanded, pressed: ariaPressed, focused: ownerDocument?.activeElement === at };
};

/** Presses of a key after which something cannot be reached. */
const pressesMax = 300;

/** Goes on with the keyboard to what is called so. The function it gives tells how that is now. Throws when it is not to be reached, or a stop before it cannot be seen. */
export async function tabTo(page: Page, name: string, key = 'Tab'): Promise<() => Promise<Reached>> {
  const passed: string[] = [];
  for (let press = 0; press < pressesMax; press++) {
    await page.keyboard.press(key);
    const at = (await page.evaluate(focus)) as { readonly name: string; readonly seen: boolean };
    passed.push(at.name.slice(0, 40));
    if (!at.seen && passed.length > 1) throw new Error(`"${at.name.slice(0, 80)}" has the focus, and nobody sees it`);
    if (!at.name.startsWith(name)) continue;
    const handle = await page.evaluateHandle('document.activeElement');
    return () => handle.evaluate(stateOf) as Promise<Reached>;
  }
  throw new Error(`The keyboard does not reach "${name}"; it passes ${passed.join(' | ')}`);
}
