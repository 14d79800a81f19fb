/** Tells topic `listens` who was shown what of an experiment, where the warehouse finds it: once a day, user and place. */
import { batchIdOf } from '#shared/domain/identity/ids.ts';
import { dayInSeconds } from '#shared/domain/tuning.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Topics } from '#shared/ports/topics.ts';
import type { Edition, StoredEdition } from '#shared/schemas/edition.ts';
import type { Shown } from '#shared/schemas/experiment.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';

export type ExposurePorts = { readonly topics: Topics; readonly clock: Clock; readonly log: Log };

export type Exposure = {
  readonly userId: UserId;
  /** Variant by experiment; nothing is told of a user who is in none. */
  readonly variants: Readonly<Record<string, string>>;
  readonly shown: Shown;
  readonly items: readonly string[];
};

/** Resolves when the exposure is durable, or is known to be lost, which no reader should suffer from. */
export type Expose = (exposure: Exposure) => Promise<void>;

export function createExpose({ topics, clock, log }: ExposurePorts): Expose {
  const told = new Set<string>();
  return async ({ userId, variants, shown, items }) => {
    const assigned = Object.entries(variants).map(([experiment, variant]) => ({ experiment, variant }));
    if (assigned.length === 0 || items.length === 0) return;
    const receivedAt = clock();
    const day = String(Math.floor(receivedAt / dayInSeconds));
    const names = assigned.flatMap(({ experiment, variant }) => [experiment, variant]);
    const batchId = batchIdOf(userId, ['exposed', day, shown, ...names]);
    if (told.has(batchId)) return;
    const seen = { shown, variants: assigned, items: items.slice(0, limits.exposedItemsMax) };
    const message = { type: 'exposed' as const, batchId, userId, receivedAt, ...seen };
    try {
      await topics.publish('listens', [{ message, orderingKey: userId }]);
    } catch (error) {
      log('WARNING', 'exposure lost', { verb: 'serve', shown, error: String(error) });
      return;
    }
    if (told.size >= limits.exposuresRememberedMax) told.clear();
    told.add(batchId);
  };
}

/** An edition as it was shown: what its manifest says of variants, and the items that were left of it. */
export function exposureOf({ manifest }: StoredEdition, { userId, patch, items }: Edition): Exposure {
  return { userId, variants: manifest.variants, shown: patch, items: items.map(({ item }) => item.itemId) };
}
