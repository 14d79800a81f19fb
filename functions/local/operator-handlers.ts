/** What only the process of an embedded home can do for its operator: run a verb, back up, let in, and mind dead letters. */
import { makeBackup } from '#functions/backup/make.ts';
import { embeddedDeadLetters } from '#functions/dead-letters/embedded.ts';

import type { SignIn } from '#functions/local/sign-in.ts';
import type { Stores } from '#functions/local/stores.ts';
import type { Call, HandlersOf, OfVerb } from '#shared/edge/http/operation.ts';
import type { V1 } from '#shared/edge/http/v1.ts';
import { rfc3339Of } from '#shared/edge/http/views.ts';
import { LeaseTaken } from '#shared/ports/lease.ts';
import { limits } from '#shared/schemas/limits.ts';
import { Rejection, shorten } from '#shared/schemas/problem.ts';

type Ran = Call<V1['postRun']>['params']['verb'];

export type OperatorPorts = {
  readonly stores: Stores;
  readonly run: (verb: Ran, at: number) => Promise<unknown>;
  readonly signIn: SignIn;
  readonly data: string;
  readonly operatorToken: string;
  readonly codeVersion: string;
};

/** One backup at a time: after this long another may be asked for. */
const backupSeconds = 600;

export function createOperatorHandlers(ports: OperatorPorts): HandlersOf<OfVerb<V1, 'local'>> {
  const { stores, run, signIn, data, operatorToken, codeVersion } = ports;
  const letters = embeddedDeadLetters(stores.queue);
  return {
    postRun: async ({ params: { verb }, body: { at }, now }) => {
      const result = await run(verb, at ?? now).catch(explainTaken(verb));
      return { status: 200, json: { verb, result: result ?? null } };
    },

    postBackup: async ({ now }) => {
      const made = await stores.lease.run('backup', backupSeconds, () =>
        makeBackup({ data, ...stores, codeVersion }, now),
      );
      return { status: 201, json: { ...made, madeAt: rfc3339Of(made.madeAt) } };
    },

    postSignIn: async ({ params: { code } }) => {
      signIn.redeem(code);
      return { status: 201, json: { token: operatorToken, scope: 'operator' } };
    },

    getDeadLetters: async ({ query: { limit } }) => {
      const page = stores.queue.deadLetters(limit + 1);
      return {
        status: 200,
        json: {
          deadLetters: page.slice(0, limit).map(({ deadLetterId, subscription, attempts, failedAt, reason, body }) => ({
            deadLetterId: String(deadLetterId),
            consumer: subscription,
            attempts,
            failedAt: rfc3339Of(Math.floor(failedAt / 1_000)),
            reason: shorten(reason),
            body: body.slice(0, limits.deadLetterCharactersMax).toWellFormed(),
          })),
          more: page.length > limit,
        },
      };
    },

    replayDeadLetters: async ({ body: { deadLetterIds } }) => ({
      status: 200,
      json: { replayed: await letters.replay(deadLetterIds === undefined ? 'all' : new Set(deadLetterIds)) },
    }),
  };
}

/** Whoever fires a verb that runs already is told so, and not that something failed. */
function explainTaken(verb: Ran): (error: unknown) => never {
  return (error) => {
    if (error instanceof LeaseTaken)
      throw new Rejection('conflict', `"${verb}" is running already; wait for it to end`);
    throw error;
  };
}
