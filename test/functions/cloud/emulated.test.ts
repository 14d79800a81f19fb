import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EmulatedCloud, openEmulatedCloud } from '#functions/local/emulators/cloud.ts';
import { runSmoke } from '#functions/smoke/run.ts';
import { createProfiles } from '#shared/adapters/documents/profiles.ts';
import { createFirestoreRestStore } from '#shared/adapters/firestore/rest-document-store.ts';
import { emulatorToken } from '#shared/adapters/google/access-token.ts';
import { createRest } from '#shared/adapters/google/rest.ts';
import { createPubSubRestTopics } from '#shared/adapters/pubsub/rest-topics.ts';
import { listenedMessages } from '#shared/domain/listens/messages.ts';
import { emptyProfile } from '#shared/domain/profile/learn.ts';
import { fastHalfLifeSeconds, slowHalfLifeSeconds } from '#shared/domain/tuning.ts';
import { UserId } from '#shared/schemas/ids.ts';
import type { Listen } from '#shared/schemas/listen.ts';
import { describeWithEmulators } from '#test/support/emulators.ts';
import { eventually } from '#test/support/eventually.ts';

const operatorToken = randomUUID();
const now = Math.floor(Date.now() / 1_000);
const place = { projectId: 'segue-emulated', databaseId: '(default)' };

type Affinities = { listens: number; affinities: { id: string; affinity: number; recent: number; plays: number }[] };

/** The definition: every listen weighs 1 and is halved every half-life. */
function affinitiesFrom(listens: readonly Listen[]) {
  const sums = new Map<string, { affinity: number; recent: number; plays: number }>();
  for (const { itemId, listenedAt } of listens) {
    const { affinity, recent, plays } = sums.get(itemId) ?? { affinity: 0, recent: 0, plays: 0 };
    const halved = (halfLifeSeconds: number): number => 2 ** ((listenedAt - now) / halfLifeSeconds);
    sums.set(itemId, {
      affinity: affinity + halved(slowHalfLifeSeconds),
      recent: recent + halved(fastHalfLifeSeconds),
      plays: plays + 1,
    });
  }
  return sums;
}

