/** What every decoder of listening history yields: one row per record of the file, readable or not. */
import type { z } from 'zod';
import type { HeldRecord } from '#shared/schemas/import.ts';
import type { ListenInput } from '#shared/schemas/listen.ts';

/** A listen as `POST /v1/listens` takes it, with its instant already in Unix seconds so that rows can be sorted. */
export type HistoryListen = z.input<typeof ListenInput> & { readonly listenedAt: number };

/**
 * What one record of a file says: a listen, with remarks on how it was read where that was not plain; something else
 * that another home held of its user; that it is no listen, and why; or what is wrong with it and what would be right.
 */
export type RecordVerdict =
  | { readonly listen: HistoryListen; readonly remarks?: readonly string[] }
  | { readonly held: HeldRecord }
  | { readonly omitted: string }
  | { readonly error: string };

/** A verdict with the line, counted from 1, on which its record begins. */
export type HistoryRow = RecordVerdict & { readonly line: number };

/** Says what is wrong and what would be right, in place of a listen. */
export const unreadable = (error: string): RecordVerdict => ({ error });

/** Says why a record is no listen: it is counted, not complained about. */
export const leaveOut = (why: string): RecordVerdict => ({ omitted: why });
