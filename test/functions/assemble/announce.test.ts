/** Users who are told of their editions, by the embedded home and its queue; the clock is the real one. */
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { webhookSecret } from '#shared/formats/webhook-signature.ts';
import type { DuePatch } from '#shared/schemas/edition.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { EditionPublished } from '#shared/schemas/webhooks.ts';
import { type Listener, startListener } from '#test/adapters/webhook/listener.ts';
import { eventually } from '#test/support/eventually.ts';
import { openTestHome, operatorToken, playDescribed, type TestHome } from '#test/support/home.ts';

const open = (webhookLoopback: boolean) =>
  openTestHome(0, { now: Date.now, webhookLoopback, webhookSecret: deploymentSecret });
const deploymentSecret = 'a secret of the deployment';

async function makeEditions(opened: TestHome, webhookUrl: string): Promise<void> {
  const { call, home, user } = opened;
  await user('ada', { webhookUrl, length: 5 });
  await user('bob', { length: 5 });
  const items = Array.from({ length: 12 }, (_, nth) => `item ${nth}`);
  const now = Math.floor(Date.now() / 1_000);
  await playDescribed(opened, 'ada', { items: items.slice(0, 6), until: now });
  await playDescribed(opened, 'bob', { items: items.slice(3), until: now });
  await home.idle();
  for (const verb of ['train', 'plan', 'plan']) {
    await call('POST', `/v1/run/${verb}`);
    await home.idle();
  }
}

const idsOf = ({ told }: Listener): string[] => told.map(({ headers }) => String(headers['webhook-id']));

describe('announcements', () => {
  it('tell the user of every edition once, signed with the user’s own secret', async () => {
    await using listener = await startListener(204);
    await using opened = await open(true);
    await makeEditions(opened, listener.url);
    await eventually(() => expect(listener.told).toHaveLength(3));
    const { playlists } = (await opened.call('GET', '/v1/users/ada/playlists')).json;
    expect(idsOf(listener).sort()).toEqual(playlists.map(({ playlistId }: any) => `edition-${playlistId}`).sort());
    const secret = Buffer.from(webhookSecret(deploymentSecret, 'ada').slice(6), 'base64');
    for (const { headers, body } of listener.told) {
      const { type, data } = EditionPublished.parse(JSON.parse(body));
      expect([type, data.userId]).toEqual(['edition.published', 'ada']);
      expect(playlists.find(({ playlistId }: any) => playlistId === data.playlistId)).toMatchObject({
        patch: data.patch,
        period: data.period,
        title: data.title,
      });
      const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
      expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', secret).update(signed).digest('base64')}`);
    }
  });

  it('are tried again under the same id while the listener refuses, and delay nobody’s edition', async () => {
    await using listener = await startListener(500, 500, 503, 200);
    await using opened = await open(true);
    await makeEditions(opened, listener.url);
    expect((await opened.call('GET', '/v1/users/ada/playlists')).json.playlists).toHaveLength(3);
    await eventually(() => expect(listener.told).toHaveLength(6));
    expect(new Set(idsOf(listener)).size).toBe(3);
    await opened.home.idle();
    expect(listener.told).toHaveLength(6);
  });

  it('are made up for when a worker died after storing the edition, under the same id', async () => {
    await using listener = await startListener(204);
    await using opened = await open(true);
    await makeEditions(opened, listener.url);
    await eventually(() => expect(listener.told).toHaveLength(3));
    const { schedules, editions } = opened.home.stores;
    for (const { manifest } of await editions.latest('ada' as UserId, { limit: 3 })) {
      const { period, dueAt: nextDueAt } = manifest;
      const patch = manifest.patch as DuePatch;
      await schedules.update('ada' as UserId, patch, (moved) => moved && { ...moved, period, nextDueAt });
    }
    await opened.call('POST', '/v1/run/plan');
    await opened.home.idle();
    await eventually(() => expect(listener.told).toHaveLength(6));
    expect(new Set(idsOf(listener)).size).toBe(3);
    expect((await opened.call('GET', '/v1/users/ada/playlists')).json.playlists).toHaveLength(3);
  });

  it('say nothing of secrets in the log: neither the user’s key nor what stands in their URL', async () => {
    await using listener = await startListener(500, 200);
    await using opened = await open(true);
    await makeEditions(opened, listener.url);
    await eventually(() => expect(listener.told).toHaveLength(4));
    const log = opened.lines.join('\n');
    expect(log).toContain('it answered 500');
    for (const secret of [
      'in-the-url',
      '/hook',
      operatorToken,
      webhookSecret(deploymentSecret, 'ada').slice(6),
      'v1,',
    ]) {
      expect(log).not.toContain(secret);
    }
  });

  it('never reach this machine unless it is said that they may, and are given up at once', async () => {
    await using listener = await startListener(200);
    await using opened = await open(false);
    await makeEditions(opened, listener.url);
    expect(listener.told).toHaveLength(0);
    const rejected = opened.lines.filter((line) => line.includes('message rejected'));
    expect(rejected).toHaveLength(3);
    for (const line of rejected) expect(line).toContain('is not a public address');
  });

  it.each(['ftp://example.com/', 'javascript:alert(1)', 'http://example.com/', 'http://192.168.0.1/', 'not a url'])(
    'cannot be asked for at %s',
    async (webhookUrl) => {
      await using opened = await open(true);
      const { status, json } = await opened.call('PUT', '/v1/users/ada', { webhookUrl });
      expect(status).toBe(400);
      expect(json.faults[0].pointer).toBe('/webhookUrl');
    },
  );
});
