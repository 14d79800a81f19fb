/** What every decoder of listening history yields: one row per listen of the file, readable or not. */
import type { z } from 'zod';
import type { ListenInput } from '#shared/schemas/listen.ts';

/** A listen as `POST /v1/listens` takes it, with its instant already in Unix seconds so that rows can be sorted. */
export type HistoryListen = z.input<typeof ListenInput> & { readonly listenedAt: number };

/** What one record of a file says: a listen, or what is wrong with it and what would be right. */
export type RecordVerdict = { readonly listen: HistoryListen } | { readonly error: string };

/** A verdict with the line, counted from 1, on which its record begins. */
export type HistoryRow = RecordVerdict & { readonly line: number };

/** Says what is wrong and what would be right, in place of a listen. */
export const unreadable = (error: string): RecordVerdict => ({ error });
