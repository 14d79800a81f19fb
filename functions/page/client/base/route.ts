/** Where one is: the part of the address behind #, which never leaves the browser. */
import { createStore, useStore } from '#functions/page/client/base/store.ts';

export type Whereabouts = {
  /** The view's name, empty at the start. */
  readonly view: string;
  /** Whose view it is; undefined in the operator's. */
  readonly userId: string | undefined;
  readonly rest: readonly string[];
};

const current = createStore(parseRoute(location.hash));
addEventListener('hashchange', () => current.set(parseRoute(location.hash)));

export const useRoute = (): Whereabouts => useStore(current);

function parseRoute(hash: string): Whereabouts {
  // What does not begin so is a link that signs in, or nothing.
  if (!hash.startsWith('#/')) return { view: '', userId: undefined, rest: [] };
  const [first = '', ...rest] = hash.slice(2).split('/').map(decode);
  if (first !== 'u') return { view: first, userId: undefined, rest };
  const [userId, view = '', ...more] = rest;
  return { view, userId, rest: more };
}

/** The address of a view: of a user where one is given. */
export function hrefOf(view: string, userId?: string, ...rest: readonly string[]): string {
  const parts = userId === undefined ? [view, ...rest] : ['u', userId, view, ...rest];
  return `#/${parts.map(encodeURIComponent).join('/')}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
