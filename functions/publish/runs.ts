/** Cuts rows that come in pages, sorted, into runs of one key: what becomes one document. */

/** Consecutive rows of equal key, across the edges of pages. */
export async function* runsOf<R, K>(
  pages: AsyncIterable<readonly R[]>,
  keyOf: (row: R) => K,
): AsyncGenerator<{ readonly key: K; readonly rows: readonly R[] }> {
  let key: K | undefined;
  let rows: R[] = [];
  for await (const page of pages) {
    for (const row of page) {
      const next = keyOf(row);
      if (rows.length > 0 && next !== key) {
        yield { key: key as K, rows };
        rows = [];
      }
      key = next;
      rows.push(row);
    }
  }
  if (rows.length > 0) yield { key: key as K, rows };
}

type Runs<R> = AsyncGenerator<{ readonly key: number; readonly rows: readonly R[] }>;

/** Sorted sequences of runs side by side, by number key: each key once, with what every one of them has of it. */
export async function* sideBySide<T extends readonly unknown[]>(
  ...sequences: { readonly [N in keyof T]: Runs<T[N]> }
): AsyncGenerator<{ readonly [N in keyof T]: readonly T[N][] }> {
  const each = sequences as readonly Runs<unknown>[];
  const heads = await Promise.all(each.map((sequence) => sequence.next()));
  for (;;) {
    const key = Math.min(...heads.map((head) => (head.done ? Number.POSITIVE_INFINITY : head.value.key)));
    if (key === Number.POSITIVE_INFINITY) return;
    const taken = heads.map((head) => !head.done && head.value.key === key);
    yield heads.map((head, at) => (taken[at] && !head.done ? head.value.rows : [])) as never;
    for (const [at, sequence] of each.entries()) if (taken[at]) heads[at] = await sequence.next();
  }
}

/** Gathers what comes one by one into groups of at most `size`. */
export async function* groupsOf<T>(each: AsyncIterable<T>, size: number): AsyncGenerator<readonly T[]> {
  let group: T[] = [];
  for await (const one of each) {
    group.push(one);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
