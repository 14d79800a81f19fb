/** Ada's mixes in the invented music: what a model would say of her, and what is made of it on one day. */
import { cardOf } from '#shared/domain/card.ts';
import { listsOf, type MixReadings, mixOf, openMixes } from '#shared/domain/mixes/mix.ts';
import { recommend, seedItems } from '#shared/domain/recommend/recommend.ts';
import type { Edition, Period } from '#shared/schemas/edition.ts';
import type { ItemId } from '#shared/schemas/ids.ts';
import type { Candidates, ItemCard } from '#shared/schemas/model.ts';
import type { Profile } from '#shared/schemas/profile.ts';
import type { User } from '#shared/schemas/user.ts';
import { ada, daySeconds, dueAt } from '#test/support/editions.ts';
import { listNamed, modelVersion, neighboursOf, tracks } from '#test/support/invented-music.ts';

const cards = new Map<ItemId, ItemCard>(tracks.map((track) => [track.itemId, cardOf(track)]));

export type Day = { readonly profile: Profile; readonly user?: User; readonly daysLater?: number };

export function readingsOf({ profile, user = ada, daysLater = 0 }: Day): MixReadings {
  const at = dueAt + daysLater * daySeconds;
  // A model is trained at night: it knows nothing of what is said by day.
  const seeds = seedItems({ profile, feedback: [], at });
  const neighbours = seeds.map(({ itemId }) => neighboursOf(itemId));
  const heard = new Set(profile.items.map(([id]) => id));
  const candidates = recommend({
    seeds,
    neighbours,
    cards,
    allowed: () => true,
    without: ({ itemId }) => heard.has(itemId),
    seed: 1,
    limit: 300,
  });
  const own = profile.items.flatMap(([id, , slow, lastListenedAt, plays]) => {
    const item = cards.get(id as ItemId);
    return item === undefined ? [] : [{ item, score: slow, plays, lastListenedAt }];
  });
  const loved: Candidates['loved'] = own.filter(({ lastListenedAt }) => at - lastListenedAt > 14 * daySeconds);
  return {
    user,
    candidates: { modelVersion, userId: user.userId, candidates, loved },
    cards,
    neighbours,
    period: new Date(at * 1_000).toISOString().slice(0, 10) as Period,
    dueAt: at,
    now: at + 12 * 3_600,
    configDigest: 'test',
    codeVersion: 'test',
  };
}

export function mixesOf(day: Day): Edition[] {
  const readings = readingsOf(day);
  const mixes = openMixes(readings);
  return mixes.sides.map((side) =>
    mixOf(readings, mixes, { side, lists: listsOf(side).flatMap((name) => listNamed(name) ?? []) }),
  );
}
