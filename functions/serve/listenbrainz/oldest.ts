/** When a listener's first listen was: every page of listens says it, so it is remembered for a while. */
import type { Clock } from '#shared/ports/clock.ts';
import { rowsOf, type Warehouse } from '#shared/ports/warehouse.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { statement, statementParameters } from '#shared/sql/engine/statement.ts';

/** Only an import of older history moves it, and an hour's delay of this one number harms nobody. */
const keptSeconds = 3_600;
const keptMax = 10_000;

/** Unix seconds of the first listen, 0 when there is none. `seen` is one the caller knows of already. */
export function createOldest(warehouse: Warehouse, clock: Clock) {
  const kept = new Map<UserId, { readonly oldest: number | null; readonly until: number }>();
  return async (userId: UserId, seen: number | undefined): Promise<number> => {
    const now = clock();
    let known = kept.get(userId);
    if (known === undefined || known.until <= now) {
      if (kept.size >= keptMax) kept.clear();
      const asked = statement('learn/user_counts');
      const given = statementParameters(asked, { user_id: userId });
      const [counts] = await rowsOf<{ oldest_at: number | null }>(warehouse, asked, given);
      known = { oldest: counts?.oldest_at ?? null, until: now + keptSeconds };
      kept.set(userId, known);
    }
    const candidates = [known.oldest, seen].filter((instant) => typeof instant === 'number');
    return candidates.length === 0 ? 0 : Math.min(...candidates);
  };
}
