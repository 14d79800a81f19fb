/** A user's candidates on their way into a document and out of it, where each part is opened when it is looked at. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { packCards, unpackCards } from '#shared/adapters/documents/packed-cards.ts';
import type { BodyOf } from '#shared/schemas/collections.ts';
import type { Candidate, Candidates, ItemCard, KeptCandidates, PackedCards } from '#shared/schemas/model.ts';

/** As `seal` deflates the inputs of an edition: half the time of level 6, and a little larger. */
const level = 1;
/** What a part takes in memory once it is opened, over what is kept of it: inflated four times, as objects half as much again. */
const openedOverKept = 6;

type Proposed = {
  readonly cards: PackedCards;
  readonly scores: readonly number[];
  /** What seeds show, each once, and of every candidate the places of its seeds with their shares. */
  readonly seeds: PackedCards;
  readonly because: readonly (readonly (readonly [seed: number, share: number])[])[];
  readonly basis?: Candidates['basis'];
};

type Own = {
  /** Of what is loved, and behind them what else is known. */
  readonly cards: PackedCards;
  readonly loved: readonly (readonly [score: number, plays: number, lastListenedAt: number])[];
};

type Seed = Candidate['seeds'][number];

export function keptCandidates({
  modelVersion,
  userId,
  candidates,
  basis,
  loved,
  known = [],
}: Candidates): KeptCandidates {
  const seeds = new Map<string, { readonly at: number; readonly card: object }>();
  const placeOf = ({ share: _, ...card }: Seed): number => {
    const place = seeds.get(card.itemId) ?? { at: seeds.size, card };
    seeds.set(card.itemId, place);
    return place.at;
  };
  const because = candidates.map((each) => each.seeds.map((seed) => [placeOf(seed), seed.share] as const));
  const proposed: Proposed = {
    cards: packCards(candidates.map(({ item }) => item)),
    scores: candidates.map(({ score }) => score),
    seeds: packCards([...seeds.values()].map(({ card }) => card as ItemCard)),
    because,
    ...(basis && { basis }),
  };
  const own: Own = {
    cards: packCards([...loved.map(({ item }) => item), ...known]),
    loved: loved.map(({ score, plays, lastListenedAt }) => [score, plays, lastListenedAt]),
  };
  return { modelVersion, userId, proposed: deflate(proposed), own: deflate(own) };
}

/** `open` gives them each time it is called: proposals opened once, own items, of which few answers ask, each time anew. */
export function openCandidates(kept: BodyOf<'candidates'>): {
  readonly open: () => Candidates;
  readonly bytes: number;
} {
  if (!('proposed' in kept)) return { open: () => kept, bytes: JSON.stringify(kept).length };
  const proposals = once(() => proposalsIn(inflate<Proposed>(kept.proposed)));
  const open = (): Candidates => {
    const own = once(() => ownIn(inflate<Own>(kept.own)));
    return {
      modelVersion: kept.modelVersion,
      userId: kept.userId,
      get candidates() {
        return proposals().candidates;
      },
      get basis() {
        return proposals().basis;
      },
      get loved() {
        return own().loved;
      },
      get known() {
        return own().known;
      },
    };
  };
  return { open, bytes: kept.proposed.length * (1 + openedOverKept) + kept.own.length };
}

function proposalsIn({ cards, scores, seeds, because, basis }: Proposed): Pick<Candidates, 'candidates' | 'basis'> {
  const items = unpackCards(cards);
  const shown = unpackCards(seeds) as Omit<Seed, 'share'>[];
  const candidates = scores.map((score, at) => ({
    item: items[at] as ItemCard,
    score,
    seeds: (because[at] ?? []).map(([seed, share]) => ({ ...(shown[seed] as Omit<Seed, 'share'>), share })),
  }));
  return { candidates, basis };
}

function ownIn({ cards, loved }: Own): { loved: Candidates['loved']; known: ItemCard[] } {
  const items = unpackCards(cards);
  return {
    loved: loved.map(([score, plays, lastListenedAt], at) => ({
      item: items[at] as ItemCard,
      score,
      plays,
      lastListenedAt,
    })),
    known: items.slice(loved.length),
  };
}

const deflate = (part: object): string => deflateRawSync(JSON.stringify(part), { level }).toString('base64');
const inflate = <T>(text: string): T => JSON.parse(inflateRawSync(Buffer.from(text, 'base64')).toString('utf8')) as T;

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
