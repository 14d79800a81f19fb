/** Ada with something in every store, Bob who must not see it, and a token for everybody who might call. */
import { randomUUID } from 'node:crypto';
import { artistIdOf, mixIdOf } from '#shared/domain/identity/ids.ts';
import { tokenHash } from '#shared/edge/http/authenticate.ts';
import { ExperimentConfig } from '#shared/schemas/experiment.ts';
import type { ItemId, UserId } from '#shared/schemas/ids.ts';
import type { Token } from '#shared/schemas/token.ts';
import { heldModel, newestHeldModel } from '#test/support/held-model.ts';
import { type Answered, hourlyListens, monday, operatorToken, type TestHome } from '#test/support/home.ts';
import { publishTaste } from '#test/support/published-taste.ts';
import { publishModel, sinnerman, storeEdition, unnamed } from '#test/support/wire-edition.ts';

export const callers = [
  'none',
  'malformed',
  'unknown',
  'revoked',
  'wrong user',
  'reader',
  'scrobbler',
  'right user',
  'operator',
] as const;
export type Caller = (typeof callers)[number];

export type Scene = {
  /** `body` is sent as JSON unless it is text or bytes. */
  readonly call: (method: string, path: string, body: unknown, caller: Caller) => Promise<Answered>;
  readonly playlistId: string;
  readonly receiptId: string;
  readonly listenedAt: number;
  /** A code with which the operator signs in, another each time. */
  readonly code: () => string;
  /** A token of Ada's that nobody uses, for whoever revokes it. */
  readonly spare: (caller: Caller) => string;
  /** The same path or text about somebody and something that is not there. */
  readonly absent: (text: string) => string;
};

/** What a home needs for every route to have something to show. */
export const shown = {
  experiments: ExperimentConfig.parse({ experiments: [{ name: 'calm', variants: [{ name: 'a', share: 0.5 }] }] }),
};

/** Her one side: three songs of an artist, and one that is near them. */
const own = [1, 2, 3].map((nth) => ({ ...sinnerman, itemId: `nina ${nth}` as ItemId, title: `Song ${nth}` }));
export const mixOfAda = mixIdOf('ada' as UserId, artistIdOf('Nina Simone') as string);

const playlistId = '7d9c1c3a-1f0e-5c1a-9b1d-2f3e4d5c6b7a';
const elsewhere = '7d9c1c3a-1f0e-5c1a-9b1d-000000000000';

export async function openScene(opened: TestHome): Promise<Scene> {
  const { call: ask, user, home } = opened;
  const [ada, bob, revoked] = [await user('ada'), await user('bob'), await user('ada')];
  const narrow = async (scope: string) => (await ask('POST', '/v1/users/ada/tokens', { scope })).json.token as string;
  const [reader, scrobbler] = [await narrow('read'), await narrow('scrobble')];
  const made = new Map<Caller, string>();
  for (const caller of callers) made.set(caller, (await ask('POST', '/v1/users/ada/tokens')).json.tokenId);
  await revoke(opened, revoked);
  await ask('POST', '/v1/listens', { listens: hourlyListens('ada', ['a', 'b', sinnerman.itemId]) });
  await storeEdition(opened, { playlistId, dueAt: monday - 3_600 });
  await publishModel(opened, sinnerman.itemId, [unnamed]);
  await publishTaste(opened, {
    userId: 'ada',
    own,
    near: [{ ...sinnerman, itemId: 'nina 4' as ItemId, title: 'Song 4' }],
  });
  await home.stores.registry.record(heldModel);
  await home.stores.registry.record(newestHeldModel);
  await ask('PUT', '/v1/users/gone');
  await ask('DELETE', '/v1/users/gone');
  await ask('PUT', '/v1/users/carla');
  const { receiptId } = (await ask('DELETE', '/v1/users/carla')).json;
  await home.idle();

  const headers: Record<Caller, string | undefined> = {
    none: undefined,
    malformed: 'Bearer',
    unknown: `Bearer ${randomUUID()}`,
    revoked: `Bearer ${revoked}`,
    'wrong user': `Bearer ${bob}`,
    reader: `Bearer ${reader}`,
    scrobbler: `Bearer ${scrobbler}`,
    'right user': `Bearer ${ada}`,
    operator: `Bearer ${operatorToken}`,
  };
  return {
    call: (method, path, body, caller) => send(opened, { method, path, body, authorization: headers[caller] }),
    playlistId,
    receiptId,
    listenedAt: monday - 3_600,
    code: home.invite,
    spare: (caller) => made.get(caller) as string,
    absent: (text) => text.replaceAll(/\bada\b/g, 'eve').replaceAll(playlistId, elsewhere),
  };
}

async function revoke({ call, home }: TestHome, token: string): Promise<void> {
  const { tokenId } = (await home.stores.tokens.find(tokenHash(token))) as Token;
  await call('DELETE', `/v1/users/ada/tokens/${tokenId}`);
}

type Sent = {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly authorization: string | undefined;
};

/** One request as a client sends it, whatever its header says. */
export async function send({ home }: TestHome, { method, path, body, authorization }: Sent): Promise<Answered> {
  const sent = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  const response = await home.fetch(
    new Request(`http://segue.test${path}`, {
      method,
      headers: authorization === undefined ? {} : { authorization },
      ...(body === undefined ? {} : { body: sent as string }),
    }),
  );
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: undefined };
}
