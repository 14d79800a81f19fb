/** An LRU cache with a weight: the value read longest ago is evicted first. */

export type LruCache<V> = {
  /** What is remembered under the key. It is shared between callers, who leave it as it is. */
  get(key: string): V | undefined;
  set(key: string, value: V, weight: number): void;
  delete(key: string): void;
};

/** Only for values that never change under their key. What weighs more than everything together is not kept. */
export function createLruCache<V>(weightMax: number): LruCache<V> {
  // A map lists its keys in the order in which they were set: the first is the one asked for longest ago.
  const kept = new Map<string, { readonly value: V; readonly weight: number }>();
  let total = 0;
  const drop = (key: string): void => {
    total -= kept.get(key)?.weight ?? 0;
    kept.delete(key);
  };
  return {
    get: (key) => {
      const found = kept.get(key);
      if (found === undefined) return undefined;
      kept.delete(key);
      kept.set(key, found);
      return found.value;
    },
    set: (key, value, weight) => {
      drop(key);
      kept.set(key, { value, weight });
      total += weight;
      for (const oldest of kept.keys()) {
        if (total <= weightMax) break;
        drop(oldest);
      }
    },
    delete: drop,
  };
}
