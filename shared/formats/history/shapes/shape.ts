/** A kind of JSON record: how it is known, and the listen it holds. */
import type { HistoryOptions } from '#shared/formats/history/options.ts';
import type { RecordVerdict } from '#shared/formats/history/row.ts';

export type Shape = {
  /** The export, in words. */
  readonly format: string;
  /** Whether its records name their users. */
  readonly namesUsers: boolean;
  /** Longest record; that of a listen when left out. */
  readonly recordCharactersMax?: number;
  readonly looksLike: (record: unknown) => boolean;
  readonly listenOf: (record: unknown, options: HistoryOptions) => RecordVerdict;
};
