/**
 * A year of planning, hour by hour: the real plan and assemble handlers over stores in memory, people who change their
 * minds, a scheduler that is late, messages that come twice or an hour later, processes that die between an edition and
 * its due time, and outages of up to three days.
 */

import { createAssemble } from '#functions/assemble/handler.ts';
import { createDice } from '#functions/generator/dice.ts';
import { createUserHandlers } from '#functions/ingest/users.ts';
import { createPlan } from '#functions/plan/handler.ts';
import { documentPorts } from '#shared/adapters/documents/document-ports.ts';
import { createMemoryDocumentStore } from '#shared/adapters/memory/document-store.ts';
import { emptyProfile } from '#shared/domain/profile/learn.ts';
import type { Schedules } from '#shared/ports/editions.ts';
import type { Profiles } from '#shared/ports/profiles.ts';
import type { Topics } from '#shared/ports/topics.ts';
import type { Manifest } from '#shared/schemas/edition.ts';
import { noExperiments } from '#shared/schemas/experiment.ts';
import type { ArtistId, ItemId, ModelVersion, UserId } from '#shared/schemas/ids.ts';
import type { Item } from '#shared/schemas/item.ts';
import type { EditionsMessage } from '#shared/schemas/message.ts';
import type { ItemList } from '#shared/schemas/model.ts';
import type { Profile } from '#shared/schemas/profile.ts';
import { type Change, type Person, peopleOf, type Span } from '#test/simulation/year/people.ts';
import { createEditionsInMemory, createSchedulesInMemory } from '#test/simulation/year/stores.ts';

export type Made = Pick<Manifest, 'userId' | 'patch' | 'period' | 'dueAt'> & { readonly storedAt: number };

export type Year = {
  readonly span: Span;
  /** As they were heard: what they say while the home is down, it hears afterwards. */
  readonly people: readonly Person[];
  readonly made: readonly Made[];
  readonly outages: readonly Span[];
  /** Instants of planning that took place. */
  readonly plans: readonly number[];
  readonly counts: {
    zoneChanges: number;
    otherChanges: number;
    messages: number;
    deliveredTwice: number;
    deliveredLate: number;
    deaths: number;
  };
};

const hour = 3_600;
const modelVersion = '20251231T030000Z' as ModelVersion;

export async function runYear(seed: number, { count, span }: { count: number; span: Span }): Promise<Year> {
  const dice = createDice(seed, 'year');
  const people = peopleOf(count, seed, span);
  const outages = outagesOf(seed, span);
  const counts = { zoneChanges: 0, otherChanges: 0, messages: 0, deliveredTwice: 0, deliveredLate: 0, deaths: 0 };
  const made: Made[] = [];
  const plans: number[] = [];
  let waiting: EditionsMessage[] = [];
  let now = span.from;

  const documents = documentPorts(createMemoryDocumentStore(), () => now);
  await publishModel(documents);
  const editions = createEditionsInMemory(({ manifest: { userId, patch, period, dueAt } }) => {
    made.push({ userId, patch, period, dueAt, storedAt: now });
  });
  await releaseWeekly(documents, span);
  const profiles: Profiles = { ...documents.profiles, read: async (userId) => fanOf(userId) };
  const ports = { ...documents, profiles, editions, schedules: createSchedulesInMemory() };
  const topics: Topics = {
    publish: async (_topic, messages) => {
      counts.messages += messages.length;
      waiting.push(...messages.map(({ message }) => message as EditionsMessage));
    },
  };
  const mortal: Schedules = {
    ...ports.schedules,
    update: async (...asked) => {
      if (dice.often(0.001)) {
        counts.deaths += 1;
        throw new Error('The process died before the due time was moved');
      }
      return ports.schedules.update(...asked);
    },
  };
  const common = { ...ports, topics, log: () => {}, clock: () => now };
  const plan = createPlan(common);
  const assemble = createAssemble({
    ...common,
    schedules: mortal,
    experiments: noExperiments,
    codeVersion: 'simulated',
    webhook: { send: async () => {} },
  });
  const { putUser } = createUserHandlers({ ...ports, topics, newUuid: () => '' });
  const heard = new Map<string, Change[]>();
  const say = async ({ userId }: Person, { settings }: Change): Promise<void> => {
    const principal = { scope: 'operator' } as const;
    await putUser({ params: { userId }, query: undefined, body: settings, principal, accept: null, now });
    heard.set(userId, [...(heard.get(userId) ?? []), { at: now, settings }]);
  };

  const agenda = people
    .flatMap((person) => [person.joins, ...person.changes].map((change) => ({ person, change })))
    .sort((a, b) => a.change.at - b.change.at);

  const deliver = async (): Promise<void> => {
    const deliveries = waiting;
    waiting = [];
    await Promise.all(
      deliveries.map(async (message) => {
        if (dice.often(0.02)) {
          counts.deliveredLate += 1;
          return waiting.push(message);
        }
        if (dice.often(0.02)) {
          counts.deliveredTwice += 1;
          waiting.push(message);
        }
        return assemble(message).catch(() => waiting.push(message));
      }),
    );
  };

  for (let at = span.from; at < span.until; at += hour) {
    if (outages.some(({ from, until }) => from <= at && at < until)) continue;
    while (agenda[0] !== undefined && agenda[0].change.at <= at) {
      const { person, change } = agenda.shift() as (typeof agenda)[number];
      now = Math.max(change.at, plans.at(-1) ?? span.from);
      if (change !== person.joins) counts[change.settings.timeZone === undefined ? 'otherChanges' : 'zoneChanges'] += 1;
      await say(person, change);
    }
    // Scheduler fires on the hour or a little later.
    now = at + dice.below(90);
    plans.push(now);
    await plan(now);
    await deliver();
  }
  return { span, people: people.map((person) => asHeard(person, heard)), made, outages, plans, counts };
}

