/** A home behind a real server where every name was made up by somebody who means harm: markup, directions, length, emoji. */
import type { AddressInfo } from 'node:net';
import { createHomeServer } from '#functions/local/server.ts';
import { connectMediaServers } from '#functions/media-servers/connect.ts';
import { ExperimentConfig } from '#shared/schemas/experiment.ts';
import { monday, openTestHome, type TestHome } from '#test/support/home.ts';
import { dialects } from '#test/support/media-server/dialects.ts';
import { startFakeSubsonic } from '#test/support/media-server/fake-subsonic.ts';

export type HostileHome = AsyncDisposable & TestHome & { readonly url: string; readonly userId: string };

/** Where the browser reads this, it reads ten thousand characters: no home gives so many, but a page trusts no home. */
export const endless = 'Endless-name';
export const script = `"><img src=x onerror="hacked=1"><script>hacked=1</script>`;
/** Overrides and isolates of direction that are never closed. */
const turned = '\u202Edrowssap\u2066 \u202Bشعر\u2067';
const names = [
  script,
  turned,
  endless,
  '👩‍👩‍👧‍👦🏳️‍🌈🧑🏿‍🚀'.repeat(9),
  'W'.repeat(300),
  `a${'\u0301\u0323'.repeat(60)}b`,
  `line\nbreak\tand \u0000\u200B\u2028 nothing`,
  "javascript:alert('1')",
  '{{constructor}} <%= 7*7 %> &lt;b&gt; %00 ../..',
];

const nameOf = (nth: number): string => names[nth % names.length] as string;

/** A catalogue of two hundred items with such names, six listeners, a model, playlists, wishes, a library and a dead letter. */
export async function serveHostileHome(): Promise<HostileHome> {
  const songs = Array.from({ length: 40 }, (_, nth) => ({
    ...{ id: String(nth), title: `${nth} ${nameOf(nth)}`, artist: `${nth % 20} ${nameOf(nth % 20)}` },
    ...{ album: nameOf(nth), duration: 200 },
  }));
  const player = await startFakeSubsonic({ ...dialects.navidrome, type: script }, songs);
  const userId = `${script}${turned}`;
  const account = { url: player.url, user: player.user, password: player.password, for: [userId] };
  const opened = await openTestHome(monday, {
    experiments: ExperimentConfig.parse({
      experiments: [{ name: 'spread', variants: ['as-it-is', 'wider'].map((name) => ({ name, share: 0.5 })) }],
    }),
    mediaServers: connectMediaServers(JSON.stringify(account)),
  });
  await fill(opened, userId);
  const server = createHomeServer(opened.home.fetch);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    ...opened,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    userId,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await opened[Symbol.asyncDispose]();
      await player[Symbol.asyncDispose]();
    },
  };
}

async function fill(opened: TestHome, userId: string): Promise<void> {
  const { call, home, settled, time, user } = opened;
  const items = Array.from({ length: 200 }, (_, nth) => itemOf(nth));
  await call('PUT', '/v1/items', { items });
  const listeners = [userId, ...Array.from({ length: 5 }, (_, nth) => `listener ${nth}`)];
  for (const [nth, listener] of listeners.entries()) {
    await user(listener, { timeZone: 'Europe/Berlin' });
    const heard = items.filter((_, at) => (at * 7 + nth * 3) % 5 < 3);
    const listens = heard.map(({ itemId, title, artistName }, at) => ({
      ...{ userId: listener, itemId, title, artistName },
      listenedAt: monday - 40 * 86_400 + ((at * 13 + nth) % 160) * 21_000,
    }));
    await call('POST', '/v1/listens', { listens });
  }
  await settled();
  await call('POST', '/v1/run/collect');
  for (const days of [-1, 0]) {
    time.now = monday + days * 86_400;
    await call('POST', '/v1/run/train');
    await call('POST', '/v1/run/plan');
    await settled();
  }
  await call('POST', '/v1/run/watch');
  const path = `/v1/users/${encodeURIComponent(userId)}`;
  for (const nth of [0, 1, 2]) await call('PUT', `${path}/feedback/item%20${nth}`, { score: nth === 0 ? -1 : 1 });
  await call('PUT', `${path}/blocks/artist/artist%203`, {});
  await call('PUT', `${path}/blocks/tag/${encodeURIComponent(script.slice(0, 60))}`, { until: time.now + 86_400 });
  home.stores.database
    .prepare(
      `INSERT INTO dead_letters (subscription, topic, ordering_key, attempts, failed_at, reason, body, attributes)
       VALUES ('learn', 'listens', ?, 5, ?, ?, ?, '{}')`,
    )
    .run(userId, time.now * 1_000, `${script}${turned}`, `${names.join('')}${'x'.repeat(3_000)}`);
}

function itemOf(nth: number) {
  const isEpisode = nth % 10 === 9;
  return {
    itemId: `item ${nth}`,
    kind: isEpisode ? 'episode' : 'track',
    title: `${nth} ${nameOf(nth)}`,
    artistId: `artist ${nth % 20}`,
    artistName: `${nth % 20} ${nameOf(nth % 20)}`,
    tags: [script.slice(0, 60), turned, `tag${nth % 4}`, '👩‍👩‍👧‍👦'],
    durationMs: 200_000 + nth,
    url: nth % 2 === 0 ? `https://music.example/${nth}` : 'https://evil.example/"onmouseover="hacked=1',
    ...(isEpisode ? { publishedAt: monday - nth * 86_400, serial: nth } : {}),
  };
}
