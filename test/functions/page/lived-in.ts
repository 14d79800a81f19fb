/** A home that people live in, behind a real HTTP server: invented listeners with their history, a model and playlists. */
import type { AddressInfo } from 'node:net';
import { generateWorld } from '#functions/generator/world.ts';
import { createHomeServer } from '#functions/local/server.ts';
import { ExperimentConfig } from '#shared/schemas/experiment.ts';
import { openTestHome, type TestHome } from '#test/support/home.ts';

export type Served = AsyncDisposable &
  TestHome & {
    readonly url: string;
    /** What its clock says, Unix seconds. */
    readonly seconds: () => number;
    readonly setClockRight: () => void;
  };

const experiments = ExperimentConfig.parse({
  experiments: [
    {
      name: 'spread',
      variants: [
        { name: 'as-it-is', share: 0.5 },
        { name: 'wider', share: 0.5, overrides: { 'patches.weekly-exploration.artistMax': 1 } },
      ],
    },
  ],
});

/** A new home behind a server. `behindSeconds` sets its clock back, until it is said to be right. */
export async function serveHome(behindSeconds = 0): Promise<Served> {
  let behindMs = behindSeconds * 1_000;
  const now = (): number => Date.now() - behindMs;
  const opened = await openTestHome(Math.floor(now() / 1_000), { experiments, now });
  const server = createHomeServer(opened.home.fetch);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    ...opened,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seconds: () => Math.floor(now() / 1_000),
    setClockRight: () => {
      behindMs = 0;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await opened[Symbol.asyncDispose]();
    },
  };
}

export type LivedIn = Served & { readonly userId: string; readonly token: string };

/** Eight days ago a first model and first playlists were made, now others: so there is something to compare. */
export async function serveLivedIn({ users = 24, listens = 5_000 } = {}): Promise<LivedIn> {
  const served = await serveHome(8 * 86_400);
  const { call, user } = served;
  const world = generateWorld({ seed: 11, users, listens, until: served.seconds() + 8 * 86_400 - 1_800 });
  for (let from = 0; from < world.items.length; from += 500) {
    await call('PUT', '/v1/items', { items: world.items.slice(from, from + 500) });
  }
  for (const { userId, timeZone } of world.users) await call('PUT', `/v1/users/${userId}`, { timeZone });
  const all = [...world.listens()];
  const lately = served.seconds();
  await makeEditions(
    served,
    all.filter(({ listenedAt }) => listenedAt < lately),
  );
  served.setClockRight();
  await makeEditions(
    served,
    all.filter(({ listenedAt }) => listenedAt >= lately),
  );
  const userId = busiest(all);
  return { ...served, userId, token: await user(userId) };
}

type Sent = { readonly listenedAt: number; readonly userId?: string | undefined };

async function makeEditions({ call, home, seconds }: Served, listens: readonly Sent[]): Promise<void> {
  for (let from = 0; from < listens.length; from += 1_000) {
    await call('POST', '/v1/listens', { listens: listens.slice(from, from + 1_000) });
  }
  await home.idle();
  await home.run('train', seconds());
  await home.run('plan', seconds());
  await home.idle();
  await home.run('watch', seconds());
}

function busiest(listens: readonly Sent[]): string {
  const counts = new Map<string, number>();
  for (const { userId = '' } of listens) counts.set(userId, (counts.get(userId) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}
