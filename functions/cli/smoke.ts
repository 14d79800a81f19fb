/**
 * `npm run smoke -- URL --token T`: the whole loop against a running Segue, deployed or at home, with the seconds that each
 * step took. It makes a user of its own, plays a made-up record, looks at what comes of it, and erases the user again.
 */
import { randomUUID } from 'node:crypto';
import { type Client, connect, greet } from '#functions/cli/support/client.ts';
import { Failure, Refused, runCommand } from '#functions/cli/support/failure.ts';
import { readOperatorArguments } from '#functions/cli/support/operator-arguments.ts';
import { runSmoke, type SmokeStep } from '#functions/smoke/run.ts';

const usage = `Usage: npm run smoke -- [URL] --token TOKEN

  URL      the running Segue (http://127.0.0.1:8080, or SEGUE_URL)
  --token  the operator token (or SEGUE_TOKEN)

Exits with 1 when a step fails. What takes hours by design, an erasure in the cloud or an edition before its hour, is said and
not waited for.`;

async function main(): Promise<number> {
  const { positionals, url: named, token, help } = readOperatorArguments(usage);
  if (help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  if (token === undefined)
    throw new Failure(`The operator token is needed: give it with --token or SEGUE_TOKEN\n\n${usage}`);
  const [url = named, ...more] = positionals;
  if (more.length > 0) throw new Failure(usage);
  await greet(url);
  const steps = await runSmoke(withAbsence(connect({ url, token })), {
    userId: `smoke-${randomUUID()}`,
    now: Date.now,
    patienceMs: 60_000,
    told: (step) => process.stdout.write(`${line(step)}\n`),
  });
  return steps.every(({ outcome }) => outcome !== 'failed') ? 0 : 1;
}

/** What is not there is undefined: a step decides whether that is a fault. */
function withAbsence({ call }: Client) {
  return (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<unknown> =>
    call(method, path, body).catch((error: unknown) => {
      if (error instanceof Refused && error.status === 404) return undefined;
      throw error;
    });
}

function line({ name, outcome, seconds, detail }: SmokeStep): string {
  return `${outcome.padEnd(8)} ${name.padEnd(16)} ${seconds.toFixed(2).padStart(7)} s  ${detail}`;
}

await runCommand(main);
