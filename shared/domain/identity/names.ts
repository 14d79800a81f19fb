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
  const { song: name, versions } = titlePartsOf(title);
  const song =
    releaseName !== undefined && isAnybodysTitle(name) ? `${name}\u0000${titlePartsOf(releaseName).song}` : name;
  const whose = artist ?? `\u0000${releaseName === undefined ? '' : fold(releaseName)}`;
  return { artist, key: [whose, song, ...versions], song: songKey(whose, song) };
}

const songKey = (whose: string, song: string): string => `song\u0000${whose}\u0000${song}`;

/**
 * Titles that name a place on a release and no song: a band has an "Intro" on each of its albums. Only the release tells
 * them apart, where it is known.
 */
const isAnybodysTitle = (song: string): boolean => anybodys.test(song);

const words =
  `intro|outro|introduction|interlude|intermission|intermezzo|interval|skit|untitled|untitled track|no title|hidden track|
bonus track|secret track|prelude|postlude|prologue|epilogue|overture|finale|opening|ending|closing|credits|end credits|
opening credits|closing credits|main title|main titles|main theme|opening theme|end title|end titles|silence|blank|
introduccion|introducao|introduzione|einleitung|vorspiel|zwischenspiel|nachspiel|prolog|epilog|ouverture|obertura|abertura|
interludio|preludio|prologo|epilogo|sin titulo|sem titulo|ohne titel|sans titre|senza titolo|bez tytulu|wstep|
интро|аутро|вступление|без названия|скит|イントロ|アウトロ|無題|序曲|间奏|間奏|前奏|无题|無題|인트로|아웃트로|무제`.replaceAll(
    '\n',
    '',
  );
const numbered =
  'track|titel|piste|pista|faixa|traccia|spor|spar|utwor|трек|дорожка|トラック|曲目|트랙|audiotrack|audio track';
const anybodys = new RegExp(
  `^[\\[(<]?(?:(?:${words})(?:\\s*[#:.-]?\\s*(?:no\\.?\\s*)?(?:\\d{1,3}|[ivx]{1,5}|[a-d]))?|(?:${numbered})\\s*#?\\s*\\d{1,3}|\\d{1,2})[\\])>]?$`,
  'u',
);

/** Credits and titles come again and again, in a batch, in an import, in an edition. */
export const artistOf = memoise((credit: string) => credit, mainArtistOf);
export const titlePartsOf = memoise((title: string) => title, readTitle);
