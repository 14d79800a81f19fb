/** Refused listens, kept for a while with their verdicts. */
import type { UserId } from '#shared/schemas/ids.ts';
import type { Quarantined } from '#shared/schemas/quarantine.ts';

export interface Quarantine {
  /** Keeps up to 500; the same refusal sent again is kept once. Past `quarantinePerUserMax` the oldest of a user go. */
  add(refused: readonly Quarantined[]): Promise<void>;
  /** Newest first. */
  latest(userId: UserId, limit: number): Promise<readonly Quarantined[]>;
}
