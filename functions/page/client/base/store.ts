/** A value that components watch: the whole of the page's state management. */
import { useEffect, useState } from 'preact/hooks';

export type Store<T> = {
  readonly get: () => T;
  readonly set: (value: T) => void;
  /** Calls back after every change, until the function it returns is called. */
  readonly watch: (changed: () => void) => () => void;
};

export function createStore<T>(initial: T): Store<T> {
  let current = initial;
  const watchers = new Set<() => void>();
  return {
    get: () => current,
    set: (value) => {
      current = value;
      for (const changed of watchers) changed();
    },
    watch: (changed) => {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
  };
}

export function useStore<T>(store: Pick<Store<T>, 'get' | 'watch'>): T {
  const [, redraw] = useState({});
  useEffect(() => store.watch(() => redraw({})), [store]);
  return store.get();
}
