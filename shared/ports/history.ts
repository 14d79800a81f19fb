/** Listens read back. Recent ones come from documents, older ones from the warehouse. */
import type { ListenId, UserId } from '#shared/schemas/ids.ts';
import type { Listen } from '#shared/schemas/listen.ts';
import type { RecentListens as RecentBatch } from '#shared/schemas/recent-listens.ts';

/** A listen and when it was accepted, Unix seconds. */
export type PastListen = Listen & { readonly receivedAt: number };

export type ListenPage = {
  /** Exclusive: continue behind this listen. */
  readonly before?: { readonly listenedAt: number; readonly id: string };
  /** Exclusive: only listens after this instant, Unix seconds. */
  readonly after?: number;
  readonly limit: number;
};

/** Newest first, ties by id; every listen once. */
export interface History {
  page(userId: UserId, page: ListenPage): Promise<readonly PastListen[]>;
}

/** Every listen of the last `recentDays` days, in the batches in which they came. */
export interface RecentListensStore {
  /** Keeping a batch again changes nothing. */
  keep(batch: RecentBatch): Promise<void>;
  /** Batches whose newest listen is at `atMost` or before, newest first. */
  batches(userId: UserId, page: { atMost?: number; limit: number }): Promise<readonly RecentBatch[]>;
  /**
   * Takes listens out of the batches that hold them, and notes that they were taken back, for the batches that may still
   * come with them.
   */
  retract(
    retraction: Omit<RecentBatch, 'listens' | 'newestAt'> & { readonly retracted: readonly ListenId[] },
  ): Promise<void>;
}
