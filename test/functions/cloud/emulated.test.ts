import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EmulatedCloud, openEmulatedCloud } from '#functions/local/emulators/cloud.ts';
import { createProfiles } from '#shared/adapters/documents/profiles.ts';
import { createFirestoreRestStore } from '#shared/adapters/firestore/rest-document-store.ts';
import { emulatorToken } from '#shared/adapters/google/access-token.ts';
import { createRest } from '#shared/adapters/google/rest.ts';
import { createPubSubRestTopics } from '#shared/adapters/pubsub/rest-topics.ts';
import { listenedMessages } from '#shared/domain/batches.ts';
import { emptyProfile } from '#shared/domain/learn.ts';
import { UserId } from '#shared/schemas/ids.ts';
import type { Listen } from '#shared/schemas/listen.ts';
import { describeWithEmulators } from '#test/support/emulators.ts';

const operatorToken = randomUUID();
const now = Math.floor(Date.now() / 1_000);
const place = { projectId: 'segue-emulated', databaseId: '(default)' };

type Affinities = { listens: number; affinities: { id: string; affinity: number; recent: number; plays: number }[] };

await describeWithEmulators('The emulated cloud', () => {
  let cloud: EmulatedCloud;
  beforeAll(async () => {
    cloud = await openEmulatedCloud({ port: 0, operatorToken });
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

  it('I1 Once: listens sent twice, delivered again, in disorder and side by side count as the set of them', async () => {
    const sent = { orderly: listens('orderly', 60), chaotic: listens('chaotic', 60) };
    for (const userId of Object.keys(sent)) await call('PUT', `/v1/users/${userId}`, {});
    await topics().publish(
      'listens',
      listenedMessages(sent.orderly, now).map((message) => ({ message, orderingKey: 'orderly' })),
    );
    // One message a listen, backwards, all of them twice and without a key, so that nothing keeps them apart.
    const single = sent.chaotic.toReversed().flatMap((listen) => listenedMessages([listen], now));
    await Promise.all([...single, ...single].map((message) => topics().publish('listens', [{ message }])));
    await cloud.idle();

    const [orderly, chaotic] = [await affinitiesOf('orderly'), await affinitiesOf('chaotic')];
    expect(chaotic.listens).toBe(60);
    expect(chaotic.affinities.map(({ id, plays }) => [id, plays])).toEqual(
      orderly.affinities.map(({ id, plays }) => [id, plays]),
    );
    // Affinities fade by the second, and the two were not asked for in the same one: their proportions stay.
    const proportions = ({ affinities }: typeof orderly) =>
      affinities.map(({ affinity }) => affinity / (affinities[0]?.affinity ?? Number.NaN));
    const right = proportions(orderly);
    for (const [index, part] of proportions(chaotic).entries()) expect(part).toBeCloseTo(right[index] ?? 0, 9);
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
});
