/** Who is signed in: asked of the home once per token, and again until the home answers. */

import { createStore } from '#functions/page/client/base/store.ts';
import type { Schemas } from '#functions/page/client/home/api.ts';
import { call, ProblemError, sentenceOf, Unreachable } from '#functions/page/client/home/call.ts';
import { forgetCalls } from '#functions/page/client/home/resource.ts';
import {
  forgetToken,
  takeLink,
  takeToken,
  tokenChanges,
  tokenInUse,
  turnAway,
} from '#functions/page/client/home/token.ts';

export type SignedIn =
  | { readonly state: 'asking'; readonly said?: string }
  | { readonly state: 'out' }
  | ({ readonly state: 'in' } & Schemas['TokenView']);

export const session = createStore<SignedIn>({ state: 'asking' });

const retryMs = 2_000;

export async function startSession(): Promise<void> {
  tokenChanges.watch(() => {
    if (tokenInUse() === undefined) {
      forgetCalls();
      session.set({ state: 'out' });
    }
  });
  const link = takeLink();
  // A page that is open already follows a link that is pasted into its address.
  addEventListener('hashchange', () => {
    const pasted = takeLink();
    if (pasted !== undefined) void follow(pasted);
  });
  await (link === undefined ? recognise() : follow(link));
}

export async function signIn(token: string): Promise<void> {
  await follow({ token });
}

export function signOut(): void {
  forgetToken();
  location.hash = '';
}

async function follow(link: NonNullable<ReturnType<typeof takeLink>>): Promise<void> {
  forgetCalls();
  if ('token' in link) takeToken(link.token);
  else {
    try {
      takeToken((await call('postSignIn', { code: link.code })).token);
    } catch (error) {
      if (error instanceof Unreachable) return again(() => follow(link), error);
      // Who is signed in already stays so, whatever becomes of the link.
      if (tokenInUse() === undefined) return turnAway(sentenceOf(error));
    }
  }
  await recognise();
}

async function recognise(): Promise<void> {
  const token = tokenInUse();
  if (token === undefined) return session.set({ state: 'out' });
  try {
    const opened = await call('getToken', {});
    if (token === tokenInUse()) session.set({ state: 'in', ...opened });
  } catch (error) {
    if (error instanceof ProblemError && error.status < 500 && error.status !== 429) {
      if (tokenInUse() !== undefined) turnAway(error.message);
    } else await again(recognise, error);
  }
}

async function again(attempt: () => Promise<void>, error: unknown): Promise<void> {
  session.set({ state: 'asking', said: sentenceOf(error) });
  await new Promise((resolve) => setTimeout(resolve, retryMs));
  await attempt();
}
