/** An invented catalogue with scenes that the eye can tell apart: music nobody owns, the same on every machine. */

import { cardOf } from '#shared/domain/card.ts';
import { chance } from '#shared/domain/hash.ts';
import type { ArtistId, ItemId, ModelVersion } from '#shared/schemas/ids.ts';
import type { Item } from '#shared/schemas/item.ts';
import type { ItemList, Neighbours } from '#shared/schemas/model.ts';

export const modelVersion = '20261122T030000Z' as ModelVersion;

/** Artists by scene; every scene has a tag of its own and shares one with the next. */
const scenes = [
  {
    tag: 'shoegaze',
    kin: 'dream pop',
    artists: ['Pale Harbour', 'Velvet Static', 'Mirrorlake', 'Slow Lantern', 'Haze Parade', 'Low Tide Choir'],
  },
  {
    tag: 'synth pop',
    kin: 'dream pop',
    artists: ['Neon Orchard', 'Glass Arcade', 'Chrome Season', 'Satellite Kids', 'Night Bus Radio', 'Polar Disco'],
  },
  {
    tag: 'techno',
    kin: 'electronic',
    artists: ['Kessel', 'Unit Nord', 'Raster Field', 'Null Index', 'Warehouse Nine', 'Moiré'],
  },
  {
    tag: 'ambient',
    kin: 'electronic',
    artists: ['Stille', 'Ocean Survey', 'Fern & Fog', 'The Long Room', 'Tidal Archive', 'Aurora Desk'],
  },
  {
    tag: 'jazz',
    kin: 'instrumental',
    artists: ['Marlow Quintet', 'Ada Brandt Trio', 'Blue Ferry', 'Corner Set', 'The Ninth Street Six', 'Odile Varga'],
  },
  {
    tag: 'bossa nova',
    kin: 'latin',
    artists: ['Praia Curta', 'João do Vale Sul', 'Marina Luz', 'Trio Beira-Mar', 'Casa Azul', 'Samba Lenta'],
  },
] as const;

const openings = [
  'Winter',
  'Paper',
  'Second',
  'Golden',
  'Quiet',
  'Electric',
  'Northern',
  'Borrowed',
  'Silver',
  'Empty',
] as const;
const endings = [
  'Lights',
  'Weather',
  'Garden',
  'Signal',
  'Summer',
  'Windows',
  'Letters',
  'Harbour',
  'Hours',
  'Motorway',
] as const;

const idOf = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z0-9]+/gu, '-');

export const artistIdOf = (name: string): ArtistId => idOf(name) as ArtistId;

const tracksPerArtist = 12;

export const tracks: readonly Item[] = scenes.flatMap(({ tag, kin, artists }) =>
  artists.flatMap((artistName) =>
    Array.from({ length: tracksPerArtist }, (_, nth): Item => {
      // The second ten of an artist take other endings, so that no artist has one title twice.
      const opening = openings[(nth + artistName.length) % openings.length] as string;
      const ending = endings[(nth * 3 + Math.floor(nth / 10) + artistName.length * 7) % endings.length] as string;
      const title = `${opening} ${ending}`;
      return {
        itemId: `${idOf(artistName)}/${nth}` as ItemId,
        kind: 'track',
        title,
        artistId: artistIdOf(artistName),
        artistName,
        releaseName: nth % 2 === 0 ? `${artistName} I` : `${artistName} II`,
        tags: nth % 3 === 0 ? [tag, kin] : [tag],
        durationMs: 180_000 + Math.floor(chance(3, artistName, nth) * 120) * 1_000,
        source: 'operator',
      };
    }),
  ),
);

/** Two shows: a series with an order, and a magazine whose newest episode counts. */
export function episodesOf({ show, serial, newestAt }: { show: string; serial: boolean; newestAt: number }): Item[] {
  return Array.from(
    { length: 8 },
    (_, nth): Item => ({
      itemId: `${idOf(show)}/${nth + 1}` as ItemId,
      kind: 'episode',
      title: `Episode ${nth + 1}`,
      artistId: artistIdOf(show),
      artistName: show,
      tags: ['talk'],
      durationMs: 2_400_000,
      publishedAt: newestAt - (7 - nth) * 7 * 86_400,
      ...(serial ? { serial: nth + 1 } : {}),
      source: 'operator',
    }),
  );
}

/** Items of the same scene are near, those of a scene with a common tag less so. */
export function neighboursOf(itemId: string): Neighbours {
  const item = tracks.find((track) => track.itemId === itemId);
  const near = tracks
    .filter((track) => item !== undefined && track.artistId !== item.artistId)
    .map((track) => ({ item: cardOf(track), score: closeness(item as Item, track) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.item.itemId < b.item.itemId ? -1 : 1))
    .slice(0, 60);
  return { modelVersion, itemId, ...(item && { item: cardOf(item) }), neighbours: near };
}

function closeness(a: Item, b: Item): number {
  const common = a.tags.filter((tag) => b.tags.includes(tag)).length;
  return common * (0.5 + chance(11, a.itemId, b.itemId));
}

/** The lists a model publishes: popular overall, by tag, by artist. */
export function listNamed(name: string): ItemList | undefined {
  const [of, id] = [name.slice(0, name.indexOf(':')), name.slice(name.indexOf(':') + 1)];
  const items = tracks
    .filter((track) =>
      of === 'popular' ? id === 'track' : of === 'tag' ? track.tags.includes(id) : track.artistId === id,
    )
    .map((track) => ({ item: cardOf(track), score: Math.round(1_000 * chance(5, track.itemId)) / 1_000 }))
    .sort((a, b) => b.score - a.score || (a.item.itemId < b.item.itemId ? -1 : 1))
    .slice(0, 300);
  return items.length === 0 ? undefined : { modelVersion, name, items };
}
