/** Codes with which the operator of an embedded home signs in: made by the process, each good for one time. */
import { randomUUID } from 'node:crypto';
import { Rejection } from '#shared/schemas/problem.ts';

/** More codes than this are never open: the oldest gives way. */
const codesMax = 16;

export type SignIn = {
  /** A new code. */
  readonly invite: () => string;
  /** Uses a code up; throws a Rejection for one that is not open. */
  readonly redeem: (code: string) => void;
};

export function createSignIn(): SignIn {
  const open = new Set<string>();
  return {
    invite: () => {
      const code = randomUUID();
      open.add(code);
      const [oldest] = open;
      if (open.size > codesMax && oldest !== undefined) open.delete(oldest);
      return code;
    },
    redeem: (code) => {
      if (open.delete(code.toLowerCase())) return;
      throw new Rejection(
        'unauthorized',
        'The link was used already or is of an earlier start; a start prints a new one',
      );
    },
  };
}
