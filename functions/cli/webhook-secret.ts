/**
 * `npm run webhook-secret -- USER_ID`: the secret by which a user's webhook knows that it is us. It is derived from the
 * deployment's, kept nowhere, and told by who has that one.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { homeFiles } from '#functions/backup/folder.ts';
import { Failure, runCommand } from '#functions/cli/support/failure.ts';
import { webhookSecret } from '#shared/formats/webhook-signature.ts';

async function main(): Promise<number> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [userId, ...rest] = positionals;
  if (userId === undefined || rest.length > 0) throw new Failure('Usage: npm run webhook-secret -- USER_ID');
  const file = join(process.env.SEGUE_DATA ?? './.segue', homeFiles.webhookSecret);
  const secret = process.env.SEGUE_WEBHOOK_SECRET || (existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined);
  if (secret === undefined || secret === '') {
    throw new Failure('Set SEGUE_WEBHOOK_SECRET as where Segue runs, or SEGUE_DATA to the folder of an embedded home');
  }
  process.stdout.write(`${webhookSecret(secret, userId)}\n`);
  return 0;
}

await runCommand(main);
