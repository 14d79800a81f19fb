/** Known items looked up in the index of search and in minisearch, in one run: where they are found, and what it takes. */
import MiniSearch from 'minisearch';
import { inventNames, type Named } from '#functions/evaluation/search/names.ts';
import { type KnownItem, queriesFor } from '#functions/evaluation/search/queries.ts';
import { createDice } from '#functions/generator/dice.ts';
import { type ReadLists, readEntries } from '#functions/serve/search-lists.ts';
import { keptList } from '#shared/adapters/documents/packed-model.ts';
import { fold } from '#shared/domain/identity/fold.ts';
import { beginningsOf, entriesOf } from '#shared/domain/search/build.ts';
import { beginningsList, listNameOf } from '#shared/domain/search/entries.ts';
import { rankEntries } from '#shared/domain/search/rank.ts';
import type { ItemId, ModelVersion } from '#shared/schemas/ids.ts';
import type { ItemCard, ItemList } from '#shared/schemas/model.ts';

export type SearchRow = { readonly kind: string; readonly queries: number } & Readonly<Record<string, number | string>>;
export type SearchReport = {
  readonly items: number;
  readonly lists: number;
  readonly bytesPerItem: number;
  readonly buildSeconds: number;
  readonly documentsPerQuery: { readonly mean: number; readonly max: number };
  readonly p50Ms: { readonly segue: number; readonly minisearch: number };
  readonly rows: readonly SearchRow[];
};

const depth = 10;
const modelVersion = '20261123T030000Z' as ModelVersion;

/** What a search finds: ids of items, the best first. */
type Search = (query: string, liked?: ReadonlySet<string>) => Promise<readonly string[]>;

export async function reportOnSearch({
  seed,
  count,
  each,
}: {
  seed: number;
  count: number;
  each: number;
}): Promise<SearchReport> {
  const names = inventNames(seed, count);
  const index = buildIndex(names);
  const reads: number[] = [];
  const segue: Search = async (query, liked = new Set()) => {
    let read = 0;
    const lists: ReadLists = async (asked) => {
      read += asked.length;
      return asked.map((name) => index.lists.get(name));
    };
    const rank = (entries: Parameters<typeof rankEntries>[0]['entries']) =>
      rankEntries({
        entries,
        query,
        allowed: ({ title }) => title !== undefined,
        liking: ({ itemId }) => (liked.has(itemId) ? 1 : 0),
        limit: depth,
      });
    const entries = await readEntries(
      lists,
      query,
      (found) => rank(found).filter(({ how }) => how !== 'typo').length >= depth,
    );
    reads.push(read);
    return rank(entries).map(({ item }) => item.itemId);
  };
  const minis = miniSearches(names);
  const queries = queriesFor(names, { dice: createDice(seed, 'queries'), each });
  const times = { segue: [] as number[], minisearch: [] as number[] };
  const rows: SearchRow[] = [];
  for (const [kind, asked] of Map.groupBy(queries, (query) => query.kind)) {
    rows.push({
      kind,
      queries: asked.length,
      ...(await scoresOf('segue', asked, segue, times.segue)),
      ...(await scoresOf('minisearch', asked, minis.plain, times.minisearch)),
      ...(await scoresOf('minisearch by popularity', asked, minis.popular)),
    });
  }
  rows.push(await personalRow(names, { segue, seed, each }));
  return {
    items: count,
    ...{ lists: index.lists.size, bytesPerItem: Math.round(index.bytes / count), buildSeconds: index.seconds },
    documentsPerQuery: { mean: meanOf(reads), max: Math.max(...reads) },
    p50Ms: { segue: median(times.segue), minisearch: median(times.minisearch) },
    rows,
  };
}

function buildIndex(names: readonly Named[]) {
  const startedAt = performance.now();
  const lists = new Map<string, ItemList>();
  let bytes = 0;
  const add = (name: string, items: ItemList['items']): void => {
    const list = { modelVersion, name, items };
    lists.set(name, list);
    bytes += Buffer.byteLength(JSON.stringify(keptList(list)));
  };
  const beginnings: string[] = [];
  for (const { beginning, entries } of beginningsOf(entriesOf(names))) {
    beginnings.push(beginning);
    add(listNameOf(beginning), [...entries]);
  }
  const item: ItemCard = { itemId: 'beginnings\t' as ItemId, kind: 'track', tags: beginnings };
  add(beginningsList, [{ item, score: 0 }]);
  return { lists, bytes, seconds: Number(((performance.now() - startedAt) / 1_000).toFixed(1)) };
}

