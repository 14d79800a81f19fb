/** Who a recording is by its names: the keys by which one song is one item, whichever source tells of it (I13). */
import { mainArtistOf } from '#shared/domain/identity/credit.ts';
import { fold } from '#shared/domain/identity/fold.ts';
import { readTitle } from '#shared/domain/identity/title.ts';
import { memoise } from '#shared/domain/memoise.ts';
import type { Kind } from '#shared/schemas/listen.ts';

export type Names = {
  readonly kind: Kind;
  readonly artistName: string;
  readonly title: string;
  readonly releaseName?: string | undefined;
};

export type Recording = {
  /** Folded main artist; undefined for nobody. */
  readonly artist: string | undefined;
  /** Equal for two names exactly when they are one recording. */
  readonly key: readonly string[];
  /** Equal for all versions of one song. A function of `key`. */
  readonly song: string;
};

/**
 * The keys of a recording. Songs of nobody ("Various Artists") keep apart by what else is said of them, their release.
 * An episode is called by its title alone, whatever stands in brackets: "Live" is another episode.
 */
export function recordingOf({ kind, artistName, title, releaseName }: Names): Recording {
  if (kind === 'episode') {
    const [artist, name] = [fold(artistName), fold(title)];
    return { artist, key: [artist, name], song: songKey(artist, name) };
  }
  const artist = artistOf(artistName);
  const { song, versions } = titlePartsOf(title);
  const whose = artist ?? `\u0000${releaseName === undefined ? '' : fold(releaseName)}`;
  return { artist, key: [whose, song, ...versions], song: songKey(whose, song) };
}

const songKey = (whose: string, song: string): string => `song\u0000${whose}\u0000${song}`;

/** Credits and titles come again and again, in a batch, in an import, in an edition. */
export const artistOf = memoise((credit: string) => credit, mainArtistOf);
export const titlePartsOf = memoise((title: string) => title, readTitle);
