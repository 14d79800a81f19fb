/** `npm run doctor [-- URL] [--token T]`: what is well, what waits and what is wrong with a running Segue, and what to do about it. */
import { existsSync, statfsSync } from 'node:fs';
import { connect, greet } from '#functions/cli/support/client.ts';
import { Failure, runCommand } from '#functions/cli/support/failure.ts';
import { keptToken } from '#functions/cli/support/kept-token.ts';
import { readOperatorArguments } from '#functions/cli/support/operator-arguments.ts';
import { type DoctorFinding, examine } from '#functions/doctor/examine.ts';

const usage = `Usage: npm run doctor -- [URL] [--token TOKEN]

  URL      the running Segue (http://127.0.0.1:8080, or SEGUE_URL)
  --token  the operator token (SEGUE_TOKEN, else the one kept in SEGUE_DATA, ./.segue)

Exits with 1 when something is wrong.`;

const data = process.env.SEGUE_DATA ?? './.segue';
const diskBytesMin = 2 ** 30;

async function main(): Promise<number> {
  const { positionals, url: named, token = keptToken(), help } = readOperatorArguments(usage);
  if (help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  if (token === undefined)
    throw new Failure(`The operator token is needed: give it with --token or SEGUE_TOKEN\n\n${usage}`);
  const [url = named] = positionals;
  await greet(url);
  const client = connect({ url, token });
  const findings = [...(await examine((path) => client.call('GET', path))), ...aboutDisk()];
  for (const finding of findings) process.stdout.write(`${line(finding)}\n`);
  return findings.some(({ state }) => state === 'wrong') ? 1 : 0;
}

function line({ state, about, says, remedy }: DoctorFinding): string {
  return `${state.padEnd(8)} ${about}: ${says}${remedy === undefined ? '' : `\n         → ${remedy}`}`;
}

function aboutDisk(): DoctorFinding[] {
  if (!existsSync(data)) return [];
  const { bavail, bsize } = statfsSync(data);
  const gib = ((bavail * bsize) / 2 ** 30).toFixed(1);
  if (bavail * bsize >= diskBytesMin) return [{ state: 'well', about: 'disk', says: `${gib} GiB free at "${data}"` }];
  return [
    {
      state: 'wrong',
      about: 'disk',
      says: `only ${gib} GiB free at "${data}"`,
      remedy: 'make room: with none, listens are refused',
    },
  ];
}

await runCommand(main);
