/** The arguments of a command that asks a running Segue for something only its operator may have. */
import { parseArgs } from 'node:util';
import { Failure } from '#functions/cli/support/failure.ts';

/** Throws a `Failure` with the command's usage for an argument that it does not take. */
export function readOperatorArguments(usage: string) {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        url: { type: 'string', default: process.env.SEGUE_URL ?? 'http://127.0.0.1:8080' },
        token: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    return { ...values, token: values.token ?? process.env.SEGUE_TOKEN, positionals };
  } catch (error) {
    throw new Failure(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}
