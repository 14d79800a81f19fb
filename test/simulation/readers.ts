/** Readers: every answer that shows items is held against what the user wished never to see (I7). */
import type { Dice } from '#functions/generator/dice.ts';
import type { Answer, Principal } from '#shared/edge/http/operation.ts';
import { patches } from '#shared/schemas/edition.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { ItemCard } from '#shared/schemas/model.ts';
import { itemIdOf } from '#test/simulation/music.ts';
import type { Handlers } from '#test/simulation/process.ts';
import { brokenBy, type Wishes } from '#test/simulation/wishes.ts';
import type { World } from '#test/simulation/world.ts';

type Serve = Handlers['serve'];
type Read = { readonly what: string; readonly work: (serve: Serve, now: number) => Promise<Answer> };

export function readAs(world: World, wishes: Wishes, userId: UserId, dice: Dice): void {
  const { what, work } = readOf(world, userId, dice);
  const before = new Map<number, ReadonlySet<string>>();
  world.start(
    'serve',
    what,
    ({ serve }, now) => {
      // A wish with an end holds until the instant at which the request came in, by the clock of who answers.
      before.set(0, wishes.sure(userId, now));
      return work(serve, now);
    },
    (end) => {
      if (end === 'lost' || !('value' in end)) return;
      const promised = before.get(0) ?? new Set<string>();
      const still = new Set([...promised].filter((key) => wishes.sure(userId, 0).has(key)));
      for (const card of cardsOf(end.value as Answer)) {
        const broken = brokenBy(card, still);
        if (broken.length > 0) world.violated('I7', `${what} shows "${card.itemId}" in spite of ${broken.join(', ')}`);
      }
    },
  );
}

function readOf(world: World, userId: UserId, dice: Dice): Read {
  const principal: Principal = { scope: 'user', userId, tokenId: 'held' };
  const given = { principal, accept: null } as const;
  const read = dice.pick(['recommendations', 'home', 'similar', 'latest', 'edition'] as const);
  switch (read) {
    case 'recommendations':
      return {
        what: 'GET recommendations',
        work: (serve, now) =>
          serve.getRecommendations({ ...given, params: { userId }, query: { limit: 25 }, body: undefined, now }),
      };
    case 'home':
      return {
        what: 'GET home',
        work: (serve, now) => serve.getHome({ ...given, params: { userId }, query: undefined, body: undefined, now }),
      };
    case 'similar': {
      const itemId = itemIdOf(dice.below(world.scenario.items)) as never;
      return {
        what: `GET similar ${itemId}`,
        work: (serve, now) =>
          serve.getSimilar({ ...given, params: { itemId }, query: { limit: 25 }, body: undefined, now }),
      };
    }
    case 'latest': {
      const patch = dice.pick(patches);
      return {
        what: `GET ${patch}`,
        work: (serve, now) =>
          serve.getLatestPlaylist({
            ...given,
            params: { userId, patch },
            query: { format: dice.pick(['json', 'jspf'] as const) },
            body: undefined,
            now,
          }),
      };
    }
    case 'edition': {
      const own = world.ledger.editions.filter(({ stored }) => stored.manifest.userId === userId);
      const playlistId = own[dice.below(own.length)]?.stored.manifest.playlistId ?? ('none' as never);
      return {
        what: `GET playlist ${playlistId}`,
        work: (serve, now) =>
          serve.getPlaylist({ ...given, params: { playlistId }, query: { format: 'json' }, body: undefined, now }),
      };
    }
    default:
      return read satisfies never;
  }
}

/** Every item an answer shows, wherever it stands in it. JSPF has ids and no tags. */
function cardsOf({ json, text }: Answer): Pick<ItemCard, 'itemId' | 'artistId' | 'tags'>[] {
  const cards: Pick<ItemCard, 'itemId' | 'artistId' | 'tags'>[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('itemId' in value && 'tags' in value) cards.push(value as never);
    for (const part of Object.values(value)) walk(part);
  };
  walk(json ?? JSON.parse(text?.text ?? 'null'));
  return cards;
}
