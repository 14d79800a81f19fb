/** Weekly editions as the shipped program makes them: an embedded home of its own that lives through the weeks of a file. */

import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Interaction } from '#functions/evaluation/interactions.ts';
import { weekSeconds } from '#functions/evaluation/life/plays.ts';
import { editionsDueAt, rowsOfOthers, sendAsOperator } from '#functions/evaluation/scratch-home.ts';
import { type Home, openHome } from '#functions/local/home.ts';
import { pagesOf } from '#shared/domain/pages.ts';
import { codeVersion } from '#shared/edge/code-version.ts';
import { createLog } from '#shared/edge/log.ts';
import type { Patch, StoredEdition } from '#shared/schemas/edition.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';

export const judgedPatches = ['weekly-exploration', 'weekly-jams'] as const satisfies readonly Patch[];

export type JudgedEditions = {
  /** Every weekly edition, oldest first; `week` counts from the users' first one, and `at` is the user's own second. */
  readonly editions: readonly { readonly week: number; readonly at: number; readonly stored: StoredEdition }[];
  /** Weeks whose model did not pass its gates: the one before stayed. */
  readonly heldWeeks: readonly number[];
};

export type EditionLife = {
  readonly background: readonly Interaction[];
  /** With `seconds` since each user's first play: everybody begins on the same Monday. */
  readonly timed: readonly Interaction[];
  /** Weeks that are lived through from the second on. */
  readonly weeks: number;
  readonly say: (step: string) => void;
};

/** A Monday, midnight UTC: the zone of users who say nothing else. */
const firstMonday = Date.parse('2026-01-05T00:00:00Z') / 1_000;

export async function makeEditions({ background, timed, weeks, say }: EditionLife): Promise<JudgedEditions> {
  const data = mkdtempSync(join(tmpdir(), 'segue-editions-'));
  let now = firstMonday;
  const operatorToken = randomUUID();
  const log = createLog('ERROR');
  try {
    await using home = await openHome({ data, operatorToken, codeVersion: codeVersion(), log, now: () => now * 1_000 });
    await home.stores.warehouse.load('listens', rowsOfOthers(background, firstMonday), 'append');
    const users = [...new Set(timed.map(({ userId }) => userId as UserId))];
    const byWeek = Map.groupBy(timed, ({ seconds = 0 }) => Math.floor(seconds / weekSeconds));
    const editions: JudgedEditions['editions'][number][] = [];
    const heldWeeks: number[] = [];
    for (let week = 1; week <= weeks; week++) {
      now = firstMonday + week * weekSeconds;
      await listen(home, operatorToken, byWeek.get(week - 1) ?? []);
      const model = (await home.run('train', now)) as { state?: string } | undefined;
      if (model?.state === 'held') heldWeeks.push(week);
      await home.idle();
      await home.run('plan', now);
      await home.idle();
      for (const userId of users) {
        const due = await editionsDueAt(home, userId, { patches: judgedPatches, now });
        editions.push(...due.map((stored) => ({ week, at: week * weekSeconds, stored })));
      }
      say(`week ${week} of ${weeks}: ${editions.length} editions`);
    }
    return { editions, heldWeeks };
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

async function listen(home: Home, token: string, plays: readonly Interaction[]): Promise<void> {
  for (const page of pagesOf(plays, limits.listensPerRequestMax)) {
    const listens = page.map(({ userId, itemId, seconds = 0 }) => ({
      userId,
      itemId,
      listenedAt: firstMonday + seconds,
    }));
    await sendAsOperator(home, token, { method: 'POST', path: '/v1/listens', body: { listens } });
  }
  await home.idle();
}
