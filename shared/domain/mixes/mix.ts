/**
 * A mix: an edition of one side of a taste. It is made of what the model in force at the beginning of the day says, and of
 * nothing that changes within a day but what the user refuses, so that it is the same whenever it is asked for (I5).
 */
import { assemble } from '#shared/domain/edition/assemble.ts';
import { seedOf } from '#shared/domain/hash.ts';
import { mainArtistIn } from '#shared/domain/identity/keys.ts';
import { type Owned, type Side, sidesOf } from '#shared/domain/mixes/sides.ts';
import { round } from '#shared/domain/round.ts';
import { tuning } from '#shared/domain/tuning.ts';
import { type Allows, type Wishes, wishesOf } from '#shared/domain/wishes/visibility.ts';
import type { AssemblyInputs, OwnItem } from '#shared/schemas/assembly.ts';
import type { Edition, Period } from '#shared/schemas/edition.ts';
import type { ItemId } from '#shared/schemas/ids.ts';
import type { Candidates, ItemCard, ItemList, Neighbours } from '#shared/schemas/model.ts';
import type { User } from '#shared/schemas/user.ts';

/** The items of the user's own that led to what the model proposes, and their weight: whose cards and neighbours to read. */
export function seedWeights({ candidates }: Pick<Candidates, 'candidates'>): Map<ItemId, number> {
  const weights = new Map<ItemId, number>();
  for (const { score, seeds } of candidates) {
    for (const { itemId, share } of seeds) {
      weights.set(itemId as ItemId, (weights.get(itemId as ItemId) ?? 0) + score * share);
    }
  }
  const strongest = [...weights].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
  return new Map(strongest.slice(0, tuning.mixes.seedsMax));
}

/** What was read for the mixes of one user. */
export type MixReadings = {
  readonly user: User;
  readonly candidates: Candidates;
  readonly cards: ReadonlyMap<string, ItemCard>;
  readonly neighbours: readonly Neighbours[];
  readonly period: Period;
  /** The beginning of the period, and now; Unix seconds. */
  readonly dueAt: number;
  readonly now: number;
  /** Whether an item may be offered to who wants only what their library holds. */
  readonly playable?: Allows | undefined;
  readonly configDigest: string;
  readonly codeVersion: string;
};

export type Mixes = {
  readonly sides: readonly Side[];
  readonly owned: readonly Owned[];
  readonly wishes: Wishes;
  readonly allowed: Allows;
};

/** The sides of a taste, without what must not be named. */
export function openMixes(readings: MixReadings): Mixes {
  const wishes = wishesOf(readings.user, readings.now);
  const { playable = () => true } = readings;
  const allowed: Allows = (card) => wishes.allows(card) && playable(card);
  const owned = ownedOf(readings).filter(({ item }) => allowed(item));
  return { sides: sidesOf(readings.user.userId, owned, readings.neighbours), owned, wishes, allowed };
}

function ownedOf({ candidates, cards }: MixReadings): Owned[] {
  const weights = seedWeights(candidates);
  const strongest = Math.max(1e-9, ...weights.values());
  const lasting = Math.max(1e-9, ...candidates.loved.map(({ score }) => score));
  const owned = new Map<ItemId, Owned>();
  for (const { item, score } of candidates.loved) {
    owned.set(item.itemId, { item, weight: (tuning.mixes.lastingShare * score) / lasting });
  }
  for (const [itemId, weight] of weights) {
    const item = cards.get(itemId) ?? owned.get(itemId)?.item;
    if (item !== undefined) owned.set(itemId, { item, weight: weight / strongest });
  }
  return [...owned.values()];
}

/** Names of the model's lists that the mix of a side draws from. */
export const listsOf = ({ artists }: Side): string[] =>
  artists.flatMap(({ id }) => (id === undefined ? [] : [`artist:${id}`])).slice(0, tuning.mixes.artistListsMax);

export function mixOf(
  readings: MixReadings,
  mixes: Mixes,
  { side, lists }: { side: Side; lists: readonly ItemList[] },
) {
  return assemble(inputsOf(readings, mixes, { side, lists })).edition satisfies Edition;
}

function inputsOf(
  { user, candidates, period, dueAt, configDigest, codeVersion }: MixReadings,
  { sides, owned, allowed }: Mixes,
  { side, lists }: { readonly side: Side; readonly lists: readonly ItemList[] },
): AssemblyInputs {
  const { userId, settings, blocks, feedback } = user;
  const played = new Map(candidates.loved.map((each) => [each.item.itemId, each]));
  const own = owned
    .filter(({ item }) => belongs(side, sides, item))
    .map(({ item, weight }): OwnItem => {
      // A model names what is strongest without saying how often it was played.
      const { plays = 1, lastListenedAt = null } = played.get(item.itemId) ?? {};
      return { item, fast: round(weight), slow: round(weight), plays, lastListenedAt };
    });
  const proposed = candidates.candidates.filter(
    ({ item }) => item.kind === 'track' && allowed(item) && belongs(side, sides, item),
  );
  const total = side.artists.length;
  return {
    userId,
    patch: 'mix',
    period,
    dueAt,
    seed: seedOf(userId, 'mix', side.mixId, period),
    modelVersion: candidates.modelVersion,
    watermark: null,
    configDigest,
    codeVersion,
    variants: {},
    overrides: {},
    settings: {
      kinds: settings.kinds,
      explicit: settings.explicit,
      weekStartsOn: settings.weekStartsOn,
      length: Math.min(settings.length, tuning.mixes.lengthMax),
    },
    side: { mixId: side.mixId, name: side.name },
    blocks: blocks.filter(({ until }) => until === undefined || until > dueAt),
    // A love of today orders tomorrow's mix; what is hated is gone at once.
    feedback: feedback.filter(([, { score, givenAt }]) => score === -1 || givenAt < dueAt),
    own,
    artists: side.artists.flatMap(({ id }, nth) =>
      id === undefined ? [] : [{ id, share: round((total - nth) / (total * total)) }],
    ),
    shows: [],
    tags: [],
    candidates: proposed,
    lists: lists.map(({ name, items }) => ({
      name,
      items: items.filter(({ item }) => allowed(item)).slice(0, tuning.mixes.artistItemsMax),
    })),
    episodes: [],
    heard: [],
    poolSize: own.length + proposed.length,
    past: [],
  };
}

/** An item belongs to the side that it is nearest to. */
function belongs(side: Side, sides: readonly Side[], item: ItemCard): boolean {
  const near = side.nearness(item);
  if (mainArtistIn(item) === undefined || near < tuning.mixes.nearMin) return false;
  return sides.every((other) => other === side || other.nearness(item) <= near);
}
