/** The token of this tab, or of this device where somebody says so: taken from a link, kept, and forgotten. */
import { createStore } from '#functions/page/client/base/store.ts';

const key = 'segue.token';

/** Why the last token was turned away; shown where one signs in. */
export const turnedAway = createStore<string | undefined>(undefined);
const current = createStore(read());
export const tokenChanges = current;

function read(): string | undefined {
  return sessionStorage.getItem(key) ?? localStorage.getItem(key) ?? undefined;
}

export const tokenInUse = (): string | undefined => current.get();
export const isKeptOnDevice = (): boolean => localStorage.getItem(key) !== null;

export function takeToken(token: string): void {
  turnedAway.set(undefined);
  sessionStorage.setItem(key, token);
  localStorage.removeItem(key);
  current.set(token);
}

/** Keeps the token beyond this tab, or no longer. */
export function keepOnDevice(kept: boolean): void {
  const token = current.get();
  if (token === undefined) return;
  if (kept) localStorage.setItem(key, token);
  else localStorage.removeItem(key);
}

export function forgetToken(): void {
  sessionStorage.removeItem(key);
  localStorage.removeItem(key);
  current.set(undefined);
}

/** Forgets a token that opens nothing any more. */
export function turnAway(why: string): void {
  turnedAway.set(why);
  forgetToken();
}

export type Link = { readonly token: string } | { readonly code: string };

/** What a link brought with it. It leaves the address, and with it the history, before anything else happens. */
export function takeLink(): Link | undefined {
  const given = new URLSearchParams(location.hash.slice(1));
  const [token, code] = [given.get('token'), given.get('code')];
  if (token === null && code === null) return undefined;
  history.replaceState(null, '', location.pathname);
  return token === null ? { code: code ?? '' } : { token };
}
