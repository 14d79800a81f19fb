/**
 * `npm run rollback -- MODEL_VERSION [--url U] [--token T]`: takes a bad model back on a running Segue, on one machine or in
 * the cloud. Readers return to the last good model before it; saying it twice changes nothing.
 */
import { type Client, connect, greet } from '#functions/cli/support/client.ts';
import { Failure, runCommand } from '#functions/cli/support/failure.ts';
import { readOperatorArguments } from '#functions/cli/support/operator-arguments.ts';

const usage = `Usage: npm run rollback -- MODEL_VERSION [--url http://127.0.0.1:8080] [--token TOKEN]

  MODEL_VERSION  the bad model, as every answer names it: it is retired for good
  --url          the running Segue (or SEGUE_URL)
  --token        the operator token (or SEGUE_TOKEN)`;

async function main(): Promise<number> {
  const { positionals: versions, url, token, help } = readOperatorArguments(usage);
  if (help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  if (token === undefined) throw new Failure(`The operator token is needed: give it with --token or SEGUE_TOKEN`);
  await greet(url);
  const client = connect({ url, token });
  const [bad] = versions;
  if (bad === undefined || versions.length > 1) {
    throw new Failure(`Name the one model to take back. Readers follow ${await followed(client)}\n\n${usage}`);
  }
  type Retired = { readonly modelVersion: string | null };
  const { modelVersion } = (await client.call('DELETE', `/v1/models/${encodeURIComponent(bad)}`)) as Retired;
  process.stdout.write(
    `"${bad}" is retired; readers follow ${modelVersion === null ? 'no model' : `"${modelVersion}"`}\n`,
  );
  return 0;
}

async function followed(client: Client): Promise<string> {
  const { modelVersion } = (await client.call('GET', '/v1/status')) as { readonly modelVersion?: string | null };
  return modelVersion == null ? 'no model yet' : `"${modelVersion}"`;
}

await runCommand(main);
