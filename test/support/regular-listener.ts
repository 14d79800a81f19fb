/** A regular listener and the model that knows them, everything as large as the dials allow: what cost and speed are measured on. */
import { chance } from '#shared/domain/hash.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { ModelWriter } from '#shared/ports/models.ts';
import type { ArtistId, ItemId, ModelVersion, UserId } from '#shared/schemas/ids.ts';
import type { Item } from '#shared/schemas/item.ts';
import type { Candidates, ItemCard, ItemList, Neighbours } from '#shared/schemas/model.ts';

export const modelVersion = '20261122T030000Z' as ModelVersion;

const seed = 7;
const tracksPerArtist = 5;
const episodesPerShow = 50;
const tagCount = 60;

/** An id like the ones clients send: a UUID, here of a number. */
export function uuidOf(what: string, number: number): string {
  const digits = Array.from({ length: 32 }, (_, at) => Math.floor(chance(seed, what, number, at) * 16).toString(16));
  const text = digits.join('');
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-8${text.slice(17, 20)}-${text.slice(20)}`;
}

/** A catalogue of so many tracks, and a hundredth as many shows. Names are as long as names are. */
export function inventCatalogue(tracks: number): {
  readonly tracks: readonly Item[];
  readonly episodes: readonly Item[];
} {
  const shows = Math.max(1, Math.floor(tracks / 100));
  return {
    tracks: Array.from({ length: tracks }, (_, number) => trackOf(number)),
    episodes: Array.from({ length: shows * episodesPerShow }, (_, number) => episodeOf(number)),
  };
}

function trackOf(number: number): Item {
  const artist = Math.floor(number / tracksPerArtist);
  const tag = Math.floor(chance(seed, 'tag', artist) * tagCount);
  return {
    itemId: uuidOf('track', number) as ItemId,
    kind: 'track',
    title: `A song with a usual title ${number}`,
    artistId: uuidOf('artist', artist) as ArtistId,
    artistName: `The Artists ${artist}`,
    releaseName: `An album of theirs ${number % 3}`,
    tags: [0, 1, 2].map((step) => `a genre ${(tag + step) % tagCount}`),
    durationMs: 180_000 + (number % 120) * 1_000,
    source: 'listen',
  };
}

function episodeOf(number: number): Item {
  const show = Math.floor(number / episodesPerShow);
  return {
    itemId: uuidOf('episode', number) as ItemId,
    kind: 'episode',
    title: `What we talked about in week ${number % episodesPerShow}`,
    artistId: uuidOf('show', show) as ArtistId,
    artistName: `A show ${show}`,
    tags: ['talk'],
    durationMs: 2_400_000,
    publishedAt: 1_780_000_000 + (number % episodesPerShow) * 604_800,
    source: 'operator',
  };
}

const cardOf = ({ source: _, ...card }: Item): ItemCard => card;

/** Neighbours of a track: others in a stable order of their own, scores falling from 1. */
export function neighboursOf(itemId: string, catalogue: readonly Item[]): Neighbours {
  const { publishedNeighboursMax } = tuning.model;
  const item = catalogue.find((each) => each.itemId === itemId);
  const neighbours = ranked(['neighbour', itemId], publishedNeighboursMax, catalogue);
  return { modelVersion, itemId, ...(item && { item: cardOf(item) }), neighbours };
}

/** `basis`: what they were made from, where more is known of the user than that they are a regular listener. */
export function candidatesOf(userId: UserId, catalogue: readonly Item[], basis?: Candidates['basis']): Candidates {
  const { candidates, lovedMax, ownMax } = tuning.model;
  const strongest = strongestOf(userId, ownMax, catalogue);
  const seeds = strongest.slice(0, candidates.seedsMax).map((item) => ({
    itemId: item.itemId,
    ...(item.title === undefined ? {} : { title: item.title }),
    ...(item.artistName === undefined ? {} : { artistName: item.artistName }),
    share: 0.3,
  }));
  return {
    modelVersion,
    userId,
    candidates: ranked(['candidate', userId], candidates.perUserMax, catalogue).map((each) => ({ ...each, seeds })),
    basis: basis ?? {
      scale: 10,
      seeds: strongest.slice(0, candidates.seedsPerUserMax).map(({ itemId }, place) => [itemId, 1.6 - place / 100]),
    },
    known: strongest,
    loved: ranked(['loved', userId], lovedMax, catalogue).map(({ item, score }, place) => ({
      item,
      score,
      plays: 1 + (place % 40),
      lastListenedAt: 1_790_000_000 - place * 86_400,
    })),
  };
}

export function listNamed(name: string, catalogue: readonly Item[]): ItemList {
  const { popularMax, tagItemsMax, artistItemsMax } = tuning.model;
  const length = name.startsWith('popular') ? popularMax : name.startsWith('tag') ? tagItemsMax : artistItemsMax;
  return { modelVersion, name, items: ranked(['list', name], length, catalogue) };
}

/** So many different items, the same for the same name: a walk through the catalogue from a place and in steps of its own. */
function ranked(name: readonly string[], length: number, catalogue: readonly Item[]) {
  const start = Math.floor(chance(seed, ...name, 'start') * catalogue.length);
  const step = 1 + 2 * Math.floor(chance(seed, ...name, 'step') * 40);
  return Array.from({ length: Math.min(length, catalogue.length) }, (_, place) => ({
    item: cardOf(catalogue[(start + place * step) % catalogue.length] as Item),
    score: Math.round((1 - place / (length + 1)) * 1e6) / 1e6,
  }));
}

/** Writes the whole model for these users: neighbours of every track, candidates, every list anybody asks for. */
export async function writeModel(
  writer: ModelWriter,
  {
    tracks,
    users,
    bases,
    expiresAt,
  }: {
    readonly tracks: readonly Item[];
    readonly users: readonly UserId[];
    readonly bases?: ReadonlyMap<UserId, Candidates['basis']>;
    readonly expiresAt: number;
  },
): Promise<void> {
  const artists = new Set(tracks.map(({ artistId }) => artistId));
  const names = [
    'popular:track',
    'popular:episode',
    ...Array.from({ length: tagCount }, (_, tag) => `tag:a genre ${tag}`),
    ...[...artists].map((artistId) => `artist:${artistId}`),
  ];
  await writer.write(modelVersion, { lists: names.map((name) => listNamed(name, tracks)) }, expiresAt);
  for (let from = 0; from < tracks.length; from += 200) {
    const neighbours = tracks.slice(from, from + 200).map(({ itemId }) => neighboursOf(itemId, tracks));
    await writer.write(modelVersion, { neighbours }, expiresAt);
  }
  for (const userId of users) {
    await writer.write(modelVersion, { candidates: [candidatesOf(userId, tracks, bases?.get(userId))] }, expiresAt);
  }
}

export type Played = {
  readonly userId: UserId;
  readonly itemId: ItemId;
  readonly listenedAt: number;
  readonly artistId?: ArtistId;
  readonly artistName?: string;
  readonly title?: string;
  readonly releaseName?: string;
  readonly durationMs?: number;
  readonly kind: Item['kind'];
};

/** The nth listen of a user, as a player sends it: favourites far more often than the rest, an episode now and then. */
export function listenOf(
  userId: UserId,
  { nth, listenedAt }: { readonly nth: number; readonly listenedAt: number },
  { tracks, episodes }: { readonly tracks: readonly Item[]; readonly episodes: readonly Item[] },
): Played {
  const { tags: _, source: __, publishedAt: ___, ...item } = itemPlayed(userId, nth, { tracks, episodes });
  return { userId, listenedAt, ...item } as Played;
}

/** The tracks that a user plays most, as `itemPlayed` rolls them. */
function strongestOf(userId: UserId, count: number, tracks: readonly Item[]): ItemCard[] {
  const start = Math.floor(chance(seed, userId, 'taste') * 1e6);
  const cards = Array.from({ length: count }, (_, rank) => cardOf(tracks[(start + rank * 7) % tracks.length] as Item));
  return cards.slice(0, tracks.length);
}

/** Of the tracks a user plays, the first is played ten times as often as the hundredth. */
function itemPlayed(
  userId: UserId,
  nth: number,
  { tracks, episodes }: { readonly tracks: readonly Item[]; readonly episodes: readonly Item[] },
): Item {
  const roll = chance(seed, userId, 'rank', nth);
  const start = Math.floor(chance(seed, userId, 'taste') * 1e6);
  if (nth % 20 === 19) return episodes[(start + Math.floor(roll * 200)) % episodes.length] as Item;
  return tracks[(start + Math.floor(roll ** 2 * Math.min(1_200, tracks.length)) * 7) % tracks.length] as Item;
}
