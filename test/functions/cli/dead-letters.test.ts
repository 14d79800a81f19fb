import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { cloudDeadLetters } from '#functions/dead-letters/cloud.ts';
import type { Letter } from '#functions/dead-letters/letters.ts';
import { openHome } from '#functions/local/home.ts';
import { subscriptions } from '#functions/local/subscriptions.ts';
import { emulatorToken } from '#shared/adapters/google/access-token.ts';
import { createRest } from '#shared/adapters/google/rest.ts';
import { openDatabase } from '#shared/adapters/sqlite/database.ts';
import { createSqliteQueue } from '#shared/adapters/sqlite/queue.ts';
import { reasonOf } from '#shared/edge/reason.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import { describeWithEmulators } from '#test/support/emulators.ts';
import { eventually } from '#test/support/eventually.ts';
import { operatorToken } from '#test/support/home.ts';
import { listened } from '#test/support/warehouse-rows.ts';

const listenedAt = Math.floor(Date.now() / 1_000) - 3_600;
const message = (nth: number) =>
  listened('ada', listenedAt + nth, [{ id: `listen ${nth}`, itemId: `song ${nth}`, listenedAt }]);

async function command(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['functions/cli/dead-letters.ts', ...args]);
  return stdout;
}

/** Messages that `learn` has given up, in the files of a home that is not running. */
async function bury(data: string, messages: number): Promise<void> {
  using database = openDatabase(join(data, 'segue.db'));
  const queue = createSqliteQueue(database, subscriptions, Date.now);
  const cause = new AggregateError([new Error('The store is on fire')], 'Cannot learn 1 of 1 listens');
  for (let nth = 0; nth < messages; nth++) {
    await queue.publish('listens', [{ message: message(nth), orderingKey: 'ada' as UserId }]);
  }
  for (const { deliveryId } of queue.pending('learn', 0, messages)) {
    for (let attempt = 0; attempt < limits.deliveryAttemptsMax; attempt++) {
      await queue.refuse(deliveryId, 0, reasonOf(cause));
    }
  }
}

/** A folder as this version makes it: one without a version is learned anew at the start. */
async function madeBefore(data: string): Promise<void> {
  const home = await openHome({ data, operatorToken, codeVersion: 'test', log: () => {} });
  await home[Symbol.asyncDispose]();
}

describe('dead-letters', () => {
  it('dead-letters lists what failed for good with every reason, and a running home learns what is replayed', async () => {
    const data = mkdtempSync(join(tmpdir(), 'segue-dead-'));
    try {
      await madeBefore(data);
      await bury(data, 3);
      await using home = await openHome({ data, operatorToken, codeVersion: 'test', log: () => {} });
      await home.idle();
      expect(await home.stores.profiles.read('ada' as UserId)).toBeUndefined();
      const listed = await command('list', '--data', data);
      expect(listed).toContain('dead letters: 3\n');
      expect(listed).toContain(`1  learn, ${limits.deliveryAttemptsMax} attempts`);
      expect(listed).toContain('Cannot learn 1 of 1 listens');
      expect(listed).toContain('The store is on fire');
      expect(listed).toContain('"id":"listen 0"');

      expect(await command('replay', '2', '--data', data)).toBe('delivered again: 1\n');
      const learned = async () => (await home.stores.profiles.read('ada' as UserId))?.listens;
      await eventually(async () => expect(await learned()).toBe(1));
      expect(await command('replay', '--all', '--data', data)).toBe('delivered again: 2\n');
      await eventually(async () => expect(await learned()).toBe(3));
      expect(await command('--data', data)).toBe('dead letters: 0\n');
      await expect(command('replay', '1', '--data', data)).rejects.toThrow('There is no dead letter "1"');
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  });
});

await describeWithEmulators('dead-letters --project', ({ pubsub, newProject }) => {
  it('dead-letters lists what the subscriptions keep, leaves it there, and publishes it again as it was', async () => {
    const projectId = newProject();
    const rest = createRest({ origin: `http://${pubsub}`, token: emulatorToken });
    const root = `/v1/projects/${projectId}`;
    const headers = { 'content-type': 'application/json' };
    const put = async (path: string, body: object): Promise<void> => {
      const made = await fetch(`http://${pubsub}${root}${path}`, {
        method: 'PUT',
        headers,
        body: JSON.stringify(body),
      });
      expect(made.status).toBe(200);
    };
    const subscribe = async (name: string, topic: string): Promise<void> => {
      await put(`/subscriptions/${name}`, {
        topic: `projects/${projectId}/topics/${topic}`,
        enableMessageOrdering: true,
      });
    };
    for (const topic of new Set(Object.values(subscriptions))) await put(`/topics/${topic}`, {});
    for (const [consumer, topic] of Object.entries(subscriptions)) {
      await put(`/topics/${topic}-${consumer}-dead`, {});
      await subscribe(`${topic}-${consumer}-dead`, `${topic}-${consumer}-dead`);
    }
    await subscribe('observed', 'listens');
    const dead = (nth: number) => ({
      data: Buffer.from(JSON.stringify(message(nth))).toString('base64'),
      attributes: { userId: 'ada', type: 'listened', CloudPubSubDeadLetterSourceDeliveryCount: '8' },
      orderingKey: 'ada',
    });
    await rest.post(`${root}/topics/listens-learn-dead:publish`, { messages: [dead(1), dead(2)] });

    const letters = cloudDeadLetters({ rest, projectId, consumers: subscriptions });
    const list = async (): Promise<Letter[]> => Array.fromAsync(letters.list());
    const first = await list();
    expect(first).toMatchObject([
      { consumer: 'learn', attempts: 8, body: JSON.stringify(message(1)) },
      { consumer: 'learn', attempts: 8, body: JSON.stringify(message(2)) },
    ]);
    expect(await list()).toEqual(first);

    expect(await letters.replay(new Set([first[0]?.id ?? '']))).toEqual([first[0]?.id]);
    await eventually(async () => expect((await list()).map(({ id }) => id)).toEqual([first[1]?.id]));
    expect(await letters.replay('all')).toEqual([first[1]?.id]);
    expect(await list()).toEqual([]);
    const { receivedMessages } = (await rest.post(`${root}/subscriptions/observed:pull`, { maxMessages: 10 })) as {
      receivedMessages: { message: { data: string; attributes: object; orderingKey: string } }[];
    };
    const asPublished = (nth: number) => ({ ...dead(nth), attributes: { userId: 'ada', type: 'listened' } });
    expect(
      receivedMessages.map(({ message: { data, attributes, orderingKey } }) => ({ data, attributes, orderingKey })),
    ).toEqual([asPublished(1), asPublished(2)]);
  });
});
