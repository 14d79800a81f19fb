/** The last verdict of `watch`, and the backlog it is drawn from. */
import type { Verdict } from '#shared/schemas/verdict.ts';

export interface Verdicts {
  read(): Promise<Verdict | undefined>;
  record(verdict: Verdict): Promise<void>;
}

export type SubscriptionBacklog = {
  readonly subscription: string;
  readonly waiting: number;
  /** Publication of the oldest message waiting, Unix seconds; null when none waits. */
  readonly oldestAt: number | null;
  readonly deadLetters: number;
};

/** What waits in the topics' subscriptions. In the cloud Cloud Monitoring knows it and alerts; the list is empty there. */
export interface Backlog {
  read(): Promise<readonly SubscriptionBacklog[]>;
}
