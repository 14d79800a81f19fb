/** The Lease port over any document store. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '#shared/ports/clock.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import { type Lease, LeaseTaken } from '#shared/ports/lease.ts';

const keptSeconds = 86_400;

export function createLease(store: DocumentStore, clock: Clock): Lease {
  return {
    run: async (name, seconds, work) => {
      const holder = randomUUID();
      const taken = await store.update('leases', name, (lease) => {
        const now = clock();
        if (lease !== undefined && lease.until > now) return { result: false };
        return { next: { holder, until: now + seconds }, expiresAt: now + seconds + keptSeconds, result: true };
      });
      if (!taken) throw new LeaseTaken(`Cannot do "${name}" now: another worker is at it`);
      try {
        return await work();
      } finally {
        await store.update('leases', name, (lease) =>
          lease?.holder === holder ? { next: null, result: undefined } : { result: undefined },
        );
      }
    },
  };
}
