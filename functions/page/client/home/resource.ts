/**
 * What views read: asked for once however many look, refreshed while somebody looks, kept while nobody answers. The browser
 * asks with the ETag it has; an answer that is the same changes nothing but its age.
 */
import { useEffect, useState } from 'preact/hooks';
import { createStore } from '#functions/page/client/base/store.ts';
import { type AnswerTo, type CallName, type Params, ProblemError, send } from '#functions/page/client/home/call.ts';

export type Resource<T> = {
  readonly data: T | undefined;
  readonly error: Error | undefined;
  /** When it was last known to be so, milliseconds. */
  readonly at: number | undefined;
  readonly refresh: () => void;
};

type Entry = {
  readonly ask: () => Promise<Response>;
  readonly watchers: Set<() => void>;
  everyMs: number;
  data?: unknown;
  error?: Error | undefined;
  at?: number;
  etag?: string | null;
  timer?: ReturnType<typeof setTimeout>;
  asking: boolean;
  /** Asked for once more while an answer was under way. */
  stale: boolean;
  failures: number;
};

/** Whether the home answered last. */
export const reachable = createStore(true);

const entries = new Map<string, Entry>();
const everySeconds = 60;
const retryMsMax = 15_000;
/** Answers kept of views that were left. */
const entriesMax = 60;

/** `params` undefined: nothing to ask yet. */
export function useCall<K extends CallName>(
  operation: K,
  params: Params<K> | undefined,
  seconds = everySeconds,
): Resource<AnswerTo<K>> {
  const key = params === undefined ? undefined : `${operation} ${JSON.stringify(params)}`;
  const [, redraw] = useState({});
  useEffect(() => {
    if (key === undefined || params === undefined) return;
    const entry = entryOf(key, () => send(operation, params, { headers: { accept: 'application/json' } }));
    const watcher = (): void => redraw({});
    entry.watchers.add(watcher);
    entry.everyMs = seconds * 1_000;
    if (entry.at === undefined || Date.now() - entry.at > 2_000) void load(entry);
    else schedule(entry);
    return () => {
      entry.watchers.delete(watcher);
      if (entry.watchers.size === 0) clearTimeout(entry.timer);
    };
  }, [key, seconds]);
  const entry = key === undefined ? undefined : entries.get(key);
  return {
    data: entry?.data as AnswerTo<K> | undefined,
    error: entry?.error,
    at: entry?.at,
    refresh: () => void (entry && load(entry)),
  };
}

/** Something was changed: what is looked at is asked for again, the rest when it is looked at. */
export function refreshAll(): void {
  for (const [key, entry] of entries) {
    if (entry.watchers.size > 0) void load(entry);
    else entries.delete(key);
  }
}

/** Forgets every answer, as for somebody else. */
export function forgetCalls(): void {
  for (const entry of entries.values()) clearTimeout(entry.timer);
  entries.clear();
}

document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') refreshAll();
});
addEventListener('online', refreshAll);

function entryOf(key: string, ask: Entry['ask']): Entry {
  const known = entries.get(key);
  if (known !== undefined) return known;
  for (const [old, { watchers }] of entries) {
    if (entries.size < entriesMax) break;
    if (watchers.size === 0) entries.delete(old);
  }
  const entry: Entry = { ask, watchers: new Set(), everyMs: 0, asking: false, stale: false, failures: 0 };
  entries.set(key, entry);
  return entry;
}

async function load(entry: Entry): Promise<void> {
  if (entry.asking) {
    entry.stale = true;
    return;
  }
  entry.asking = true;
  clearTimeout(entry.timer);
  try {
    const response = await entry.ask();
    const etag = response.headers.get('etag');
    if (etag === null || etag !== entry.etag || entry.data === undefined) entry.data = await response.json();
    Object.assign(entry, { etag, error: undefined, at: Date.now(), failures: 0 });
    if (!reachable.get()) reachable.set(true);
  } catch (error) {
    fail(entry, error as Error);
  }
  entry.asking = false;
  for (const changed of entry.watchers) changed();
  if (entry.stale) {
    entry.stale = false;
    void load(entry);
  } else schedule(entry);
}

/** What is not there any more is not shown; what cannot be asked for now is shown as it was. */
function fail(entry: Entry, error: Error): void {
  const refused = error instanceof ProblemError && error.status < 500 && error.status !== 429;
  entry.error = error;
  if (refused) entry.data = undefined;
  else {
    entry.failures += 1;
    if (!(error instanceof ProblemError)) reachable.set(false);
  }
}

function schedule(entry: Entry): void {
  clearTimeout(entry.timer);
  if (entry.watchers.size === 0) return;
  const { error, failures } = entry;
  const asked = error instanceof ProblemError ? error.retryAfterSeconds * 1_000 : 0;
  const wait = failures === 0 ? entry.everyMs : Math.max(asked, Math.min(retryMsMax, 500 * 2 ** failures));
  entry.timer = setTimeout(() => {
    if (document.visibilityState === 'visible' || failures > 0) void load(entry);
    else schedule(entry);
  }, wait);
}
