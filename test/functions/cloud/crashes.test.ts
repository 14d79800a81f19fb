/** kill -9 of a function while Pub/Sub delivers to it: Google's emulators keep what it wrote, and deliver again what it did not. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createDice } from '#functions/generator/dice.ts';
import { startDeliveries, toFunction } from '#functions/local/emulators/deliveries.ts';
import { freePort } from '#functions/local/emulators/emulator.ts';
import { createTopology } from '#functions/local/emulators/topology.ts';
import { createProfiles } from '#shared/adapters/documents/profiles.ts';
import { createFirestoreRestStore } from '#shared/adapters/firestore/rest-document-store.ts';
import { emulatorToken } from '#shared/adapters/google/access-token.ts';
import { createRest } from '#shared/adapters/google/rest.ts';
import { createPubSubRestTopics } from '#shared/adapters/pubsub/rest-topics.ts';
import { listenedMessages } from '#shared/domain/listens/messages.ts';
import { UserId } from '#shared/schemas/ids.ts';
import type { Listen } from '#shared/schemas/listen.ts';
import { affinitiesByDefinition, distanceFrom } from '#test/simulation/checks/affinities.ts';
import { describeWithEmulators, type EmulatorAddresses } from '#test/support/emulators.ts';
import { eventually } from '#test/support/eventually.ts';

const kills = 6;
const users = 4;
/** Fewer than a profile's window: nothing has to be asked of the warehouse. */
const listensPerUser = 150;
const batchSize = 5;
const now = Math.floor(Date.now() / 1_000);

await describeWithEmulators('learn in the cloud', (emulators) => {
  it('I1 Once: killed while messages are delivered, it loses no listen and doubles none, by the definition', {
    timeout: 180_000,
  }, async () => {
    const projectId = emulators.newProject();
    const port = await freePort();
    const acknowledged = new Set<string>();
    let interrupted = 0;
    const handOver = toFunction(`http://127.0.0.1:${port}`);
    await using deliveries = await startDeliveries({
      learn: async (path, body) => {
        const status = await handOver(path, body).catch(() => 503);
        if (status === 503) interrupted += 1;
        if (status < 300) acknowledged.add(JSON.parse(body.toString()).message.messageId);
        return status;
      },
    });
    const consumer = { name: 'learn', topic: 'listens', url: deliveries.urlOf('learn') } as const;
    await createTopology(emulators.pubsub, projectId, [consumer]);
    const seed = Math.floor(Math.random() * 1e9);
    const sent = Array.from({ length: users }, (_, user) => listensOf(UserId.parse(`listener ${user}`)));

    const publishing = publishInDisorder({ emulators, projectId, seed, sent });
    const dice = createDice(seed, 'kills');
    for (let life = 0; life <= kills; life++) {
      const child = await start({ emulators, projectId, port });
      if (life === kills) {
        const messages = await publishing;
        await eventually(() => expect(acknowledged.size).toBe(messages));
      } else await sleep(dice.between(50, 600));
      child.kill('SIGKILL');
      await once(child, 'exit');
    }

    expect(interrupted, `seed ${seed}`).toBeGreaterThan(0);

    const rest = createRest({ origin: `http://${emulators.firestore}`, token: emulatorToken });
    const profiles = createProfiles(createFirestoreRestStore({ rest, projectId, databaseId: '(default)' }));
    for (const listens of sent) {
      const userId = listens[0]?.userId as UserId;
      const profile = await profiles.read(userId);
      expect(profile?.listens, `seed ${seed}, "${userId}"`).toBe(listensPerUser);
      const right = affinitiesByDefinition(listens, ({ itemId }) => [itemId], now);
      expect(new Set(profile?.items.map(([id]) => id))).toEqual(new Set(right.keys()));
      for (const entry of profile?.items ?? []) {
        const [id, , , , plays] = entry;
        expect(plays, `seed ${seed}, "${userId}", "${id}"`).toBe(right.get(id)?.plays);
        expect(distanceFrom(right.get(id), entry, now), `seed ${seed}, "${userId}", "${id}"`).toBeLessThan(1e-9);
      }
    }
  });
});

function listensOf(userId: UserId): Listen[] {
  return Array.from({ length: listensPerUser }, (_, nth) => ({
    id: `${userId} ${nth}`,
    userId,
    itemId: `item-${nth % 11}`,
    kind: 'track',
    artistId: `artist-${nth % 3}`,
    listenedAt: now - 86_400 + nth * 300,
  })) as unknown as Listen[];
}

type Publishing = {
  readonly emulators: EmulatorAddresses;
  readonly projectId: string;
  readonly seed: number;
  readonly sent: readonly (readonly Listen[])[];
};

/** Batches of all users in any order, a third of them twice, spread over the lives of the function. Resolves with their number. */
async function publishInDisorder({ emulators, projectId, seed, sent }: Publishing): Promise<number> {
  const dice = createDice(seed, 'messages');
  const rest = createRest({ origin: `http://${emulators.pubsub}`, token: emulatorToken });
  const topics = createPubSubRestTopics({ rest, projectId });
  const messages = sent.flatMap((listens) =>
    Array.from({ length: listensPerUser / batchSize }, (_, nth) => ({
      message: listenedMessages(listens.slice(nth * batchSize, (nth + 1) * batchSize), now)[0],
      orderingKey: listens[0]?.userId as UserId,
    })),
  );
  const all = [...messages, ...messages.filter(() => dice.often(1 / 3))].map((message) => ({
    message,
    at: dice.next(),
  }));
  for (const { message } of all.sort((a, b) => a.at - b.at)) {
    await topics.publish('listens', [message as never]);
    await sleep(20);
  }
  return all.length;
}

type Place = { readonly emulators: EmulatorAddresses; readonly projectId: string; readonly port: number };

async function start({ emulators, projectId, port }: Place): Promise<ChildProcess> {
  const script = new URL('../../support/function-child.ts', import.meta.url).pathname;
  const env = {
    ...process.env,
    GOOGLE_CLOUD_PROJECT: projectId,
    SEGUE_REGION: 'local',
    SEGUE_DATABASE: '(default)',
    SEGUE_DATASET: 'segue',
    SEGUE_LOG: 'ERROR',
    FIRESTORE_EMULATOR_HOST: emulators.firestore,
    PUBSUB_EMULATOR_HOST: emulators.pubsub,
    // Nothing is rebuilt, so nothing is asked of it.
    BIGQUERY_EMULATOR_HOST: 'http://127.0.0.1:9',
    METADATA_SERVER_DETECTION: 'none',
  };
  const child = spawn(process.execPath, [script, 'learn', String(port)], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`The function ended with ${code}`))),
  ]);
  return child;
}