function asHeard({ userId }: Person, heard: ReadonlyMap<string, readonly Change[]>): Person {
  const [joins, ...changes] = heard.get(userId) as [Change, ...Change[]];
  return { userId, joins, changes };
}

/** About one in a fortnight, of an hour to three days. */
function outagesOf(seed: number, { from, until }: Span): Span[] {
  const dice = createDice(seed, 'outages');
  const outages: Span[] = [];
  for (let at = from; ; ) {
    at += Math.floor(dice.between(1, 27 * 24)) * hour;
    const end = at + (1 + dice.below(72)) * hour;
    // The last days are calm, so that everything can be caught up before it is counted.
    if (end > until - 4 * 86_400) return outages;
    outages.push({ from: at, until: end });
    at = end;
  }
}

/** A model of twelve songs that everybody likes: what is in an edition is not the question here. */
async function publishModel({ modelWriter, registry }: ReturnType<typeof documentPorts>): Promise<void> {
  const items = Array.from({ length: 12 }, (_, nth) => ({
    item: { itemId: `song ${nth}`, kind: 'track', artistId: `artist ${nth % 6}`, tags: [] },
    score: 1 / (1 + nth),
  }));
  const lists = [{ modelVersion, name: 'popular:track', items }] as unknown as ItemList[];
  await modelWriter.write(modelVersion, { lists }, 4e9);
  await registry.point(() => ({ modelVersion, publishedAt: 0, watermark: 0, previous: [] }));
}

const band = 'a band that everybody likes';

/** A song of the band comes out every Friday. */
async function releaseWeekly({ catalogue }: ReturnType<typeof documentPorts>, { from, until }: Span): Promise<void> {
  const friday = Date.parse('2025-12-05T00:00:00Z') / 1_000;
  const songs: Item[] = [];
  for (let publishedAt = friday; publishedAt < until + 7 * 24 * hour; publishedAt += 7 * 24 * hour) {
    const known = { kind: 'track' as const, artistId: band as ArtistId, tags: [], source: 'operator' as const };
    songs.push({ itemId: `out at ${publishedAt}` as ItemId, ...known, publishedAt });
  }
  if (friday > from) throw new Error('The year begins before the band does');
  await catalogue.put(songs);
}

function fanOf(userId: UserId): Profile {
  return { ...emptyProfile(userId), artists: [[band, 1, 1, 0, 1]] };
}
