/** Top-k of a stream of scores: a heap of fixed size whose root is the weakest score kept. */

export type ScoredIndex = { readonly index: number; readonly score: number };

export type TopK = {
  /** Offers a score; it is kept if it is among the strongest so far. Of equal scores the lower index is stronger. */
  readonly offer: (index: number, score: number) => void;
  /** What was kept, strongest first; the heap is empty afterwards. */
  readonly take: () => ScoredIndex[];
};

export function createTopK(size: number): TopK {
  const indexes = new Int32Array(size);
  const scores = new Float64Array(size);
  let count = 0;

  const weaker = (indexA: number, scoreA: number, at: number): boolean => {
    const score = scores[at] as number;
    return scoreA < score || (scoreA === score && indexA > (indexes[at] as number));
  };
  const put = (at: number, index: number, score: number): void => {
    indexes[at] = index;
    scores[at] = score;
  };
  const rise = (start: number, index: number, score: number): void => {
    let at = start;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!weaker(index, score, parent)) break;
      put(at, indexes[parent] as number, scores[parent] as number);
      at = parent;
    }
    put(at, index, score);
  };
  const sink = (index: number, score: number): void => {
    let at = 0;
    for (let child = 1; child < count; child = 2 * at + 1) {
      const right = child + 1;
      if (right < count && weaker(indexes[right] as number, scores[right] as number, child)) child = right;
      if (weaker(index, score, child)) break;
      put(at, indexes[child] as number, scores[child] as number);
      at = child;
    }
    put(at, index, score);
  };

  return {
    offer: (index, score) => {
      if (count < size) rise(count++, index, score);
      else if (size > 0 && score >= (scores[0] as number) && !weaker(index, score, 0)) sink(index, score);
    },
    take: () => {
      const kept = Array.from({ length: count }, (_, at) => ({
        index: indexes[at] as number,
        score: scores[at] as number,
      }));
      count = 0;
      return kept.sort((a, b) => b.score - a.score || a.index - b.index);
    },
  };
}
