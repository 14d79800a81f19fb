import { expect, it } from 'vitest';
import { createAssemble } from '#functions/assemble/handler.ts';
import { pointerSeconds } from '#functions/cloud/seconds.ts';
import { createLearn } from '#functions/learn/handler.ts';
import { createRadioHandler } from '#functions/serve/radio.ts';
import { createRecommendationsHandler } from '#functions/serve/recommendations.ts';
import { documentPorts } from '#shared/adapters/documents/document-ports.ts';
import { createMemoryDocumentStore } from '#shared/adapters/memory/document-store.ts';
import { firstSchedule } from '#shared/domain/edition/calendar.ts';
import { listenedMessages } from '#shared/domain/listens/messages.ts';
import { noExperiments } from '#shared/schemas/experiment.ts';
import { ModelVersion, UserId } from '#shared/schemas/ids.ts';
import type { Listen } from '#shared/schemas/listen.ts';
import type { ItemCard } from '#shared/schemas/model.ts';
import { defaultSettings } from '#shared/schemas/user.ts';
import { countingStore } from '#test/support/counting-store.ts';

const now = Date.parse('2026-11-23T13:00:00Z') / 1_000;
const userId = UserId.parse('ada');
const modelVersion = ModelVersion.parse('20261123T030000Z');
const { store, take } = countingStore(createMemoryDocumentStore());
const time = { now };
const documents = documentPorts(store, () => time.now, { pointerSeconds });
const outside = {
  topics: { publish: async () => {} },
  warehouse: {} as never,
  refresh: async () => true,
  webhook: { send: async () => {} },
  clock: () => now,
  log: () => {},
};

const card = (n: number): ItemCard => ({
  itemId: `item-${n}` as ItemCard['itemId'],
  kind: 'track',
  title: `Song ${n}`,
  artistId: `artist-${n % 40}` as NonNullable<ItemCard['artistId']>,
  artistName: `Artist ${n % 40}`,
  tags: ['rock'],
});
/** A thousand listens of 100 items, as one request of a scrobbler's history brings them. */
const listens = Array.from({ length: 1_000 }, (_, n) => ({
  ...card(n % 100),
  id: `listen-${n}`,
  userId,
  listenedAt: now - 200_000 + n * 180,
})) as unknown as Listen[];

function print(what: string, { reads, writes, queries }: ReturnType<typeof take>): void {
  console.info(`${what}: ${reads} documents read, ${writes} written, ${queries} queries`);
}

it('I11 Bounded: operations per 1,000 listens, per edition and per recommendation do not grow', async () => {
  await documents.users.update(userId, () => ({
    userId,
    createdAt: 1,
    settings: defaultSettings,
    blocks: [],
    feedback: [],
  }));
  const learn = createLearn({ ...documents, ...outside });
  take();
  for (const message of listenedMessages(listens, now)) await learn(message);
  const first = take();
  print('1,000 listens of items nobody knew', first);
  for (const message of listenedMessages(
    listens.map((listen) => ({ ...listen, id: `again-${listen.id}` as never })),
    now,
  ))
    await learn(message);
  const known = take();
  print('1,000 listens of known items', known);
  expect(known.reads).toBeLessThanOrEqual(1);
  expect(known.writes).toBeLessThanOrEqual(2);
  expect(first.reads).toBeLessThanOrEqual(101);
  // One for each batch of items, and one that says whose words they are.
  expect(first.writes).toBeLessThanOrEqual(103);

  const neighbours = Array.from({ length: 100 }, (_, n) => ({
    modelVersion,
    itemId: card(n).itemId as string,
    neighbours: Array.from({ length: 20 }, (_, k) => ({ item: card(100 + ((n * 7 + k) % 300)), score: 1 - k / 20 })),
  }));
  await documents.modelWriter.write(modelVersion, { neighbours }, now + 86_400);
  await documents.registry.point(() => ({ modelVersion, publishedAt: now, watermark: now, previous: [] }));
  const recommend = createRecommendationsHandler({
    ...documents,
    ...outside,
    experiments: noExperiments,
    expose: async () => {},
  });
  const call = { params: { userId }, query: { limit: 25 }, principal: { scope: 'operator' }, now } as never;
  take();
  expect((await recommend(call)).status).toBe(200);
  const asked = take();
  print('the first recommendation of an instance, with the pointer, neighbours and items that it remembers', asked);
  expect(asked.writes + asked.queries).toBe(0);
  // User and profile, pointer, candidates, and neighbours of what there are no candidates for.
  expect(asked.reads).toBeLessThanOrEqual(2 + 1 + 1 + 60);
  expect((await recommend(call)).status).toBe(200);
  const next = take();
  print('every other recommendation, beside neighbours nobody asked for yet', next);
  expect(next).toEqual({ reads: 3, writes: 0, queries: 0 });
  const familiar = { ...(call as object), query: { limit: 5, familiar: 'true' } } as never;
  expect((await recommend(familiar)).status).toBe(200);
  const own = take();
  print('five that may be familiar: user, profile and their cards at most', own);
  expect(own.writes + own.queries).toBe(0);
  expect(own.reads).toBeLessThanOrEqual(2 + 1 + 5);
  time.now += pointerSeconds;
  await recommend(call);
  expect(take().reads).toBe(4);

  const radio = createRadioHandler({ ...documents, experiments: noExperiments, expose: async () => {} });
  const seeds = {
    params: { userId },
    query: { limit: 25, seed: 'item:item-1,artist:artist-1' },
    principal: { scope: 'operator' },
    now,
  };
  await documents.catalogue.put([{ ...card(1), source: 'operator' }]);
  take();
  expect((await radio(seeds as never)).status).toBe(200);
  const page = take();
  print('a page of a station', page);
  expect(page.reads).toBeLessThanOrEqual(2 + 5 + 20 + 3 * 8 + 8 + 4);
  expect(page.writes).toBe(0);

  const schedule = firstSchedule({
    userId,
    patch: 'daily-jams',
    shard: 0,
    settings: defaultSettings,
    now: now - 86_400 * 2,
  });
  await documents.schedules.update(userId, 'daily-jams', () => schedule);
  const assemble = createAssemble({ ...documents, ...outside, experiments: noExperiments, codeVersion: 'test' });
  take();
  await assemble({
    type: 'due',
    due: [{ userId, patch: 'daily-jams', period: schedule.period, dueAt: schedule.nextDueAt }],
  });
  const edition = take();
  print('an edition', edition);
  expect(edition.writes).toBe(2);
  expect(edition.reads).toBeLessThanOrEqual(23);
});
