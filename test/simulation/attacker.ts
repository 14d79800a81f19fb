/** One user who attacks: floods, lies about items, tells of absurd days, and races. What comes of it may concern nobody else. */
import type { Dice } from '#functions/generator/dice.ts';
import { type UserId as Id, UserId } from '#shared/schemas/ids.ts';
import { type Calls, operator } from '#test/simulation/calls.ts';
import { itemIdOf, itemOf, playOf } from '#test/simulation/music.ts';
import type { attackKinds } from '#test/simulation/scenario.ts';
import type { World } from '#test/simulation/world.ts';

export const attackerId: Id = UserId.parse('attacker-among-the-seven');
/** Stands in every word that is a lie. */
export const lie = 'lie-of-the-attacker';

type Act = (userId: Id, dice: Dice) => void;

export function createAttacks(world: World, { call }: Calls): Record<(typeof attackKinds)[number], Act> {
  const { scenario } = world;
  let made = 0;
  const post = (listens: readonly object[]): void => {
    const body = { listens: listens.map((listen) => ({ ...listen, userId: attackerId })) };
    call(`POST ${listens.length} listens of the attacker`, ({ ingest }, now) =>
      ingest.postListens({ ...operator, query: undefined, params: undefined, body, now }),
    );
  };
  const listen = (dice: Dice, more: object = {}): object => ({
    id: `a${made++}`,
    ...itemOf(dice.below(scenario.items)),
    ...playOf(dice),
    listenedAt: world.now() - dice.below(3_600),
    ...more,
  });
  const lying = (dice: Dice): object =>
    listen(dice, {
      itemId: itemIdOf(dice.below(scenario.items)),
      title: lie,
      artistName: lie,
      releaseName: lie,
      tags: [lie],
    });

  return {
    flood: (_userId, dice) => {
      for (let batch = 0; batch < 3; batch++) post(Array.from({ length: 20 }, () => listen(dice)));
    },
    lie: (_userId, dice) => post(Array.from({ length: 1 + dice.below(6) }, () => lying(dice))),
    absurd: (_userId, dice) => {
      const days = [1, -1, 30 * 365, -400, 8_000].map((ago) => world.now() - ago * 86_400);
      post(days.map((listenedAt) => listen(dice, { listenedAt })));
      const day = Math.floor(world.now() / 86_400) * 86_400 - 86_400;
      post(Array.from({ length: 30 }, (_, nth) => listen(dice, { listenedAt: day + nth })));
    },
    /** The same ids with other contents, all at once. */
    race: (_userId, dice) => {
      const id = `a${made++}`;
      for (let side = 0; side < 4; side++) post([{ ...lying(dice), id }, listen(dice)]);
    },
  };
}
