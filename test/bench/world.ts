/** A home with users who have listened for a while, a published model and this week's editions: what serving is measured on. */
import { setTimeout as pause } from 'node:timers/promises';
import { openHome } from '#functions/local/home.ts';
import { emptyProfile, learn } from '#shared/domain/profile/learn.ts';
import { seedItems } from '#shared/domain/recommend/recommend.ts';
import type { Basis } from '#shared/domain/recommend/since-model.ts';
import { tuning } from '#shared/domain/tuning.ts';
import { createLog } from '#shared/edge/log.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { Profile } from '#shared/schemas/profile.ts';
import { operatorToken } from '#test/support/home.ts';
import { inventCatalogue, listenOf, modelVersion, writeModel } from '#test/support/regular-listener.ts';

/** A Monday, so that weekly editions are due. */
export const worldNow = Date.parse('2026-11-23T12:00:00Z') / 1000;

/** A day and a half of them. */
const listensSinceModel = 100;

export type ServedWorld = { readonly users: readonly { readonly userId: UserId; readonly token: string }[] };

export type WorldSize = { readonly users: number; readonly tracks: number; readonly listensPerUser: number };

export async function buildServedWorld(data: string, size: WorldSize): Promise<ServedWorld> {
  await using home = await openHome({
    data,
    operatorToken,
    codeVersion: 'bench',
    log: createLog('ERROR'),
    now: () => worldNow * 1_000,
  });
  const { stores } = home;
  const catalogue = inventCatalogue(size.tracks);
  for (const items of [catalogue.tracks, catalogue.episodes]) {
    for (let from = 0; from < items.length; from += 500) await stores.catalogue.put(items.slice(from, from + 500));
  }
  const users: { userId: UserId; token: string }[] = [];
  const bases = new Map<UserId, Basis>();
  for (let nth = 0; nth < size.users; nth++) {
    const userId = `listener-${nth}` as UserId;
    await call(home, 'PUT', `/v1/users/${userId}`);
    const { token } = (await call(home, 'POST', `/v1/users/${userId}/tokens`)) as { token: string };
    const told = { listens: size.listensPerUser, catalogue };
    await stores.profiles.update(userId, () => ({ next: profileOf(userId, told), result: undefined }));
    bases.set(userId, basisOf(profileOf(userId, { ...told, since: listensSinceModel })));
    users.push({ userId, token });
  }
  const expiresAt = worldNow + 90 * 86_400;
  await writeModel(stores.modelWriter, {
    tracks: catalogue.tracks,
    users: users.map(({ userId }) => userId),
    bases,
    expiresAt,
  });
  await stores.registry.point(() => ({ modelVersion, publishedAt: worldNow, watermark: worldNow, previous: [] }));
  await home.run('plan', worldNow);
  await home.idle();
  await pause(0);
  return { users };
}

type Home = Awaited<ReturnType<typeof openHome>>;

async function call(home: Home, method: string, path: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${operatorToken}` };
  const response = await home.fetch(new Request(`http://bench.test${path}`, { method, headers }));
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** What the warehouse says of a profile's strongest items: the same formula on the same listens (I3). */
function basisOf(profile: Profile): Basis {
  const at = profile.watermark ?? worldNow;
  const weights = seedItems({ profile, feedback: [], at, dials: { ...tuning.recommend, sessionBoost: 0 } });
  const strongest = weights.slice(0, tuning.model.candidates.seedsPerUserMax);
  return { scale: 10, seeds: strongest.map(({ itemId, weight }) => [itemId, weight]) };
}

type Told = {
  readonly listens: number;
  readonly catalogue: ReturnType<typeof inventCatalogue>;
  /** Listens that are left out: those since the model. */
  readonly since?: number;
};

/** A profile of so many listens, twenty minutes apart, folded a hundred at a time. */
export function profileOf(userId: UserId, { listens: all, catalogue, since = 0 }: Told): Profile {
  let profile = emptyProfile(userId);
  const listens = all - since;
  const start = worldNow - all * 1_200;
  const items = new Map([...catalogue.tracks, ...catalogue.episodes].map((item) => [item.itemId, item]));
  for (let from = 0; from < listens; from += 100) {
    const batch = Array.from({ length: Math.min(100, listens - from) }, (_, at) => {
      const nth = from + at;
      const { itemId, kind, artistId, listenedAt } = listenOf(
        userId,
        { nth, listenedAt: start + nth * 1_200 },
        catalogue,
      );
      return {
        id: `listen-${nth}`,
        itemId,
        kind,
        artistId,
        tags: items.get(itemId)?.tags ?? [],
        listenedAt,
        weight: 1,
      };
    });
    const batchId = `batch-${from}`;
    profile = learn(profile, { batchId, receivedAt: start + (from + 100) * 1_200, listens: batch }).next ?? profile;
  }
  return profile;
}
