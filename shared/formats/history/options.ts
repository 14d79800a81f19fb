/** What a reader may be told about a file that the file does not say itself. */
export type HistoryOptions = {
  /** IANA zone ("Europe/Berlin") of times written without one; without it they are read as UTC, and that is said. */
  readonly zone?: string | undefined;
  /** Order of dates such as 03/04/2023; without it the file's own dates decide, and an undecided one is refused. */
  readonly dates?: DateOrder | undefined;
  /** Unix seconds from which relative `seconds` count; see `relativeStart` in columns.ts. */
  readonly relativeStart?: number | undefined;
  /** Leaves out what was played in a private session. */
  readonly withoutPrivate?: boolean | undefined;
  /** Character set of a text that is neither UTF-8 nor UTF-16: "windows-1252" when left out. */
  readonly encoding?: string | undefined;
};

export type DateOrder = 'day-first' | 'month-first';
