/** What is logged while a listener does everything one can do, and while stores fail: never who, what they heard, or a key. */
import { expect, it } from 'vitest';
import type { Operation, Operations } from '#shared/edge/http/operation.ts';
import { v1 } from '#shared/edge/http/v1.ts';
import { listenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import { routes } from '#test/security/routes.ts';
import { callers, openScene, shown } from '#test/security/scene.ts';
import { eventually } from '#test/support/eventually.ts';
import { monday, openTestHome, operatorToken, type TestHome } from '#test/support/home.ts';

const operations: Operations = { ...v1, ...listenBrainz };
const listener = 'listener-4c81';
/** Every one of them is sent, and none may be read in a log. */
const told = {
  item: 'item-4c81',
  artist: 'artist-4c81',
  title: 'Title 4c81',
  artistName: 'Somebody 4c81',
  tag: 'tag-4c81',
  listen: 'listen-4c81',
  password: 'password-4c81',
  secret: 'webhook secret 4c81',
};

async function doEverything(opened: TestHome): Promise<string> {
  const { call, home, user, time, settled } = opened;
  const token = await user(listener, { webhookUrl: `https://me:${told.password}@127.0.0.1/hook` });
  const path = `/v1/users/${listener}`;
  const listens = Array.from({ length: 30 }, (_, n) => ({
    id: `${told.listen} ${n}`,
    itemId: `${told.item} ${n % 3}`,
    artistId: told.artist,
    title: told.title,
    artistName: told.artistName,
    tags: [told.tag],
    listenedAt: time.now - 3_600 * (n + 1),
  }));
  await call('POST', '/v1/listens', { listens }, token);
  await call('POST', '/v1/listens', { listens: [{ ...listens[0], listenedAt: told.title }, told] }, token);
  await call('POST', '/v1/listens', `{"listens":[{"title":"${told.title}`, token);
  await call('PUT', `${path}/feedback/${told.item}`, { score: 1 }, token);
  await call('PUT', `${path}/blocks/artist/${told.artist}x`, {}, token);
  await call('DELETE', `${path}/listens/${encodeURIComponent(`${told.listen} 1`)}`, undefined, token);
  await settled();
  await home.run('train', time.now);
  await settled();
  time.now += 8 * 86_400;
  await home.run('plan', time.now);
  await settled();
  await home.run('watch', time.now);
  return token;
}

/** Every store fails in turn, under reads and writes. */
async function fail({ call, home }: TestHome, token: string): Promise<void> {
  const path = `/v1/users/${listener}`;
  home.stores.database.exec(
    'ALTER TABLE profiles RENAME TO profiles_gone; ALTER TABLE quarantine RENAME TO quarantine_gone',
  );
  expect((await call('GET', `${path}/affinities`, undefined, token)).status).toBe(500);
  expect((await call('POST', '/v1/listens', { listens: [{ title: told.title }] }, token)).status).toBe(500);
  home.stores.database.exec('ALTER TABLE quarantine_gone RENAME TO quarantine');
  await call('POST', '/v1/listens', { listens: [{ itemId: told.item, title: told.title, listenedAt: monday }] }, token);
}

it('I12 Said: no line of the log holds a token, a secret, a listener or what was listened to', async () => {
  await using opened = await openTestHome(monday, { ...shown, webhookSecret: told.secret });
  const token = await doEverything(opened);
  const scene = await openScene(opened);
  for (const [id, { path, body }] of Object.entries(routes)) {
    if (id === 'deleteUser') continue;
    for (const caller of callers)
      await scene.call((operations[id] as Operation).method, path(scene, caller), body, caller);
  }
  await fail(opened, token);
  await eventually(() => expect(opened.lines.some((line) => line.includes('message postponed'))).toBe(true));
  opened.home.stores.database.exec('ALTER TABLE profiles_gone RENAME TO profiles');
  await eventually(() => {
    opened.time.now += 60;
    expect(Object.values(opened.home.stores.queue.backlog()).some(({ waiting }) => waiting > 0)).toBe(false);
  });
  await opened.call('DELETE', `/v1/users/${listener}`, undefined, token);
  await opened.settled();

  const log = opened.lines.join('\n');
  for (const message of [
    'listens accepted',
    'edition assembled',
    'message rejected',
    'request failed',
    'user forgotten',
  ]) {
    expect(log, message).toContain(message);
  }
  for (const [what, text] of Object.entries({ ...told, token, operatorToken, listener })) {
    expect(
      opened.lines.filter((line) => line.includes(text)),
      what,
    ).toEqual([]);
  }
  process.stdout.write(
    `logs: ${opened.lines.length} lines, ${Object.keys(told).length + 3} texts looked for, none found\n`,
  );
});
