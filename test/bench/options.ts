/** What a bench is run with; sections take what they need. */
export type Options = {
  readonly rounds: number;
  /** Of each timed loop. */
  readonly seconds: number;
  readonly served: { readonly users: number; readonly tracks: number; readonly listensPerUser: number };
  readonly ingested: { readonly users: number; readonly listens: number; readonly batch: number };
  /** Listens of each training. */
  readonly trained: readonly number[];
  readonly say: (line: string) => void;
};
