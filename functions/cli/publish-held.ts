/**
 * `npm run publish-held -- MODEL_VERSION GATE… [--url U] [--token T]`: publishes a model that its gates hold back on a
 * running Segue, on one machine or in the cloud. The operator names the gates that are mistaken.
 */
import { connect, greet } from '#functions/cli/support/client.ts';
import { Failure, Refused, runCommand } from '#functions/cli/support/failure.ts';
import { readOperatorArguments } from '#functions/cli/support/operator-arguments.ts';

const usage = `Usage: npm run publish-held -- MODEL_VERSION GATE… [--url http://127.0.0.1:8080] [--token TOKEN]

  MODEL_VERSION  the newest model, as /v1/status names it where it says why it is held
  GATE           every gate that holds it, as named there, such as popularity or "busiest day"
  --url          the running Segue (or SEGUE_URL)
  --token        the operator token (or SEGUE_TOKEN)`;

type Accepted = { readonly next: 'publication' | 'training' };

async function main(): Promise<number> {
  const { positionals: named, url, token, help } = readOperatorArguments(usage);
  if (help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const [version, ...gates] = named;
  if (version === undefined || gates.length === 0) throw new Failure(`Name the model and its gates\n\n${usage}`);
  if (token === undefined) throw new Failure('The operator token is needed: give it with --token or SEGUE_TOKEN');
  await greet(url);
  const client = connect({ url, token, requestTimeoutMs: 30 * 60_000 });
  const path = `/v1/models/${encodeURIComponent(version)}/publication`;
  const { next } = (await client.call('POST', path, { gates })) as Accepted;
  if (next === 'publication') {
    process.stdout.write(`"${version}" is on its way to readers\n`);
    return 0;
  }
  const trained = await client.call('POST', '/v1/run/train').then(
    () => true,
    (error) => {
      // In the cloud trainings are run by the scheduler.
      if (error instanceof Refused && error.status === 404) return false;
      throw error;
    },
  );
  process.stdout.write(
    trained
      ? `"${version}" was held before it was made: a model was trained in its place\n`
      : `"${version}" was held before it was made: the next training makes a model of it\n`,
  );
  return 0;
}

await runCommand(main);
