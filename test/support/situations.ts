/** Any situation an edition may be made in: any taste, settings, blocks and feedback over the invented catalogue. */
import fc from 'fast-check';
import { patches } from '#shared/schemas/edition.ts';
import type { ItemId } from '#shared/schemas/ids.ts';
import type { Block, User } from '#shared/schemas/user.ts';
import { ada, adasEpisodes, daySeconds, dueAt, profileOf, type Situation } from '#test/support/editions.ts';
import { tracks } from '#test/support/invented-music.ts';

const anyTrack = fc.constantFrom(...tracks);
const anyItem = fc.oneof(
  { weight: 9, arbitrary: anyTrack },
  { weight: 1, arbitrary: fc.constantFrom(...adasEpisodes) },
);

const anyPlay = fc.record({ item: anyItem, daysAgo: fc.double({ min: 0, max: 400, noNaN: true }) });
const anyPlays = fc.oneof(
  { weight: 3, arbitrary: fc.array(anyPlay, { maxLength: 120 }) },
  // Left alone, arrays are mostly of a few.
  { weight: 1, arbitrary: fc.array(anyPlay, { minLength: 20, maxLength: 120 }) },
);

const anyUntil = fc.option(fc.integer({ min: -30, max: 30 }), { nil: undefined });
const anyBlock: fc.Arbitrary<Block> = fc
  .record({ item: anyItem, kind: fc.constantFrom('item', 'artist', 'tag'), untilDays: anyUntil })
  .map(({ item, kind, untilDays }) => ({
    kind,
    id: (kind === 'item' ? item.itemId : kind === 'artist' ? item.artistId : item.tags[0]?.toUpperCase()) ?? '?',
    blockedAt: dueAt - 40 * daySeconds,
    ...(untilDays === undefined ? {} : { until: dueAt + untilDays * daySeconds }),
  }));

const anyFeedback: fc.Arbitrary<User['feedback'][number]> = fc
  .record({ item: anyItem, score: fc.constantFrom(-1 as const, 1 as const) })
  .map(({ item, score }) => [item.itemId as ItemId, { score, givenAt: dueAt - daySeconds }]);

const anyUser: fc.Arbitrary<User> = fc
  .record({
    kinds: fc.constantFrom(['track'] as const, ['episode'] as const, ['track', 'episode'] as const),
    length: fc.integer({ min: 5, max: 100 }),
    weekStartsOn: fc.integer({ min: 1, max: 7 }),
    blocks: fc.array(anyBlock, { maxLength: 5 }),
    feedback: fc.uniqueArray(anyFeedback, { maxLength: 10, selector: ([itemId]) => itemId }),
  })
  .map(({ kinds, length, weekStartsOn, blocks, feedback }) => ({
    ...ada,
    settings: { ...ada.settings, kinds: [...kinds], length, weekStartsOn },
    blocks,
    feedback,
  }));

export const anySituation: fc.Arbitrary<Situation> = fc
  .record({ patch: fc.constantFrom(...patches), user: anyUser, plays: fc.option(anyPlays, { nil: undefined }) })
  .map(({ patch, user, plays }) => ({
    patch,
    user,
    profile: plays === undefined || plays.length === 0 ? undefined : profileOf(plays),
    episodes: adasEpisodes,
  }));
