import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPublish } from '#functions/publish/handler.ts';
import type { WeighedListen } from '#shared/domain/profile/arrivals.ts';
import { emptyProfile, learn } from '#shared/domain/profile/learn.ts';
import { recommend, seedItems } from '#shared/domain/recommend/recommend.ts';
import { type Basis, type SinceModel, sinceModel, worthNow } from '#shared/domain/recommend/since-model.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { Topics } from '#shared/ports/topics.ts';
import type { ModelVersion, UserId } from '#shared/schemas/ids.ts';
import type { ModelsMessage } from '#shared/schemas/message.ts';
import { Candidates, ItemList, type ModelManifest, Neighbours } from '#shared/schemas/model.ts';
import { checkerboard, type Deployment, day, landAll, noon, openDeployment } from '#test/functions/train/deployment.ts';

const first = '20260928T120000Z' as ModelVersion;
const second = '20260929T120000Z' as ModelVersion;

let deployment: Deployment;
beforeEach(async () => {
  deployment = await openDeployment();
  await landAll(deployment, checkerboard({ users: 40, squares: 24, days: 21 }));
});
afterEach(() => deployment[Symbol.asyncDispose]());

/** Trains, and cuts the publication into `shards` messages, whatever the model's size. */
async function trained(at: number, shards: number): Promise<ModelsMessage[]> {
  const manifest = (await deployment.train(at)) as ModelManifest;
  await deployment.takeMessages();
  await deployment.registry.record({ ...manifest, shards });
  return Array.from({ length: shards }, (_, shard) => ({ modelVersion: manifest.modelVersion, shard, shards }));
}

/** Everything a reader could see of a version. */
async function visible(version: ModelVersion): Promise<string> {
  const squares = Array.from({ length: 24 }, (_, square) => `square ${square}`);
  const users = Array.from({ length: 40 }, (_, user) => `user ${user}` as UserId);
  return JSON.stringify([
    await deployment.models.neighbours(version, squares),
    await Promise.all(users.map((userId) => deployment.models.candidates(version, userId))),
    await deployment.models.lists(version, ['popular:track', 'artist:colour 0', 'artist:colour 1']),
  ]);
}

describe('publish', () => {
  it('I8 Whole or not at all: the pointer moves when the last shard is written, in whatever order they come', async () => {
    const messages = await trained(noon, 5);
    for (const message of [3, 0, 4, 1].map((shard) => messages[shard] as ModelsMessage)) {
      await deployment.publish(message);
      expect(await deployment.models.pointer()).toBeUndefined();
    }
    await deployment.publish(messages[2] as ModelsMessage);
    expect(await deployment.models.pointer()).toMatchObject({ modelVersion: first, previous: [] });
    const cut = await visible(first);
    expect(cut).not.toContain('null');

    await deployment.publish({ modelVersion: first, shard: 0, shards: 1 });
    expect(JSON.parse(await visible(first))).toEqual(JSON.parse(cut));
  });

  it.each(['record', 'point'] as const)(
    'I8 Whole or not at all: dies at the registry’s %s, and no reader is pointed at a model whose manifest is not',
    async (step) => {
      const [message] = await trained(noon, 1);
      const dying = async (): Promise<never> => {
        throw new Error('Killed');
      };
      const publish = createPublish({ ...deployment, registry: { ...deployment.registry, [step]: dying } });
      await expect(publish(message as ModelsMessage)).rejects.toThrow('Killed');
      expect(await deployment.models.pointer()).toBeUndefined();
      await deployment.publish(message as ModelsMessage);
      expect(await deployment.models.pointer()).toMatchObject({ modelVersion: first });
      expect((await deployment.registry.manifest(first))?.state).toBe('published');
    },
  );

  it('writes documents of the schemas', async () => {
    for (const message of await trained(noon, 2)) await deployment.publish(message);
    const [[near], candidates, [list]] = [
      await deployment.models.neighbours(first, ['square 4']),
      await deployment.models.candidates(first, 'user 3' as UserId),
      await deployment.models.lists(first, ['popular:track']),
    ];
    expect(Neighbours.parse(near).neighbours.length).toBeGreaterThan(0);
    expect(Candidates.parse(candidates).candidates.length).toBeGreaterThan(0);
    expect(ItemList.parse(list).items.length).toBeGreaterThan(0);
  });

  it('repeated changes nothing', async () => {
    const messages = await trained(noon, 3);
    for (const message of messages) await deployment.publish(message);
    const before = [await visible(first), await deployment.models.pointer(), await deployment.registry.manifest(first)];
    deployment.at(noon + 600);
    for (const message of messages) await deployment.publish(message);
    await deployment.train(noon);
    const after = [await visible(first), await deployment.models.pointer(), await deployment.registry.manifest(first)];
    expect(after).toEqual(before);
  });

  it('I8 leaves an older model that is late unpublished once its tables are replaced', async () => {
    const late = await trained(noon, 2);
    await deployment.publish(late[0] as ModelsMessage);
    deployment.at(noon + day);
    const newer = await trained(noon + day, 1);
    await deployment.publish(late[1] as ModelsMessage);
    expect(await deployment.models.pointer()).toBeUndefined();
    await deployment.publish(newer[0] as ModelsMessage);
    for (const message of late) await deployment.publish(message);
    expect(await deployment.models.pointer()).toMatchObject({ modelVersion: second, previous: [] });
  });

  it('I10 does not bring back candidates of a user who was forgotten, and asks for the erasure of what came back', async () => {
    const messages = await trained(noon, 1);
    const tombstone = { forgottenAt: noon, receiptId: '6b1f9b1e-0f3c-4c8e-9d55-0d4d5c0f6f00' };
    await deployment.users.forget('user 3' as UserId, tombstone);
    const erasures: unknown[] = [];
    const topics: Topics = {
      publish: async (topic, sent) => void erasures.push(...sent.map(({ message }) => [topic, message])),
    };
    for (const message of messages) await createPublish({ ...deployment, topics })(message);
    expect(erasures).toEqual([['erasures', { userId: 'user 3', receiptId: tombstone.receiptId }]]);
    expect(await deployment.models.candidates(first, 'user 3' as UserId)).toBeUndefined();
    expect(await deployment.models.candidates(first, 'user 5' as UserId)).toBeDefined();
  });

  it('ignores messages of models nobody trained', async () => {
    await deployment.publish({ modelVersion: first, shard: 0, shards: 1 });
    expect(await deployment.models.pointer()).toBeUndefined();
  });
});

