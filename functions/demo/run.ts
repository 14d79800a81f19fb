/** The main job, step by step, through the public interface alone. */
import { type Client, connect } from '#functions/cli/support/client.ts';
import { Refused } from '#functions/cli/support/failure.ts';
import { digestOfEditions, type EditionsDigest } from '#functions/demo/digest.ts';
import type { DemoSegue } from '#functions/demo/embedded.ts';
import type { Source } from '#functions/demo/sources.ts';
import { type Edition, patches } from '#shared/schemas/edition.ts';

export type TimedStep = { readonly step: string; readonly seconds: number };

export type DemoReport = EditionsDigest & {
  readonly listensAccepted: number;
  readonly listensPerSecond: number;
  readonly users: number;
  readonly seconds: number;
  readonly peakMemoryMb: number;
  readonly user: string;
  readonly modelVersion: string | null;
  readonly steps: readonly TimedStep[];
  /** What could be made of the user's history, in the order of the patches. */
  readonly playlists: readonly Edition[];
  /** Why the others are not there. */
  readonly missing: readonly string[];
};

export async function runDemo(segue: DemoSegue, source: Source, asked: string | undefined): Promise<DemoReport> {
  const client = connect({ url: segue.url, token: segue.operatorToken });
  const startedAt = performance.now();
  const steps: TimedStep[] = [];
  const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    process.stderr.write(`${name} …\n`);
    const begun = performance.now();
    const result = await work();
    steps.push({ step: name, seconds: (performance.now() - begun) / 1000 });
    return result;
  };
  // Training answers when it is done, which on a slow machine takes minutes.
  const patient = connect({ url: segue.url, token: segue.operatorToken, requestTimeoutMs: 30 * 60_000 });
  const run = (verb: string) => async (): Promise<unknown> => {
    const { result } = (await patient.call('POST', `/v1/run/${verb}`, { at: source.now / 1_000 })) as {
      result: unknown;
    };
    await segue.idle();
    return result;
  };

  const listensAccepted = await step('listens in over HTTP', () => source.send(client));
  await step('listens learned', segue.idle);
  await step('model trained and published', run('train'));
  await step('editions planned and assembled', run('plan'));

  const user = asked ?? source.busiest;
  const { playlists, missing } = await latestOf(client, user);
  const [first] = playlists;
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    listensAccepted,
    listensPerSecond: Math.round(listensAccepted / steps.slice(0, 2).reduce((sum, each) => sum + each.seconds, 0)),
    users: source.userIds.length,
    ...(await digestOfEditions(client, source.userIds)),
    seconds,
    peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
    user,
    modelVersion: first?.modelVersion ?? null,
    steps,
    playlists,
    missing,
  };
}

/** One person's history always gives something, if not everything: what there is, and why the rest is not. */
async function latestOf(client: Client, user: string) {
  const playlists: Edition[] = [];
  const missing: string[] = [];
  for (const patch of patches) {
    try {
      const path = `/v1/users/${encodeURIComponent(user)}/playlists/${patch}`;
      playlists.push((await client.call('GET', path)) as Edition);
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 404) throw error;
      missing.push(error.detail);
    }
  }
  return { playlists, missing };
}
