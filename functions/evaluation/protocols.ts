/** From proposals to lists and what they should have held: the protocols of the public tables. */
import type { Interaction } from '#functions/evaluation/interactions.ts';
import type { JudgedList } from '#functions/evaluation/metrics.ts';
import type { Proposals, ScoredItem } from '#functions/evaluation/proposals.ts';
import { type WeeklyCase, weekOf } from '#functions/evaluation/weekly.ts';

const modelNames = ['segue', 'popularity', 'cosine'] as const;
export type ModelName = (typeof modelNames)[number];

/** What one model's lists are judged by; the label goes before the names of the metrics. */
export type Judgement = { readonly label: '' | 'all ' | 'new '; readonly judged: readonly JudgedList[] };

export type JudgedModel = { readonly model: ModelName; readonly judgements: readonly Judgement[] };

/** All items are ranked but those the user played in `train`; items of `test` that no training user has count as missed. */
export function judgeRanking(
  { train, test, length }: { train: readonly Interaction[]; test: readonly Interaction[]; length: number },
  proposals: Proposals,
): JudgedModel[] {
  const relevant = itemsByUser(test);
  const played = itemsByUser(train);
  return modelNames.map((model) => {
    const judged = [...relevant].map(([userId, items]) => ({
      list: listFor(userId, { model, proposals, played: played.get(userId) ?? new Set(), length }).map(itemIdOf),
      relevant: items,
    }));
    return { model, judgements: [{ label: '', judged }] };
  });
}

/** For every user and week: all that is played in it, and what of it is new. */
export function judgeWeekly(
  { cases, length }: { readonly cases: readonly WeeklyCase[]; readonly length: number },
  proposals: Proposals,
): JudgedModel[] {
  return modelNames.map((model) => {
    const lists = cases.map(({ caseId, affinities }) =>
      listFor(caseId, { model, proposals, played: affinities, length }),
    );
    const all = cases.map((week, at) => ({
      list: weekOf(week, lists[at] as ScoredItem[], length),
      relevant: week.all,
    }));
    const fresh = cases.map((week, at) => ({ list: (lists[at] as ScoredItem[]).map(itemIdOf), relevant: week.fresh }));
    return {
      model,
      judgements: [
        { label: 'all ', judged: all },
        { label: 'new ', judged: fresh.filter(({ relevant }) => relevant.size > 0) },
      ],
    };
  });
}

type Ask = {
  readonly model: ModelName;
  readonly proposals: Proposals;
  readonly played: { readonly has: (itemId: string) => boolean };
  readonly length: number;
};

/** The model's proposals, filled up with what is popular: as an edition is, where the model knows too little. */
function listFor(userId: string, { model, proposals, played, length }: Ask): ScoredItem[] {
  const own = model === 'popularity' ? [] : (proposals[model].get(userId) ?? []);
  const list = own.slice(0, length);
  const listed = new Set(list.map(itemIdOf));
  const popularScale = model === 'popularity' ? 1 : Number.MIN_VALUE;
  for (const { itemId, score } of proposals.popularity) {
    if (list.length >= length) break;
    if (!listed.has(itemId) && !played.has(itemId)) list.push({ itemId, score: score * popularScale });
  }
  return list;
}

function itemsByUser(interactions: readonly Interaction[]): Map<string, Set<string>> {
  const items = new Map<string, Set<string>>();
  for (const { userId, itemId } of interactions) {
    const known = items.get(userId);
    if (known === undefined) items.set(userId, new Set([itemId]));
    else known.add(itemId);
  }
  return items;
}

const itemIdOf = ({ itemId }: ScoredItem): string => itemId;
