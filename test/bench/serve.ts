/** serve: answers a second and their latencies, beside a bare handler that makes the same reads. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Child, startServer } from '#test/bench/child.ts';
import { load, requestOf } from '#test/bench/load.ts';
import type { Options } from '#test/bench/options.ts';
import { medians, quantile, type Row, row } from '#test/bench/row.ts';
import { buildServedWorld, type ServedWorld, worldNow } from '#test/bench/world.ts';
import { modelVersion } from '#test/support/regular-listener.ts';

const connections = 16;
const paths = {
  recommendations: (userId: string) => `/v1/users/${userId}/recommendations`,
  edition: (userId: string) => `/v1/users/${userId}/playlists/weekly-exploration`,
} as const;

export async function serveRows({ rounds, seconds, served, say }: Options): Promise<Row[]> {
  const data = mkdtempSync(join(tmpdir(), 'segue-bench-'));
  try {
    say(`serve: building a home of ${served.users} users and ${served.tracks} tracks`);
    const world = await buildServedWorld(data, served);
    const measured = async (name: string, parameters: string[]) => {
      await using server = await startServer(name, parameters);
      const figures = new Map<string, Figures>();
      for (const [what, path] of Object.entries(paths)) {
        say(`serve: ${what} from ${name}`);
        await measure(server, world, path, seconds);
        figures.set(what, await medians(rounds, () => measure(server, world, path, seconds)));
      }
      return figures;
    };
    const bare = await measured('bare-serve', [data, modelVersion]);
    const ours = await measured('home', [data, String(worldNow)]);
    return Object.keys(paths).flatMap((what) => {
      const [mine, its] = [ours.get(what) as Figures, bare.get(what) as Figures];
      return [
        row(`serve: ${what}`, mine.perSecond, 'requests/s', its.perSecond),
        row(`serve: ${what}, p50`, mine.p50, 'ms', its.p50),
        row(`serve: ${what}, p99`, mine.p99, 'ms', its.p99),
      ];
    });
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

type Figures = { readonly perSecond: number; readonly p50: number; readonly p99: number };

async function measure(
  { port }: Child,
  { users }: ServedWorld,
  path: (userId: string) => string,
  seconds: number,
): Promise<Figures> {
  const requests = users.map(({ userId, token }) => requestOf('GET', path(userId), { token }));
  const next = (nth: number): Buffer | undefined => requests[nth % requests.length];
  const { answers, seconds: took, ms } = await load(port, { connections, seconds, next });
  return { perSecond: answers / took, p50: quantile(ms, 0.5), p99: quantile(ms, 0.99) };
}