/** With its own prefix and fuzzy options on the same folded names; and with the popularity that our index knows. */
function miniSearches(names: readonly Named[]): { readonly plain: Search; readonly popular: Search } {
  const options = { prefix: true, fuzzy: 0.2 } as const;
  const mini = new MiniSearch({ fields: ['title', 'artistName', 'releaseName'], processTerm: (term) => fold(term) });
  mini.addAll(
    names.map(({ item }) => ({
      id: item.itemId,
      title: item.title,
      artistName: item.artistName,
      releaseName: item.releaseName,
    })),
  );
  const popularity = new Map(names.map(({ item, popularity }) => [item.itemId as string, 1 + Math.log1p(popularity)]));
  const idsOf = (found: readonly { id: string }[]): string[] => found.slice(0, depth).map(({ id }) => id);
  return {
    plain: async (query) => idsOf(mini.search(query, options)),
    popular: async (query) => idsOf(mini.search(query, { ...options, boostDocument: (id) => popularity.get(id) ?? 1 })),
  };
}

async function scoresOf(name: string, asked: readonly KnownItem[], search: Search, times: number[] = []) {
  let [reciprocal, success] = [0, 0];
  for (const { query, wanted } of asked) {
    const startedAt = performance.now();
    const found = await search(query);
    times.push(performance.now() - startedAt);
    const rank = found.indexOf(wanted.item.itemId) + 1;
    if (rank > 0) reciprocal += 1 / rank;
    if (rank > 0 && rank <= 5) success += 1;
  }
  return {
    [`${name} mrr@10`]: Number((reciprocal / asked.length).toFixed(4)),
    [`${name} success@5`]: Number((success / asked.length).toFixed(4)),
  };
}

/** Two letters of an item that the listener plays, with and without knowing that; they play thirty. */
async function personalRow(
  names: readonly Named[],
  { segue, seed, each }: { segue: Search; seed: number; each: number },
): Promise<SearchRow> {
  const dice = createDice(seed, 'listeners');
  const figures = { known: 0, unknown: 0 };
  for (let nth = 0; nth < each; nth++) {
    const liked = Array.from({ length: 30 }, () => names[dice.below(names.length)] as Named);
    const [wanted] = liked as [Named];
    const query = [...(wanted.item.title as string)].slice(0, 2).join('');
    const ids = new Set<string>(liked.map(({ item }) => item.itemId));
    const reciprocal = async (likes?: ReadonlySet<string>): Promise<number> => {
      const rank = (await segue(query, likes)).indexOf(wanted.item.itemId) + 1;
      return rank === 0 ? 0 : 1 / rank / each;
    };
    figures.known += await reciprocal(ids);
    figures.unknown += await reciprocal();
  }
  return {
    kind: 'two letters of an own item',
    queries: each,
    'segue mrr@10': Number(figures.known.toFixed(4)),
    'segue mrr@10, nothing known of the listener': Number(figures.unknown.toFixed(4)),
  };
}

const meanOf = (values: readonly number[]): number =>
  Number((values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(2));
const median = (values: readonly number[]): number =>
  Number((values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0).toFixed(3));

export function searchTable({ rows, ...figures }: SearchReport): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) => name !== 'kind');
  const line = (cells: readonly string[]): string =>
    cells.map((cell, nth) => (nth === 0 ? cell.padEnd(28) : cell.padStart(14))).join('');
  return [
    JSON.stringify(figures),
    line([
      '',
      ...columns.map((name) =>
        name.replace('minisearch', 'mini').replace('by popularity', 'pop').replace('success', 's').slice(0, 13),
      ),
    ]),
    ...rows.map((row) => line([row.kind, ...columns.map((name) => String(row[name] ?? ''))])),
    '',
  ].join('\n');
}