describe('candidates', () => {
  it('I3 One formula: what the warehouse proposes is what live recommendations make of profile and neighbours', async () => {
    for (const message of await trained(noon, 2)) await deployment.publish(message);
    const squares = Array.from({ length: 24 }, (_, square) => `square ${square}`);
    const near = await deployment.models.neighbours(first, squares);
    for (const [userId, told] of checkerboard({ users: 3, squares: 24, days: 21 })) {
      const listens = told.map(
        (listen): WeighedListen => ({ ...listen, kind: 'track', tags: [], weight: 1, artistId: listen.artistId }),
      );
      const learned = learn(emptyProfile(userId as UserId), { batchId: 'b', receivedAt: noon, listens });
      const profile = learned.next ?? emptyProfile(userId as UserId);
      const dials = { ...tuning.recommend, sessionBoost: 0, jitter: 0, artistMax: 24 };
      const live = recommend({
        seeds: seedItems({ profile, feedback: [], at: profile.watermark ?? 0, dials }),
        neighbours: near.filter((some) => some !== undefined),
        cards: new Map(),
        allowed: () => true,
        without: ({ itemId }) => told.some((listen) => listen.itemId === itemId),
        seed: 1,
        limit: 24,
        dials,
      });
      const { candidates = [], basis } = (await deployment.models.candidates(first, userId as UserId)) ?? {};
      // What is kept with the model is worth as much without a neighbour being read, at the same instant.
      const weights = seedItems({ profile, feedback: [], at: profile.watermark ?? 0, dials });
      const since = sinceModel(basis as Basis, { weights });
      expect(since).toMatchObject({ gained: [] });
      for (const [at, candidate] of candidates.entries()) {
        const now = worthNow(candidate, {
          scale: basis?.scale ?? 0,
          since: since as SinceModel,
          forbidden: () => false,
        });
        const { scale = 1 } = basis ?? {};
        expect(now.score / scale).toBeCloseTo(live[at]?.score ?? 0, 5);
      }
      expect(live.length).toBeGreaterThan(0);
      expect(live.map(({ item }) => item.itemId)).toEqual(candidates.map(({ item }) => item.itemId));
      for (const [at, { score, seeds }] of live.entries()) {
        expect(score).toBeCloseTo(candidates[at]?.score ?? 0, 5);
        expect(seeds[0]?.share).toBeCloseTo(candidates[at]?.seeds[0]?.share ?? 0, 5);
      }
    }
  });
});
