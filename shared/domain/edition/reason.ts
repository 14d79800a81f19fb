/** Why an item is in an edition: as data, and in words fit for a screen. */

import { artistKey } from '#shared/domain/card.ts';
import { agoInWords } from '#shared/domain/edition/dates-in-words.ts';
import type { Evidence, Proposal } from '#shared/domain/edition/proposal.ts';
import { namedArtist } from '#shared/domain/identity/keys.ts';
import { round } from '#shared/domain/round.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { OwnItem } from '#shared/schemas/assembly.ts';
import type { Reason } from '#shared/schemas/edition.ts';
import type { Candidate, ItemCard } from '#shared/schemas/model.ts';

export type Teller = {
  /** Whether the user said they love the item. */
  readonly loves: (itemId: string) => boolean;
  /** The instant the words are for, Unix seconds. */
  readonly at: number;
};

/** The reasons of a whole edition: among seeds that are about as strong, each item names the one named least before it. */
export function reasonsOf(proposals: readonly Proposal[], teller: Teller): Reason[] {
  const told = new Map<string, number>();
  return proposals.map(({ item, evidence }) => {
    const { rung } = evidence;
    if (rung !== 'neighbours') return { rung, because: because(item, evidence), text: words(item, evidence, teller) };
    const seeds = leastToldFirst(evidence.candidate.seeds, told);
    const fresh = { ...evidence, candidate: { ...evidence.candidate, seeds } };
    return { rung, because: because(item, evidence), text: words(item, fresh, teller) };
  });
}

/** The reason of one live recommendation, in the words an edition would use. */
export function candidateReason(candidate: Candidate, teller: Teller): Reason {
  const evidence = { rung: 'neighbours', candidate } as const;
  return {
    rung: 'neighbours',
    because: because(candidate.item, evidence),
    text: words(candidate.item, evidence, teller),
  };
}

/** The reason of an item of the user's own: what it followed before, where that is known, or when they played it. */
export function familiarReason(own: OwnItem, after: ItemCard | undefined, teller: Teller): Reason {
  const evidence = { rung: 'loved', own } as const;
  if (after?.title === undefined) {
    return { rung: 'loved', because: because(own.item, evidence), text: ownWords(own, teller) };
  }
  return {
    rung: 'loved',
    because: [named({ of: 'item', id: after.itemId, share: 1 }, after)],
    text: `You play this after ${shortName(after.title)}`,
  };
}

/** Moves the seed to name to the front, and counts it as told. */
function leastToldFirst(seeds: Candidate['seeds'], told: Map<string, number>): Candidate['seeds'] {
  const [strongest] = seeds;
  if (strongest === undefined) return seeds;
  const timesTold = (seed: Candidate['seeds'][number]): number => told.get(seed.itemId) ?? 0;
  let chosen = strongest;
  for (const seed of seeds) {
    const comparable = seed.share >= strongest.share * tuning.edition.comparableSeed && seed.title !== undefined;
    if (comparable && timesTold(seed) < timesTold(chosen)) chosen = seed;
  }
  told.set(chosen.itemId, timesTold(chosen) + 1);
  return chosen === strongest ? seeds : [chosen, ...seeds.filter((seed) => seed !== chosen)];
}

type Because = Reason['because'];

function because(item: ItemCard, evidence: Evidence): Because {
  switch (evidence.rung) {
    case 'loved':
      return [named({ of: 'item', id: item.itemId, share: 1 }, item)];
    case 'neighbours':
      return evidence.candidate.seeds.map(({ itemId, share, ...seed }) =>
        named({ of: 'item', id: itemId, share: round(share) }, seed),
      );
    case 'followed':
    case 'released':
    case 'artists': {
      const id = artistKey(item);
      return id === undefined ? [] : [named({ of: 'artist', id, share: evidence.share }, { title: item.artistName })];
    }
    case 'tags':
      return [named({ of: 'tag', id: evidence.tag, share: evidence.share }, { title: evidence.tag })];
    case 'explored':
      return [named({ of: 'tag', id: evidence.tag, share: 0 }, { title: evidence.tag })];
    case 'popular':
      return [];
    default:
      return evidence satisfies never;
  }
}

type Named = { readonly title?: string | undefined; readonly artistId?: string | undefined };

function named(evidence: Omit<Because[number], 'name' | 'artistId'>, { title, artistId }: Named): Because[number] {
  return {
    ...evidence,
    ...(title === undefined ? {} : { name: title }),
    ...(artistId === undefined ? {} : { artistId }),
  };
}

/** What is left of a reason when some of its evidence must not be named. */
export function withoutEvidence(reason: Reason, forbidden: (evidence: Because[number]) => boolean): Reason {
  const left = reason.because.filter((evidence) => !forbidden(evidence));
  return left.length === reason.because.length ? reason : { ...reason, because: left, text: plainWords };
}

const plainWords = 'Close to what you play';

function words(item: ItemCard, evidence: Evidence, teller: Teller): string {
  const name = namedArtist(item.artistName);
  const artist = name === undefined ? undefined : shortName(name);
  switch (evidence.rung) {
    case 'loved':
      return ownWords(evidence.own, teller);
    case 'neighbours':
      return seedWords(evidence.candidate, teller);
    case 'followed':
      return `${episodeWords[evidence.episode]} ${artist ?? 'a show you follow'}`;
    case 'released':
      return evidence.liked
        ? `New from ${artist ?? 'an artist you play'}`
        : `New, and near what you play: ${artist ?? 'a new name'}`;
    case 'artists':
      return `More from ${artist ?? 'an artist you play'}`;
    case 'tags':
      return `Popular with listeners of ${shortName(evidence.tag)}`;
    case 'explored':
      return `Off your usual path: ${shortName(evidence.tag)}`;
    case 'popular':
      return evidence.unplayed === true ? 'Hardly anybody has played it here yet' : 'Popular right now';
    default:
      return evidence satisfies never;
  }
}

const episodeWords = { next: 'Next episode of', new: 'New episode of', unplayed: 'Still unplayed, from' } as const;

function seedWords({ seeds: [seed, second] }: Candidate, { loves }: Teller): string {
  if (seed?.title === undefined) return plainWords;
  const verb = loves(seed.itemId) ? 'love' : 'played';
  const title = shortName(seed.title);
  const artist = namedArtist(seed.artistName);
  if (artist !== undefined) return `Because you ${verb} ${title} by ${shortName(artist)}`;
  return second?.title === undefined
    ? `Because you ${verb} ${title}`
    : `Because you ${verb} ${title} and ${shortName(second.title)}`;
}

function ownWords({ item, plays, lastListenedAt }: OwnItem, { loves, at }: Teller): string {
  if (lastListenedAt === null) return plays === 0 ? 'You love this' : 'Among what you play most';
  const when = agoInWords(lastListenedAt, at);
  if (loves(item.itemId)) return `You love this, last played ${when}`;
  return plays === 1 ? `You played this ${when}` : `You played this ${plays} times, most recently ${when}`;
}

/** A name that fits a line, cut between characters and never inside of one. */
export function shortName(name: string): string {
  const max = tuning.edition.nameCharactersMax;
  if (name.length <= max) return name;
  const characters = [...name];
  return characters.length <= max
    ? name
    : `${characters
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`;
}
