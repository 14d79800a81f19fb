import { describe, expect, it } from 'vitest';
import { createPlan } from '#functions/plan/handler.ts';
import { createSchedules } from '#shared/adapters/documents/editions.ts';
import { createMemoryDocumentStore } from '#shared/adapters/memory/document-store.ts';
import { shardOf } from '#shared/domain/hash.ts';
import type { Period } from '#shared/schemas/edition.ts';
import type { ModelVersion, UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';

const at = Date.parse('2026-11-23T00:05:00Z') / 1000;
const patch = 'weekly-jams' as const;

/** Four hundred users, one in four of whom is not due yet. */
async function planning() {
  const schedules = createSchedules(createMemoryDocumentStore());
  const due = new Set<string>();
  for (let nth = 0; nth < 400; nth++) {
    const userId = `listener-${nth}` as UserId;
    const nextDueAt = nth % 4 === 0 ? at + 3_600 : at - 300;
    if (nextDueAt <= at) due.add(userId);
    const shard = shardOf(userId, limits.scheduleShards);
    await schedules.update(userId, patch, () => ({ userId, patch, shard, nextDueAt, period: '2026-W48' as Period }));
  }
  const handedOn: string[] = [];
  const topics = {
    publish: async (_: string, messages: readonly { message: unknown }[]) => {
      for (const { message } of messages) {
        for (const { userId } of (message as { due: { userId: string }[] }).due) handedOn.push(userId);
      }
    },
  };
  const pointer = { modelVersion: '20261123T030000Z' as ModelVersion, publishedAt: 0, watermark: 0, previous: [] };
  const plan = createPlan({ schedules, models: { pointer: async () => pointer }, topics, log: () => undefined });
  return { plan, due, handedOn };
}

describe('createPlan', () => {
  it.each([1, 2, 8, 16])('I4 in %i parts hands everybody due on, each once', async (parts) => {
    const { plan, due, handedOn } = await planning();
    const planned = await Promise.all(Array.from({ length: parts }, (_, part) => plan(at, { part, parts })));
    expect(handedOn.toSorted()).toEqual([...due].sort());
    expect(planned.reduce((sum, { due: handed }) => sum + handed, 0)).toBe(due.size);
    if (parts > 1) expect(Math.max(...planned.map(({ due: handed }) => handed))).toBeLessThan(due.size);
  });
});
