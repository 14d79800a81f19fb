/** What users say they want and never want to see, and what was promised to them for it. */
import type { Dice } from '#functions/generator/dice.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { type Ask, type Calls, operator } from '#test/simulation/calls.ts';
import { timeZones } from '#test/simulation/clockwork.ts';
import { itemIdOf } from '#test/simulation/music.ts';
import type { Wishes, WishKind } from '#test/simulation/wishes.ts';
import type { World } from '#test/simulation/world.ts';

type Act = (userId: UserId, dice: Dice) => void;
type Change = { readonly wished: boolean; readonly until?: number; readonly what: string; readonly ask: Ask };

const hour = 3_600;
const day = 86_400;

export function createPreferences(world: World, { call, inTurn }: Calls, wishes: Wishes) {
  const { items } = world.scenario;
  /** A user changes their mind about one thing at a time: the next change waits for the answer to this one. */
  const change = (
    userId: UserId,
    { kind, id }: { kind: WishKind; id: string },
    { wished, until, what, ask }: Change,
  ): void =>
    inTurn(`${userId} ${kind === 'hate' ? 'item' : kind} ${id}`, (done) => {
      wishes.unsettle(userId, kind, id);
      call(what, ask, (answer) => {
        if (answer !== undefined) wishes.settle(userId, { kind, id, wished, until });
        done();
      });
    });

  const block: Act = (userId, dice) => {
    const { kind, id } = thing(dice, items);
    const body = dice.often(0.3) ? { until: world.now() + hour + dice.below(3 * day) } : {};
    const params = { userId, kind, id };
    change(userId, params, {
      wished: true,
      ...body,
      what: `PUT block ${kind} ${id}`,
      ask: ({ ingest }, now) => ingest.putBlock({ ...operator, query: undefined, params, body, now }),
    });
  };

  const unblock: Act = (userId, dice) => {
    const held = wishes.some(userId).filter(({ kind }) => kind !== 'hate');
    if (held.length === 0) return;
    const { kind, id } = dice.pick(held) as { kind: 'item' | 'artist' | 'tag'; id: string };
    const params = { userId, kind, id };
    change(userId, params, {
      wished: false,
      what: `DELETE block ${kind} ${id}`,
      ask: ({ ingest }, now) => ingest.deleteBlock({ ...operator, query: undefined, params, body: undefined, now }),
    });
  };

  const feedback: Act = (userId, dice) => {
    const id = itemIdOf(dice.below(items));
    const score = dice.pick([-1, -1, 0, 1] as const);
    const params = { userId, itemId: id as never };
    change(
      userId,
      { kind: 'hate', id },
      {
        wished: score === -1,
        what: `PUT feedback ${id} ${score}`,
        ask: ({ ingest }, now) => ingest.putFeedback({ ...operator, query: undefined, params, body: { score }, now }),
      },
    );
  };

  const settings: Act = (userId, dice) => {
    const timeZone = dice.pick(timeZones);
    const body = { timeZone, weekStartsOn: 1 + dice.below(7), dueHour: dice.below(24), length: dice.pick([5, 8]) };
    inTurn(`${userId} settings`, (done) =>
      call(
        `PUT user ${userId} ${JSON.stringify(body)}`,
        ({ ingest }, now) => ingest.putUser({ ...operator, query: undefined, params: { userId }, body, now }),
        done,
      ),
    );
  };

  return { block, unblock, feedback, settings };
}

function thing(dice: Dice, items: number): { readonly kind: 'item' | 'artist' | 'tag'; readonly id: string } {
  const kind = dice.pick(['item', 'artist', 'tag'] as const);
  if (kind === 'item') return { kind, id: itemIdOf(dice.below(items)) };
  return kind === 'artist' ? { kind, id: `artist-${dice.below(5)}` } : { kind, id: `tag-${dice.below(4)}` };
}
