/** The catalogue of the invented world: scenes of artists with their tracks, and shows with their episodes. */
import type { z } from 'zod';
import { worldDials } from '#functions/generator/dials.ts';
import { createDice, type Dice } from '#functions/generator/dice.ts';
import { inventArtist, inventShow, inventTitle, inventUnique } from '#functions/generator/names.ts';
import type { ItemInput } from '#shared/schemas/item.ts';

/** An item as `PUT /v1/items` takes it, with everything the generator always says. */
export type WorldItem = z.input<typeof ItemInput> & {
  readonly title: string;
  readonly artistId: string;
  readonly artistName: string;
  readonly durationMs: number;
  readonly publishedAt: number;
};

/** `items` are tracks, most popular first, or the episodes of a show in serial order. */
export type Maker = { readonly artistId: string; readonly items: readonly WorldItem[] };

/** A cluster of taste: its artists, most popular first, and the shows its listeners follow. */
export type Scene = {
  readonly tag: string;
  readonly genre: string;
  readonly artists: readonly Maker[];
  readonly shows: readonly Maker[];
};

const day = 86_400;
const genres = [
  ['ambient', 'drone', 'field recordings', 'tape loops'],
  ['classical', 'baroque', 'minimalism', 'solo piano'],
  ['electronic', 'breakbeat', 'downtempo', 'techno'],
  ['folk', 'fingerstyle', 'singer-songwriter', 'traditional'],
  ['hip hop', 'boom bap', 'instrumental', 'spoken word'],
  ['jazz', 'bebop', 'fusion', 'modal'],
  ['metal', 'black metal', 'doom', 'progressive'],
  ['pop', 'dream pop', 'indie pop', 'synthpop'],
] as const;
const moods = ['bright', 'calm', 'dark', 'energetic'] as const;
const topics = ['comedy', 'fiction', 'history', 'interviews', 'science', 'technology', 'travel'] as const;

export type TimeSpan = { readonly start: number; readonly until: number };

export function inventScenes(size: { readonly seed: number; readonly artists: number }, span: TimeSpan): Scene[] {
  const taken = new Set<string>();
  return genres.flatMap(([genre, ...scenes]) =>
    scenes.map((tag) => {
      const dice = createDice(size.seed, 'scene', tag);
      const artists = Array.from({ length: size.artists }, () => inventArtistOf({ genre, tag }, { dice, taken, span }));
      return { tag, genre, artists, shows: [inventShowOf({ dice, taken, span })] };
    }),
  );
}

type Tools = { readonly dice: Dice; readonly taken: Set<string>; readonly span: TimeSpan };

function inventArtistOf({ genre, tag }: { genre: string; tag: string }, { dice, taken, span }: Tools): Maker {
  const artistName = inventUnique(taken, () => inventArtist(dice), dice);
  const artistId = slugOf(artistName);
  const tags = [genre, tag, dice.pick(moods)];
  const titles = new Set<string>();
  const releases = Array.from({ length: 2 + dice.below(2) }, (_, index) => {
    const isNew = index === 0 && dice.often(worldDials.newReleaseShare);
    const [from, to] = isNew ? [span.start, span.until - 14 * day] : [span.start - 3000 * day, span.start];
    return { releaseName: inventTitle(dice), publishedAt: Math.floor(dice.between(from, to)) };
  });
  const items = Array.from({ length: 6 + dice.below(9) }, (_, index) => ({
    itemId: `${artistId}-${index + 1}`,
    kind: 'track' as const,
    title: inventUnique(titles, () => inventTitle(dice), dice),
    artistId,
    artistName,
    tags,
    durationMs: 1000 * (150 + dice.below(150)),
    // The last release is never new, so that an artist always has something to play.
    ...(releases[(index + 1) % releases.length] as (typeof releases)[number]),
  }));
  return { artistId, items };
}

/** A serial show with an episode a week, the first ones from before the span. */
function inventShowOf({ dice, taken, span }: Tools): Maker {
  const artistName = inventUnique(taken, () => inventShow(dice), dice);
  const artistId = slugOf(artistName);
  const tags = ['podcast', dice.pick(topics)];
  const before = 4 + dice.below(12);
  const firstAt = Math.floor(span.start + dice.next() * 7 * day) - before * 7 * day;
  const count = Math.floor((span.until - firstAt) / (7 * day));
  const titles = new Set<string>();
  const items = Array.from({ length: count }, (_, index) => ({
    itemId: `${artistId}-${index + 1}`,
    kind: 'episode' as const,
    title: inventUnique(titles, () => inventTitle(dice), dice),
    artistId,
    artistName,
    tags,
    durationMs: 60_000 * (18 + dice.below(22)),
    publishedAt: firstAt + index * 7 * day,
    serial: index + 1,
  }));
  return { artistId, items };
}

/** "The Stalven Lanterns" becomes "the-stalven-lanterns". */
function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('&', 'and')
    .replaceAll(/[^a-z0-9]+/g, '-');
}
