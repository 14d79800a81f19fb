/** What each rung of the ladder offers, best first and not yet limited: one small function a rung. */
import { offersByShow } from '#shared/domain/episodes.ts';
import { ownStrength } from '#shared/domain/own-items.ts';
import type { PatchDials } from '#shared/domain/patches.ts';
import type { Evidence, Proposal } from '#shared/domain/proposal.ts';
import type { Tuning } from '#shared/domain/tuning.ts';
import type { AssemblyInputs, ListExcerpt, Taste } from '#shared/schemas/assembly.ts';
import type { Rung } from '#shared/schemas/edition.ts';
import type { ItemCard } from '#shared/schemas/model.ts';

export type Sources = {
  readonly inputs: AssemblyInputs;
  readonly dials: PatchDials;
  readonly tuning: Tuning;
  readonly heard: ReadonlySet<string>;
  /** Items the user said they love. */
  readonly loves: ReadonlySet<string>;
  /** Whether the user may be shown the item, and the patch promises what it is. */
  readonly eligible: (card: ItemCard) => boolean;
};

export const propose = {
  loved({ inputs, dials, tuning, loves, eligible }) {
    const strength = { by: dials.own, at: inputs.dueAt, dials: tuning.edition };
    const own = inputs.own.map((item) => {
      const boost = loves.has(item.item.itemId) ? tuning.edition.lovedBoost : 1;
      return { item: item.item, score: ownStrength(item, strength) * boost, own: item };
    });
    return offer(own, { eligible, evidence: (item) => ({ rung: 'loved', own: item.own }) });
  },

  neighbours: ({ inputs, eligible }) =>
    offer(inputs.candidates, { eligible, evidence: (candidate) => ({ rung: 'neighbours', candidate }) }),

  followed({ inputs, tuning, heard, eligible }) {
    const offers = offersByShow(inputs.episodes, {
      unplayed: (itemId) => !heard.has(itemId),
      allowed: eligible,
      at: inputs.dueAt,
      newEpisodeDays: tuning.edition.newEpisodeDays,
    });
    return inputs.shows.flatMap(({ id, share }) =>
      (offers.get(id) ?? []).map(({ item, episode }, nth) => ({
        item,
        // Every show's first comes before any show's second.
        score: share / (1 + nth) ** 2,
        evidence: { rung: 'followed', episode, share } as const,
      })),
    );
  },

  artists: ({ inputs, eligible }) =>
    inputs.artists.flatMap(({ id, share }) => {
      const evidence: Evidence = { rung: 'artists', share };
      const weight = damped(share, inputs.artists);
      return offer(listNamed(inputs.lists, `artist:${id}`), { eligible, evidence: () => evidence, weight });
    }),

  tags: ({ inputs, eligible }) =>
    inputs.tags.flatMap(({ id, share }) => {
      const evidence: Evidence = { rung: 'tags', tag: id, share };
      const weight = damped(share, inputs.tags);
      return offer(listNamed(inputs.lists, `tag:${id}`), { eligible, evidence: () => evidence, weight });
    }),

  explored({ inputs, tuning, eligible }) {
    const usual = new Set(inputs.tags.slice(0, tuning.edition.usualTagsMax).map(({ id }) => id));
    if (usual.size === 0) return [];
    const enough = Math.ceil(tuning.edition.exploredPool * inputs.settings.length);
    const outside: Scored[] = [];
    // What the model proposes from outside the usual is a bridge; what is popular there is a leap.
    for (const source of [inputs.candidates, listNamed(inputs.lists, 'popular:track')]) {
      for (const scored of source) {
        if (outside.length >= enough) break;
        const { tags } = scored.item;
        if (tags.length > 0 && !tags.some((tag) => usual.has(tag)) && eligible(scored.item)) outside.push(scored);
      }
    }
    return offer(outside, { eligible, evidence: ({ item }) => ({ rung: 'explored', tag: item.tags[0] as string }) });
  },

  popular({ inputs, eligible, dials }) {
    const { kinds } = inputs.settings;
    const playsEpisodes = inputs.shows.length > 0 || !kinds.includes('track');
    const names = playsEpisodes && dials.episodeShareMax > 0 ? ['popular:track', 'popular:episode'] : ['popular:track'];
    const evidence: Evidence = { rung: 'popular' };
    return names.flatMap((name) => offer(listNamed(inputs.lists, name), { eligible, evidence: () => evidence }));
  },
} as const satisfies Record<Rung, (sources: Sources) => readonly Proposal[]>;

type Scored = { readonly item: ItemCard; readonly score: number };

type Offer<S> = Pick<Sources, 'eligible'> & { readonly evidence: (scored: S) => Evidence; readonly weight?: number };

/** Proposals with scores relative to the best, so that rungs whose scores have nothing in common read side by side. */
function offer<S extends Scored>(scored: readonly S[], { eligible, evidence, weight = 1 }: Offer<S>): Proposal[] {
  const kept = scored.filter(({ item }) => eligible(item));
  let best = 0;
  for (const { score } of kept) if (score > best) best = score;
  const scale = best > 0 ? weight / best : 0;
  return kept.map((one) => ({ item: one.item, score: one.score * scale, evidence: evidence(one) }));
}

/** The strongest taste leads, damped, so that it does not fill everything alone. */
function damped(share: number, tastes: readonly Taste[]): number {
  return Math.sqrt(share / (tastes[0] as Taste).share);
}

function listNamed(lists: readonly ListExcerpt[], name: string): ListExcerpt['items'] {
  return lists.find((list) => list.name === name)?.items ?? [];
}
