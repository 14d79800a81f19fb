/** What each rung of the ladder offers, best first and read as it is wanted: one small function a rung. */
import { offersByShow } from '#shared/domain/edition/episodes.ts';
import { ownStrength } from '#shared/domain/edition/own-items.ts';
import type { Evidence, Proposal } from '#shared/domain/edition/proposal.ts';
import type { ReadTracker } from '#shared/domain/edition/read-tracker.ts';
import type { PatchDials } from '#shared/domain/patch-dials.ts';
import type { Tuning } from '#shared/domain/tuning.ts';
import type { AssemblyInputs, Taste } from '#shared/schemas/assembly.ts';
import type { Rung } from '#shared/schemas/edition.ts';
import type { Candidate, ItemCard } from '#shared/schemas/model.ts';

export type Sources = {
  readonly inputs: AssemblyInputs;
  readonly candidates: ReadTracker<Candidate>;
  /** A list by its name; an empty one where there is none. */
  readonly list: (name: string) => ReadTracker<Scored>;
  readonly dials: PatchDials;
  readonly tuning: Tuning;
  readonly heard: ReadonlySet<string>;
  /** Items the user said they love. */
  readonly loves: ReadonlySet<string>;
  /** Whether the user may be shown the item, and the patch promises what it is. */
  readonly eligible: (card: ItemCard) => boolean;
};

type Scored = { readonly item: ItemCard; readonly score: number };

export const proposers = {
  *loved({ inputs, dials, tuning, loves, eligible }) {
    const strength = { by: dials.own, at: inputs.dueAt, dials: tuning.edition };
    const boost = (itemId: string): number => (loves.has(itemId) ? tuning.edition.lovedBoost : 1);
    const own = inputs.own
      .filter(({ item }) => eligible(item))
      .map((item) => ({ item, score: ownStrength(item, strength) * boost(item.item.itemId) }))
      .sort((a, b) => b.score - a.score);
    const best = own[0]?.score ?? 0;
    for (const { item, score } of own) {
      yield { item: item.item, score: best > 0 ? score / best : 0, evidence: { rung: 'loved', own: item } };
    }
    return undefined;
  },

  neighbours: ({ candidates, eligible }) =>
    merged([{ from: candidates, evidence: (candidate) => ({ rung: 'neighbours', candidate }) }], eligible),

  *followed({ inputs, tuning, heard, eligible }) {
    const offers = offersByShow(inputs.episodes, {
      unplayed: (itemId) => !heard.has(itemId),
      allowed: eligible,
      at: inputs.dueAt,
      newEpisodeDays: tuning.edition.newEpisodeDays,
    });
    const episodes = inputs.shows.flatMap(({ id, share }) =>
      // Every show's first comes before any show's second.
      (offers.get(id) ?? []).map(({ item, episode }, nth) => ({ item, episode, share, score: share / (1 + nth) ** 2 })),
    );
    episodes.sort((a, b) => b.score - a.score);
    for (const { item, episode, share, score } of episodes) {
      yield { item, score, evidence: { rung: 'followed', episode, share } };
    }
    return undefined;
  },

  *released({ inputs, eligible }) {
    for (const { item, liked, share } of inputs.releases ?? []) {
      if (eligible(item)) yield { item, score: share, evidence: { rung: 'released', liked, share } };
    }
    return undefined;
  },

  artists: ({ inputs, list, eligible }) =>
    merged(
      inputs.artists.map(({ id, share }) => ({
        from: list(`artist:${id}`),
        weight: damped(share, inputs.artists),
        evidence: () => ({ rung: 'artists', share }),
      })),
      eligible,
    ),

  tags: ({ inputs, list, eligible }) =>
    merged(
      inputs.tags.map(({ id, share }) => ({
        from: list(`tag:${id}`),
        weight: damped(share, inputs.tags),
        evidence: () => ({ rung: 'tags', tag: id, share }),
      })),
      eligible,
    ),

  *explored({ inputs, candidates, list, tuning, eligible }) {
    const { usualTagsMax, exploredDepth } = tuning.edition;
    const usual = new Set(inputs.tags.slice(0, usualTagsMax).map(({ id }) => id));
    if (usual.size === 0) return undefined;
    const outside = ({ tags }: ItemCard): boolean => tags.length > 0 && !tags.some((tag) => usual.has(tag));
    // What the model proposes from outside the usual is a bridge; what is popular there is a leap.
    let ceiling = 1;
    for (const source of [candidates, list('popular:track')]) {
      const depth = Math.ceil(exploredDepth * inputs.settings.length);
      let best = 0;
      for (let nth = 0, scored = source.at(0); scored !== undefined && nth < depth; scored = source.at(++nth)) {
        if (!outside(scored.item) || !eligible(scored.item)) continue;
        best = Math.max(best, scored.score);
        const score = best > 0 ? (ceiling * scored.score) / best : 0;
        yield { item: scored.item, score, evidence: { rung: 'explored', tag: scored.item.tags[0] as string } };
      }
      if (best > 0) ceiling /= 2;
    }
    return undefined;
  },

  popular({ inputs, list, eligible, dials }) {
    const { kinds } = inputs.settings;
    const playsEpisodes = inputs.shows.length > 0 || !kinds.includes('track');
    const names = playsEpisodes && dials.episodeShareMax > 0 ? ['popular:track', 'popular:episode'] : ['popular:track'];
    return merged(
      names.map((name) => ({
        from: list(name),
        evidence: ({ score }) => ({ rung: 'popular', unplayed: score === 0 }),
      })),
      eligible,
    );
  },
} as const satisfies Record<Rung, (sources: Sources) => Iterator<Proposal, undefined>>;

type Stream<S extends Scored> = {
  readonly from: ReadTracker<S>;
  readonly weight?: number;
  readonly evidence: (scored: S) => Evidence;
};

/**
 * Merges lists that are each best first. Scores are relative to the best of their list, times its weight, so that
 * rungs whose scores have nothing in common read side by side.
 */
function* merged<S extends Scored>(
  streams: readonly Stream<S>[],
  eligible: Sources['eligible'],
): Generator<Proposal, undefined> {
  const cursors = streams.map((stream) => cursorOf(stream, eligible));
  for (;;) {
    let first: ReturnType<typeof cursorOf<S>> | undefined;
    for (const cursor of cursors) {
      const head = cursor.head();
      if (head !== undefined && (first === undefined || head.score > (first.head() as Proposal).score)) first = cursor;
    }
    if (first === undefined) return undefined;
    yield first.head() as Proposal;
    first.advance();
  }
}

function cursorOf<S extends Scored>({ from, weight = 1, evidence }: Stream<S>, eligible: Sources['eligible']) {
  let nth = -1;
  let best = 0;
  let head: Proposal | undefined;
  const advance = (): void => {
    let scored: S | undefined;
    do scored = from.at(++nth);
    while (scored !== undefined && !eligible(scored.item));
    if (scored === undefined) {
      head = undefined;
      return;
    }
    best = Math.max(best, scored.score);
    head = { item: scored.item, score: best > 0 ? (weight * scored.score) / best : 0, evidence: evidence(scored) };
  };
  advance();
  return { head: () => head, advance };
}

/** The strongest taste leads, damped, so that it does not fill everything alone. */
function damped(share: number, tastes: readonly Taste[]): number {
  return Math.sqrt(share / (tastes[0] as Taste).share);
}
