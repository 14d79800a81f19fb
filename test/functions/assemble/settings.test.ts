/** Settings that change while an edition is built, between the first reading of the user and the move of the due time. */
import { describe, expect, it } from 'vitest';
import { createAssemble } from '#functions/assemble/handler.ts';
import { newUser } from '#functions/ingest/welcome.ts';
import { documentPorts } from '#shared/adapters/documents/document-ports.ts';
import { createMemoryDocumentStore } from '#shared/adapters/memory/document-store.ts';
import { dueAtOf, firstSchedule } from '#shared/domain/edition/calendar.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { defaultSettings, type UserSettings } from '#shared/schemas/user.ts';
import { listNamed, modelVersion } from '#test/support/invented-music.ts';

const now = Date.parse('2026-11-23T12:00:00Z') / 1_000;
const userId = 'ada' as UserId;
const before: UserSettings = { ...defaultSettings, timeZone: 'UTC' };

/** The next due instant after an assembly during which the user's settings became others. */
async function dueAfter(changed: Partial<UserSettings>) {
  const clock = () => now;
  const ports = documentPorts(createMemoryDocumentStore(), clock);
  await ports.users.update(userId, () => newUser(userId, before, now));
  await ports.registry.point(() => ({ modelVersion, publishedAt: now, watermark: now, previous: [] }));
  await ports.modelWriter.write(modelVersion, { lists: [listNamed('popular:track')] as never }, now + 999_999);
  const schedule = firstSchedule({ userId, patch: 'weekly-jams', shard: 0, settings: before, now });
  await ports.schedules.update(userId, 'weekly-jams', () => schedule);
  const assemble = createAssemble({
    ...ports,
    editions: {
      ...ports.editions,
      store: async (stored) => {
        await ports.editions.store(stored);
        await ports.users.update(userId, (user) => user && { ...user, settings: { ...before, ...changed } });
      },
    },
    topics: { publish: async () => {} } as never,
    webhook: {} as never,
    experiments: { experiments: [] } as never,
    codeVersion: 'test',
    clock,
    log: () => {},
  });
  const { patch, period } = schedule;
  await assemble({ type: 'due', due: [{ userId, patch, period, dueAt: now }] });
  return (await ports.schedules.ofUser(userId)).find((each) => each.patch === patch);
}

describe('assemble', () => {
  it.each([{ timeZone: 'Asia/Tokyo' }, { dueHour: 17 }, { weekStartsOn: 3 } as Partial<UserSettings>])(
    'I4 One edition: the next is due as the settings say that were changed meanwhile: %o',
    async (changed) => {
      const next = await dueAfter(changed);
      expect(next?.nextDueAt).toBe(dueAtOf(next?.period as never, { ...before, ...changed }));
      expect(next?.nextDueAt).not.toBe((await dueAfter({}))?.nextDueAt);
    },
  );
});
