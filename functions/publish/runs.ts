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

/** Two sorted sequences of runs side by side, by number key: each key once, with what either side has of it. */
export async function* sideBySide<A, B>(
  left: AsyncGenerator<{ readonly key: number; readonly rows: readonly A[] }>,
  right: AsyncGenerator<{ readonly key: number; readonly rows: readonly B[] }>,
): AsyncGenerator<{ readonly key: number; readonly left: readonly A[]; readonly right: readonly B[] }> {
  let [a, b] = [await left.next(), await right.next()];
  while (!a.done || !b.done) {
    const key = Math.min(
      a.done ? Number.POSITIVE_INFINITY : a.value.key,
      b.done ? Number.POSITIVE_INFINITY : b.value.key,
    );
    const takesLeft = !a.done && a.value.key === key;
    const takesRight = !b.done && b.value.key === key;
    yield { key, left: takesLeft ? a.value.rows : [], right: takesRight ? b.value.rows : [] };
    if (takesLeft) a = await left.next();
    if (takesRight) b = await right.next();
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
