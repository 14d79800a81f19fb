/** What an embedded home checks of its folder before it answers: that its files belong together, and that the clock can be right. */
import { chmodSync, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { homeFiles } from '#functions/backup/folder.ts';
import type { Stores } from '#functions/local/stores.ts';
import type { Database } from '#shared/adapters/sqlite/database.ts';
import { currentPeriod, dueAtOf, dueSettingsOf, followingPeriod } from '#shared/domain/edition/calendar.ts';
import type { ModelRegistry } from '#shared/ports/models.ts';
import type { Verdicts } from '#shared/ports/verdicts.ts';
import { rowsOf, type Warehouse } from '#shared/ports/warehouse.ts';
import { limits } from '#shared/schemas/limits.ts';

const restore = 'put it back from a backup: npm run restore';

/** What an older version made readable for others is so no more. */
export function closeFiles(data: string): void {
  for (const name of Object.values(homeFiles)) {
    const file = join(data, name);
    if (existsSync(file)) chmodSync(file, 0o600);
  }
}

/**
 * Refuses to begin anew beside a warehouse full of listens: users, tokens and who was forgotten would be gone without a word.
 * Before the documents are opened, which makes them.
 */
export async function checkDocumentsFile(file: string, warehouse: Warehouse): Promise<void> {
  if (file === ':memory:' || (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0) return;
  const kept = { name: 'kept', text: 'SELECT COUNT(*) AS messages FROM listen_messages' };
  const [row] = await rowsOf<{ readonly messages: number }>(warehouse, kept, {});
  if ((row?.messages ?? 0) === 0) return;
  throw new Error(
    `Cannot start: "${file}" is missing or empty, and the warehouse beside it holds listens; ${restore}, or move the warehouse away to begin anew`,
  );
}

/** Opens the documents; throws one sentence when they are damaged. */
export function openSound(file: string, open: () => Database): Database {
  try {
    const database = open();
    const [row] = database.prepare('PRAGMA quick_check(1)').all();
    if (row?.quick_check !== 'ok') throw new Error(String(row?.quick_check));
    return database;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Cannot start: "${file}" is damaged (${reason}); ${restore}`, { cause });
  }
}

type Seen = { readonly registry: Pick<ModelRegistry, 'manifests'>; readonly verdicts: Verdicts };

/**
 * Refuses a clock that is far ahead of what was seen last: by it everything kept would have expired. `now`: Unix seconds. A clock
 * that is behind does no harm that a day does not heal: messages land in their order, and the next training is newer than the last.
 */
export async function checkClock({ registry, verdicts }: Seen, now: number): Promise<void> {
  const [model] = await registry.manifests(1);
  const seenAt = Math.max(model?.trainedAt ?? 0, (await verdicts.read())?.watchedAt ?? 0);
  const days = Math.floor((now - seenAt) / 86_400);
  if (seenAt === 0 || days <= limits.daysAsleepMax) return;
  const [said, seen] = [now, seenAt].map((seconds) => new Date(seconds * 1_000).toISOString().slice(0, 10));
  throw new Error(
    `Cannot start: the clock says ${said}, ${days} days after what was kept here last (${seen}); set it right, or start once with SEGUE_CLOCK_CHECKED=1 if it is`,
  );
}

type Planned = Pick<Stores, 'store' | 'users' | 'schedules'>;

/**
 * Brings back what a clock that was ahead put off too far: no edition is due later than its period after the next. Resolves with
 * how many there were.
 */
export async function bringBack({ store, users, schedules }: Planned, now: number): Promise<number> {
  let moved = 0;
  for (let shard = 0; shard < limits.scheduleShards; shard++) {
    const late = await store.query('schedules', {
      where: { shard },
      orderBy: { field: 'nextDueAt', direction: 'ascending' },
      atLeast: now + limits.scheduleAheadDaysMax * 86_400,
      limit: 1_000,
    });
    for (const { body } of late) {
      const record = await users.read(body.userId);
      if (record.state !== 'known') continue;
      const { settings } = record.user;
      const period = followingPeriod(currentPeriod(body.patch, { settings, now }));
      const next = { ...body, period, nextDueAt: dueAtOf(period, dueSettingsOf(body.patch, settings)) };
      await schedules.update(body.userId, body.patch, () => next);
      moved += 1;
    }
  }
  return moved;
}