await describeWithEmulators('The emulated cloud', () => {
  let cloud: EmulatedCloud;
  beforeAll(async () => {
    cloud = await openEmulatedCloud({ port: 0, operatorToken, clockAt: now });
  });
  afterAll(() => cloud[Symbol.asyncDispose]());

  const call = async (method: string, path: string, body?: object) => {
    const headers = { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' };
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    return fetch(`${cloud.url}${path}`, init);
  };
  const affinitiesOf = async (userId: string): Promise<Affinities> =>
    (await call('GET', `/v1/users/${userId}/affinities?of=item&limit=100`)).json() as Promise<Affinities>;
  const listens = (userId: string, count: number): Listen[] =>
    Array.from({ length: count }, (_, n) => ({
      id: `${userId}-${n}`,
      userId: UserId.parse(userId),
      itemId: `item-${n % 7}`,
      kind: 'track',
      listenedAt: now - 86_400 + n * 60,
      artistId: `artist-${n % 3}`,
    })) as unknown as Listen[];
  const topics = () => {
    const rest = createRest({ origin: `http://${process.env.PUBSUB_EMULATOR_HOST}`, token: emulatorToken });
    return createPubSubRestTopics({ rest, projectId: place.projectId });
  };

  /** Hands every message to learn and refuses it the first time, as when an answer is lost: Pub/Sub brings it again. */
  const startForgetful = async () => {
    const seen = new Set<string>();
    const learned = new Set<string>();
    const server = createServer(async (request, response) => {
      const body = await buffer(request);
      const { messageId } = (JSON.parse(body.toString()) as { message: { messageId: string } }).message;
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${cloud.originOf('learn')}${request.url}`, { method: 'POST', headers, body });
      const again = seen.has(messageId);
      seen.add(messageId);
      if (again && answer.ok) learned.add(messageId);
      response.writeHead(again ? answer.status : 500).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const root = `projects/${place.projectId}`;
    const { port } = server.address() as { port: number };
    const subscription = {
      topic: `${root}/topics/listens`,
      pushConfig: { pushEndpoint: `http://127.0.0.1:${port}/${root}/topics/listens` },
      ackDeadlineSeconds: 60,
      retryPolicy: { minimumBackoff: '0.1s', maximumBackoff: '1s' },
    };
    const url = `http://${process.env.PUBSUB_EMULATOR_HOST}/v1/${root}/subscriptions/forgetful`;
    const headers = { 'content-type': 'application/json' };
    const made = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(subscription) });
    expect(made.status).toBe(200);
    return { learned, [Symbol.dispose]: () => server.close().closeAllConnections() };
  };

  it('I1 Once: listens sent twice, delivered again, in disorder and side by side count as the set of them', async () => {
    using forgetful = await startForgetful();
    const sent = listens('chaotic', 60);
    await call('PUT', '/v1/users/chaotic', {});
    // One message a listen, backwards, all of them twice and without a key, so that nothing keeps them apart.
    const single = sent.toReversed().flatMap((listen) => listenedMessages([listen], now));
    await Promise.all([...single, ...single].map((message) => topics().publish('listens', [{ message }])));
    await cloud.idle();
    await eventually(() => expect(forgetful.learned.size).toBe(120));

    const { listens: counted, affinities } = await affinitiesOf('chaotic');
    expect(counted).toBe(60);
    const right = affinitiesFrom(sent);
    expect(affinities.map(({ id, plays }) => [id, plays]).sort()).toEqual(
      [...right].map(([id, { plays }]) => [id, plays]).sort(),
    );
    for (const { id, affinity, recent } of affinities) {
      expect(affinity).toBeCloseTo(right.get(id)?.affinity ?? Number.NaN, 9);
      expect(recent).toBeCloseTo(right.get(id)?.recent ?? Number.NaN, 9);
    }
  });

  it('I1 Once: 50 concurrent updates of one profile lose none', async () => {
    const rest = createRest({ origin: `http://${process.env.FIRESTORE_EMULATOR_HOST}`, token: emulatorToken });
    const profiles = createProfiles(createFirestoreRestStore({ rest, ...place }));
    const userId = UserId.parse('busy');
    const add = () =>
      profiles.update(userId, (profile) => {
        const next = profile ?? emptyProfile(userId);
        return { next: { ...next, listens: next.listens + 1 }, result: undefined };
      });
    await Promise.all(Array.from({ length: 50 }, add));
    expect((await profiles.read(userId))?.listens).toBe(50);
  });

  it('one address takes reads and writes of both interfaces, and refusals keep their form', async () => {
    expect((await call('PUT', '/v1/users/carla', { timeZone: 'Europe/Berlin' })).status).toBe(201);
    const { token } = (await (await call('POST', '/v1/users/carla/tokens', {})).json()) as { token: string };
    const valid = await fetch(`${cloud.url}/1/validate-token`, { headers: { authorization: `Token ${token}` } });
    expect(await valid.json()).toMatchObject({ valid: true, user_name: 'carla' });
    const malformed = await fetch(`${cloud.url}/v1/listens`, { method: 'POST', body: '{' });
    expect(malformed.headers.get('content-type')).toBe('application/problem+json');
    expect((await call('GET', '/v1/nowhere')).status).toBe(404);
  });

  it('npm run smoke: every step passes on the emulated cloud', async () => {
    const steps = await runSmoke(
      async (method, path, body) => {
        const response = await call(method, path, body as object);
        if (response.status >= 400 && response.status !== 404) throw new Error(`${method} ${path}: ${response.status}`);
        return response.ok ? response.json() : undefined;
      },
      { userId: 'smoke-test', now: Date.now, told: () => undefined, patienceMs: 12_000 },
    );
    expect(steps.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  });
});
