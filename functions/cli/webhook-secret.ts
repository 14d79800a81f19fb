/**
 * `npm run webhook-secret -- USER_ID`: the secret by which a user's webhook knows that it is us. It is derived from the
 * deployment's, kept nowhere, and told by who has that one.
 */
import { parseArgs } from 'node:util';
import { Failure, runCommand } from '#functions/cli/support/failure.ts';
import { webhookSecret } from '#shared/formats/webhook-signature.ts';

async function main(): Promise<number> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [userId, ...rest] = positionals;
  if (userId === undefined || rest.length > 0) throw new Failure('Usage: npm run webhook-secret -- USER_ID');
  const { SEGUE_WEBHOOK_SECRET, SEGUE_OPERATOR_TOKEN } = process.env;
  // The embedded home signs with its operator token where nothing else is said.
  const secret = SEGUE_WEBHOOK_SECRET ?? SEGUE_OPERATOR_TOKEN;
  if (secret === undefined) {
    throw new Failure('Set SEGUE_WEBHOOK_SECRET, or SEGUE_OPERATOR_TOKEN of an embedded home, as where Segue runs');
  }
  process.stdout.write(`${webhookSecret(secret, userId)}\n`);
  return 0;
}

await runCommand(main);
