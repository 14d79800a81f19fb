/** Dead letters as a command sees them, whichever home keeps them. */

export type Letter = {
  readonly id: string;
  /** Who could not handle it: a verb that a topic sets off, or the warehouse. */
  readonly consumer: string;
  readonly attempts: number;
  /** When it was given up, or what is nearest to that. RFC 3339. */
  readonly failedAt: string;
  /** Why it failed the last time, or where that is written. */
  readonly reason: string;
  /** The message as it was published: JSON. */
  readonly body: string;
};

export type DeadLetters = {
  list(): AsyncIterable<Letter>;
  /** Delivers them again and gives their ids; what is not there is left out. */
  replay(ids: ReadonlySet<string> | 'all'): Promise<string[]>;
};
