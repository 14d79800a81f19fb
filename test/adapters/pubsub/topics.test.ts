import { createServer, type Server } from 'node:http';
import { json } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { emulatorToken } from '#shared/adapters/google/access-token.ts';
import { createRest } from '#shared/adapters/google/rest.ts';
import { createPubSubRestTopics } from '#shared/adapters/pubsub/rest-topics.ts';
import { createPubSubTopics } from '#shared/adapters/pubsub/topics.ts';
import type { Topics } from '#shared/ports/topics.ts';
import { UserId } from '#shared/schemas/ids.ts';
import { type Handle, topicsContract } from '#test/contracts/topics.ts';
import { describeWithEmulators } from '#test/support/emulators.ts';

await describeWithEmulators('Pub/Sub, official client', ({ pubsub, newProject }) => {
  process.env.PUBSUB_EMULATOR_HOST = pubsub;
  topicsContract(async () => {
    const projectId = newProject();
    return openOn(pubsub, projectId, createPubSubTopics({ projectId }));
  });
});

await describeWithEmulators('Pub/Sub, REST', ({ pubsub, newProject }) => {
  const rest = createRest({ origin: `http://${pubsub}`, token: emulatorToken });
  topicsContract(async () => {
    const projectId = newProject();
    const topics = createPubSubRestTopics({ rest, projectId });
    return openOn(pubsub, projectId, { ...topics, [Symbol.asyncDispose]: async () => {} });
  });
});

await describeWithEmulators('Pub/Sub, a topic that is not there', ({ pubsub, newProject }) => {
  process.env.PUBSUB_EMULATOR_HOST = pubsub;
  const rest = createRest({ origin: `http://${pubsub}`, token: emulatorToken });
  const adapters = {
    'official client': (projectId: string): Topics => createPubSubTopics({ projectId }),
    REST: (projectId: string): Topics => createPubSubRestTopics({ rest, projectId }),
  };
  for (const [name, create] of Object.entries(adapters)) {
    it(`${name}: Topics.publish rejects, and the key is not closed for good`, async () => {
      const projectId = newProject();
      const topics = create(projectId);
      const message = { userId: UserId.parse('ada'), receiptId: '00000000-0000-4000-8000-000000000000' };
      const publish = () => topics.publish('erasures', [{ message, orderingKey: 'ada' }]);
      await expect(publish()).rejects.toThrow('erasures');
      await put(pubsub, projectId, 'topics/erasures', {});
      await publish();
    });
  }
});

/** Topic `erasures` with two ordered push subscriptions, as the cloud has them, whose receivers start when asked. */
async function openOn(host: string, projectId: string, topics: Topics & AsyncDisposable) {
  const receivers = { first: await startReceiver(), second: await startReceiver() };
  await put(host, projectId, 'topics/erasures', {});
  for (const [name, { url }] of Object.entries(receivers)) {
    await put(host, projectId, `subscriptions/${name}`, {
      topic: `projects/${projectId}/topics/erasures`,
      enableMessageOrdering: true,
      pushConfig: { pushEndpoint: url },
      ackDeadlineSeconds: 30,
    });
  }
  return {
    topics,
    deliver: (subscription: 'first' | 'second', handle: Handle) => receivers[subscription].answerWith(handle),
    [Symbol.asyncDispose]: async () => {
      for (const name of Object.keys(receivers)) await remove(host, projectId, `subscriptions/${name}`);
      for (const { server } of Object.values(receivers)) server.close().closeAllConnections();
      await topics[Symbol.asyncDispose]();
    },
  };
}

const urlOf = (host: string, projectId: string, path: string): string =>
  `http://${host}/v1/projects/${projectId}/${path}`;

async function put(host: string, projectId: string, path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(urlOf(host, projectId, path), { method: 'PUT', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`Cannot make "${path}": ${await answer.text()}`);
}

async function remove(host: string, projectId: string, path: string): Promise<void> {
  await fetch(urlOf(host, projectId, path), { method: 'DELETE' });
}

type Push = { readonly message: { readonly data: string } };

/** Refuses everything until it is told what to do. */
async function startReceiver(): Promise<{ server: Server; url: string; answerWith: (handle: Handle) => void }> {
  let handle: Handle = () => Promise.reject(new Error('nobody listens yet'));
  const server = createServer(async (request, response) => {
    const { message } = (await json(request)) as Push;
    const received = JSON.parse(Buffer.from(message.data, 'base64').toString());
    await handle(received).then(
      () => response.writeHead(204).end(),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}/`;
  return {
    server,
    url,
    answerWith: (next) => {
      handle = next;
    },
  };
}
