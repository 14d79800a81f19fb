/**
 * learn: folds listens into profiles.
 *
 * Trigger: topic `listens`, one message a batch of one user, in order per user. Reads: profile, catalogue. Writes:
 * profile, recent listens, items not known before; topic `listens` (a rebuild it asks itself for). Idempotent by: listen ids and batch
 * keys kept in the profile. Bounded by: 1,000 listens a message, 64 KB a profile.
 */
import { createRebuild, type RebuildPorts } from '#functions/learn/rebuild.ts';
import { shortKey } from '#shared/domain/hash.ts';
import { batchIdOf } from '#shared/domain/identity/ids.ts';
import { songOf } from '#shared/domain/identity/keys.ts';
import { separationOf } from '#shared/domain/listens/echo.ts';
import { engagementWeight } from '#shared/domain/listens/engagement.ts';
import { recentPart } from '#shared/domain/listens/recent.ts';
import type { WeighedListen } from '#shared/domain/profile/arrivals.ts';
import { emptyProfile, learn, retract } from '#shared/domain/profile/learn.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { RecentListensStore } from '#shared/ports/history.ts';
import type { Topics } from '#shared/ports/topics.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { Item } from '#shared/schemas/item.ts';
import type { Listen } from '#shared/schemas/listen.ts';
import type { ListensMessage } from '#shared/schemas/message.ts';
import type { Profile } from '#shared/schemas/profile.ts';

export type LearnPorts = RebuildPorts & {
  readonly catalogue: Catalogue;
  readonly recent: RecentListensStore;
  readonly topics: Topics;
  readonly clock: Clock;
};

type Listened = Extract<ListensMessage, { type: 'listened' }>;
type Retracted = Extract<ListensMessage, { type: 'retracted' }>;

export function createLearn(ports: LearnPorts): (message: ListensMessage) => Promise<void> {
  const { profiles, log, window } = ports;
  const rebuild = createRebuild(ports);
  const askForRebuild = createAskForRebuild(ports.topics);

  const learnListens = async (message: Listened): Promise<void> => {
    const { userId, batchId, receivedAt } = message;
    const listens = await weigh(ports.catalogue, message);
    const batchKey = shortKey(batchId);
    const learned = await profiles.update(userId, (stored) => {
      const profile = stored ?? emptyProfile(userId);
      const { next, counted, repeated, outdated } = learn(profile, { batchId, receivedAt, listens, window });
      const waits = isAwaited(next ?? profile, batchKey);
      const result = { counted, repeated, outdated, waits };
      return next === undefined ? { result } : { next, result };
    });
    if (learned === 'forgotten') {
      // What they say of items was told before anybody knew.
      await ports.catalogue.untell(userId, [...new Set(message.listens.map(({ itemId }) => itemId))]);
      log('INFO', 'listens of a forgotten user dropped', { verb: 'learn', listens: listens.length });
      return;
    }
    const lately = recentPart(message);
    if (lately !== undefined) await ports.recent.keep(lately);
    if (learned.waits) await askForRebuild(userId, batchId, receivedAt);
    const { counted, repeated, outdated } = learned;
    log('DEBUG', 'listens learned', {
      verb: 'learn',
      counted,
      repeated,
      outdated,
      lagSeconds: ports.clock() - receivedAt,
    });
  };

  const retractListens = async ({ userId, batchId, receivedAt, listens }: Retracted): Promise<void> => {
    const batchKey = shortKey(batchId);
    const waits = await profiles.update(userId, (stored) => {
      const next = retract(stored ?? emptyProfile(userId), { batchId, receivedAt, listens, window });
      const result = isAwaited(next ?? stored, batchKey);
      return next === undefined ? { result } : { next, result };
    });
    if (waits === 'forgotten') return;
    await ports.recent.retract({ userId, batchId, receivedAt, retracted: listens.map(({ id }) => id) });
    if (waits) await askForRebuild(userId, batchId, receivedAt);
  };

  return async (message) => {
    switch (message.type) {
      case 'listened':
        return learnListens(message);
      case 'retracted':
        return retractListens(message);
      case 'rebuild':
        return rebuild(message.userId);
      case 'catalogued':
      case 'exposed':
        return;
      default:
        message satisfies never;
    }
  };
}

function isAwaited(profile: Profile | undefined, batchKey: string): boolean {
  return profile?.rebuild?.awaiting.includes(batchKey) ?? false;
}

/**
 * Asked after the mark is stored. When the process dies in between, the batch is delivered again, finds itself
 * awaited, and asks then; so a mark is never left without a message.
 */
function createAskForRebuild(topics: Topics) {
  return (userId: UserId, batchId: string, receivedAt: number): Promise<void> =>
    topics.publish('listens', [
      {
        message: { type: 'rebuild', batchId: batchIdOf(userId, ['rebuild', batchId]), userId, receivedAt },
        orderingKey: userId,
      },
    ]);
}

/**
 * Tells the catalogue what the listens say of their items. What they count for is the operator's word where there is one, else
 * what each of them says itself: never another listener's.
 */
async function weigh(catalogue: Catalogue, { userId, listens }: Listened): Promise<WeighedListen[]> {
  const described = new Map<string, Item>();
  for (const listen of listens) if (!described.has(listen.itemId)) described.set(listen.itemId, itemOf(listen));
  const told = await catalogue.tell(userId, [...described.values()]);
  const known = new Map(told.map((item) => [item.itemId as string, item]));
  return listens.map((listen) => {
    const item = known.get(listen.itemId);
    const operators = item?.source === 'operator' ? item : undefined;
    return {
      id: listen.id,
      itemId: listen.itemId,
      songId: songOf(item === undefined || listen.title !== undefined ? listen : item),
      kind: listen.kind,
      artistId: operators?.artistId ?? listen.artistId,
      tags: operators === undefined ? [...new Set(listen.tags)] : operators.tags,
      listenedAt: listen.listenedAt,
      weight: engagementWeight(listen),
      separation: separationOf(listen),
    };
  });
}

/** What a listen says of its item, as a catalogue entry. */
export function itemOf(listen: Listen): Item {
  const { itemId, kind, title, artistId, artistName, releaseName, tags = [], durationMs } = listen;
  const { releaseId, releaseGroupId } = listen;
  const { addresses, artistAddresses, recordingId, songId } = listen;
  const item: Item = { itemId, kind, tags, source: 'listen' };
  if (addresses !== undefined) item.addresses = addresses;
  if (artistAddresses !== undefined) item.artistAddresses = artistAddresses;
  if (recordingId !== undefined) item.recordingId = recordingId;
  if (songId !== undefined) item.songId = songId;
  if (title !== undefined) item.title = title;
  if (artistId !== undefined) item.artistId = artistId;
  if (artistName !== undefined) item.artistName = artistName;
  if (releaseName !== undefined) item.releaseName = releaseName;
  if (releaseId !== undefined) item.releaseId = releaseId;
  if (releaseGroupId !== undefined) item.releaseGroupId = releaseGroupId;
  if (durationMs !== undefined) item.durationMs = durationMs;
  return item;
}
