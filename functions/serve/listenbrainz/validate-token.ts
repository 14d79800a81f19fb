/** GET /1/validate-token: the first call of nearly every client, with the token in the header or in the URL. */
import type { Answer, Call, Principal } from '#shared/edge/http/operation.ts';
import type { ListenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import { Rejection } from '#shared/schemas/problem.ts';

export type ValidatePorts = { readonly authenticate: (token: string | undefined) => Promise<Principal> };

const operators =
  'Token invalid: the operator token opens no listener; make a user token with POST /v1/users/{userId}/tokens';

/** 200 for a bad token too: clients read `valid`, and take any other status for a broken server. */
export function createValidateToken({ authenticate }: ValidatePorts) {
  return async ({ query, token }: Call<ListenBrainz['validateToken']>): Promise<Answer> => {
    const presented = token || query.token;
    if (presented === undefined || presented === '') {
      throw new Rejection('invalid-request', 'You need to provide an Authorization token.');
    }
    const principal = await authenticate(presented).catch(asPublic);
    if (principal.scope === 'user') {
      const valid = { code: 200, message: 'Token valid.', valid: true, user_name: principal.userId };
      return { status: 200, json: valid };
    }
    const message = principal.scope === 'operator' ? operators : 'Token invalid.';
    return { status: 200, json: { code: 200, message, valid: false } };
  };
}

/** A bad token opens nothing; a store that cannot be read is no verdict on the token. */
function asPublic(error: unknown): Principal {
  if (error instanceof Rejection && error.code === 'unauthorized') return { scope: 'public' };
  throw error;
}
