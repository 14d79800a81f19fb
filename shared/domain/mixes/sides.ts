/**
 * Sides of a taste: the artists of a user's own items, grouped by whom they are near to. The strongest artists are asked one
 * after the other: one that is near no side so far opens a new one. A side is named and known by the artist of whom the
 * user has most items, which changes more slowly than what they play, so that it stays the same side from day to day.
 */
import { chance } from '#shared/domain/hash.ts';
import { mixIdOf } from '#shared/domain/identity/ids.ts';
import { mainArtistIn } from '#shared/domain/identity/keys.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { ItemCard, Neighbours } from '#shared/schemas/model.ts';

/** An item of the user's own, and how much it counts. */
export type Owned = { readonly item: ItemCard; readonly weight: number };

export type Side = {
  readonly mixId: string;
  /** What it is called: the name of its leader. */
  readonly name: string;
  /** Keys of its artists, the strongest first, with their names. */
  readonly artists: readonly { readonly key: string; readonly id: string | undefined; readonly name: string }[];
  readonly tags: readonly string[];
  /** How near an item is to this side, 0 to 1. */
  readonly nearness: (card: ItemCard) => number;
};

type Direction = Map<string, number>;
type Player = { readonly key: string; card: ItemCard; weight: number; items: number; readonly direction: Direction };

const dials = tuning.mixes;

/** At most `sidesMax`, the strongest first; none where too little is known. */
export function sidesOf(userId: UserId, owned: readonly Owned[], neighbours: readonly Neighbours[]): Side[] {
  const artists = artistsOf(owned, neighbours);
  const leaders: Player[] = [];
  for (const artist of artists) {
    if (leaders.length === dials.leadersMax) break;
    if (leaders.every((leader) => likeness(leader.direction, artist.direction) < dials.joins)) leaders.push(artist);
  }
  const members = new Map<Player, Player[]>(leaders.map((leader) => [leader, []]));
  for (const artist of artists) {
    const [leader, near] = nearestOf(leaders, artist);
    if (leader !== undefined && near >= dials.belongs) members.get(leader)?.push(artist);
  }
  return [...members.values()]
    .filter((group) => group.reduce((sum, { items }) => sum + items, 0) >= dials.itemsMin)
    .sort((a, b) => weightOf(b) - weightOf(a) || ((a[0] as Player).key < (b[0] as Player).key ? -1 : 1))
    .slice(0, dials.sidesMax)
    .map((group) => sideOf(userId, group, owned));
}

const weightOf = (group: readonly Player[]): number => group.reduce((sum, { weight }) => sum + weight, 0);

/** Artists of the items, the strongest first; each points to the artists and tags its items are near to. */
function artistsOf(owned: readonly Owned[], neighbours: readonly Neighbours[]): Player[] {
  const near = new Map(neighbours.map((each) => [each.itemId, each.neighbours]));
  const artists = new Map<string, Player>();
  for (const { item, weight } of owned) {
    const key = mainArtistIn(item);
    if (key === undefined || item.kind !== 'track') continue;
    const artist = artists.get(key) ?? { key, card: item, weight: 0, items: 0, direction: new Map() };
    artists.set(key, artist);
    artist.weight += weight;
    artist.items += 1;
    const found = near.get(item.itemId) ?? [];
    const best = found[0]?.score ?? 1;
    for (const { item: other, score } of found) add(artist.direction, mainArtistIn(other), (weight * score) / best);
    for (const tag of item.tags.slice(0, dials.tagsPerItem)) add(artist.direction, `#${tag}`, weight * dials.tagWeight);
  }
  for (const { key, direction } of artists.values()) {
    add(direction, key, Math.max(1, ...direction.values()));
    normalise(direction);
  }
  return [...artists.values()].sort((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : 1));
}

function add(direction: Direction, key: string | undefined, value: number): void {
  if (key !== undefined) direction.set(key, (direction.get(key) ?? 0) + value);
}

function normalise(direction: Direction): void {
  const length = Math.sqrt([...direction.values()].reduce((sum, value) => sum + value * value, 0));
  if (length > 0) for (const [key, value] of direction) direction.set(key, value / length);
}

function likeness(a: Direction, b: Direction): number {
  let sum = 0;
  for (const [key, value] of a.size <= b.size ? a : b) sum += value * ((a.size <= b.size ? b : a).get(key) ?? 0);
  return sum;
}

function nearestOf(leaders: readonly Player[], { direction }: Player): readonly [Player | undefined, number] {
  let found: Player | undefined;
  let best = 0;
  for (const leader of leaders) {
    const near = likeness(leader.direction, direction);
    if (near > best) [found, best] = [leader, near];
  }
  return [found, best];
}

function sideOf(userId: UserId, group: readonly Player[], owned: readonly Owned[]): Side {
  const most = Math.max(...group.map(({ items }) => items));
  // Between equals chance decides, the same on every day.
  const leader = group
    .filter(({ items }) => items === most)
    .reduce((a, b) => (chance(0, userId, a.key) <= chance(0, userId, b.key) ? a : b));
  const keys = new Set(group.map(({ key }) => key));
  const centre: Direction = new Map();
  for (const { direction, weight } of group) for (const [key, value] of direction) add(centre, key, weight * value);
  const nearest = Math.max(...centre.values());
  const tags = new Map<string, number>();
  for (const { item, weight } of owned) {
    if (keys.has(mainArtistIn(item) ?? '')) for (const tag of item.tags) add(tags, tag, weight);
  }
  const nameOf = ({ card, key }: Player): string => card.artistName ?? key;
  return {
    mixId: mixIdOf(userId, leader.key),
    name: nameOf(leader),
    artists: group.map((artist) => ({ key: artist.key, id: artist.card.artistId, name: nameOf(artist) })),
    tags: [...tags]
      .sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
      .slice(0, dials.tagsShown)
      .map(([tag]) => tag),
    nearness: (card) => {
      const artist = mainArtistIn(card);
      if (artist !== undefined && keys.has(artist)) return 1;
      return artist === undefined ? 0 : (centre.get(artist) ?? 0) / nearest;
    },
  };
}
