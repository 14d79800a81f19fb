/** The listens of somebody as one long list: fetched a thousand at a time, as far as somebody has scrolled. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Schemas } from '#functions/page/client/home/api.ts';
import { call } from '#functions/page/client/home/call.ts';

type Listen = Schemas['ListenView'];

export type ListenPages = {
  readonly rows: readonly Listen[];
  /** Whether there are no older ones. */
  readonly ended: boolean;
  readonly error: Error | undefined;
  /** So many rows are about to be seen. */
  readonly wanted: (rows: number) => void;
  readonly drop: (id: string) => void;
  /** From the newest again. */
  readonly again: () => void;
};

const pageSize = 1_000;
const firstPageSize = 100;

type Held = {
  rows: Listen[];
  cursor: string | null | undefined;
  busy: boolean;
  target: number;
  error?: Error | undefined;
};
const nothing = (): Held => ({ rows: [], cursor: undefined, busy: false, target: firstPageSize });

/** `before`: a day, "2026-11-23", behind which to begin; empty for the newest. */
export function useListens(userId: string, before: string): ListenPages {
  const held = useRef<Held>(nothing());
  const [, redraw] = useState({});

  const fetchMore = async (mine: Held): Promise<void> => {
    if (mine.busy) return;
    mine.busy = true;
    while (held.current === mine && mine.cursor !== null && mine.rows.length < mine.target) {
      try {
        const page = await call('getListens', {
          userId,
          limit: mine.rows.length === 0 ? firstPageSize : pageSize,
          ...(typeof mine.cursor === 'string' ? { cursor: mine.cursor } : {}),
          ...(mine.cursor === undefined && before !== '' ? { before: endOf(before) } : {}),
        });
        mine.rows.push(...page.listens);
        mine.cursor = page.nextCursor;
        mine.error = undefined;
      } catch (error) {
        mine.error = error as Error;
        break;
      } finally {
        if (held.current === mine) redraw({});
      }
    }
    mine.busy = false;
  };
  const again = (): void => {
    held.current = nothing();
    void fetchMore(held.current);
  };
  useEffect(again, [userId, before]);

  return {
    rows: held.current.rows,
    ended: held.current.cursor === null,
    error: held.current.error,
    wanted: (rows) => {
      held.current.target = Math.max(held.current.target, rows);
      if (held.current.error === undefined) void fetchMore(held.current);
    },
    drop: (id) => {
      held.current.rows = held.current.rows.filter((listen) => listen.id !== id);
      redraw({});
    },
    again,
  };
}

/** The end of a day where the reader is. */
function endOf(day: string): string {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + 1).toISOString().replace('.000Z', 'Z');
}
