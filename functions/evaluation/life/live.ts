/** Lives through weeks of listening in an embedded home of its own: it learns and assembles day by day and trains every Monday. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Interaction } from '#functions/evaluation/interactions.ts';
import type { HistoryPlay } from '#functions/evaluation/life/plays.ts';
import { editionsDueAt, offeredFor, rowsOfOthers, sendAsOperator } from '#functions/evaluation/scratch-home.ts';
import { type Home, openHome } from '#functions/local/home.ts';
import { failedGates } from '#shared/domain/model/gates.ts';
import { pagesOf } from '#shared/domain/pages.ts';
import { dayInSeconds } from '#shared/domain/tuning.ts';
import { codeVersion } from '#shared/edge/code-version.ts';
import { createLog } from '#shared/edge/log.ts';
import { patches, type StoredEdition } from '#shared/schemas/edition.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import type { ModelManifest } from '#shared/schemas/model.ts';
import type { RowOf } from '#shared/schemas/tables.ts';

export type LivedEdition = {
  readonly week: number;
  readonly at: number;
  readonly stored: StoredEdition;
  /** All items that were there to choose from, where that is asked for. */
  readonly offered?: readonly string[];
};

export type LivedWeek = {
  readonly week: number;
  /** Gates that the week's model did not pass, so that the one before it stayed. */
  readonly held: readonly string[];
};

export type Lived = {
  /** Oldest first; `at` is the instant an edition was due. */
  readonly editions: readonly LivedEdition[];
  readonly weeks: readonly LivedWeek[];
};

export type Life = {
  /** People who only say what goes with what. */
  readonly background: readonly Interaction[];
  /** Strangers who teach, and are nobody in this home. */
  readonly crowd?: readonly RowOf<'crowd'>[];
  readonly plays: readonly HistoryPlay[];
  /** The first Monday that is lived through, Unix seconds: what was played before is imported. */
  readonly from: number;
  readonly weeks: number;
  /** Items of an edition; the default when left out. */
  readonly length?: number | undefined;
  /** Whether to tell what every edition was chosen from. */
  readonly offers?: boolean;
  readonly say: (step: string) => void;
};

export async function live({ background, crowd, plays, from, weeks, length, offers, say }: Life): Promise<Lived> {
  const data = mkdtempSync(join(tmpdir(), 'segue-life-'));
  const token = randomUUID();
  let now = from;
  let reached = performance.now();
  /** Its clock goes on while it works: what is postponed by a second would wait for the next day. */
  const goTo = (at: number): void => {
    [now, reached] = [at, performance.now()];
  };
  try {
    await using home = await openHome({
      data,
      operatorToken: token,
      codeVersion: codeVersion(),
      log: createLog('ERROR', aloud),
      now: () => now * 1_000 + Math.floor(performance.now() - reached),
    });
    await home.stores.warehouse.load('listens', rowsOfOthers(background, from), 'append');
    if (crowd !== undefined) await welcome(home, token, crowd);
    const dayOf = (at: number): number => Math.max(-1, Math.floor((at - from) / dayInSeconds));
    const byDay = Map.groupBy(plays, ({ at }) => dayOf(at));
    const users = new Set<string>();
    const arrive = async (day: number): Promise<void> => {
      const heard = byDay.get(day) ?? [];
      await listen(home, token, heard);
      const fresh = [...new Set(heard.map(({ userId }) => userId))].filter((userId) => !users.has(userId));
      for (const userId of fresh) users.add(userId);
      if (length !== undefined) for (const userId of fresh) await settle(home, token, { userId, length });
    };
    const editions: LivedEdition[] = [];
    const lived: LivedWeek[] = [];
    // Opening and loading took time, too: who comes now is due with the first Monday.
    goTo(from);
    await arrive(-1);
    for (let week = 0; week < weeks; week++) {
      for (let day = week * 7; day < week * 7 + 7; day++) {
        goTo(from + day * dayInSeconds);
        if (day > 0) await arrive(day - 1);
        if (day % 7 === 0) lived.push({ week, held: await train(home, now) });
        await home.run('plan', now);
        await home.idle();
        for (const userId of users) {
          const due = await editionsDueAt(home, userId as UserId, { patches, now });
          for (const stored of due) {
            const offered = offers ? { offered: await offeredFor(home, stored) } : {};
            editions.push({ week, at: now, stored, ...offered });
          }
        }
      }
      const held = lived.at(-1)?.held ?? [];
      say(`week ${week + 1} of ${weeks}: ${editions.length} editions${held.length > 0 ? `, held: ${held}` : ''}`);
    }
    return { editions, weeks: lived };
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** A held model is one of the figures, and no reason to cry out. */
function aloud(line: string): void {
  if (!line.includes('"gate failed"')) process.stderr.write(line);
}

async function train(home: Home, now: number): Promise<string[]> {
  const model = (await home.run('train', now)) as ModelManifest | undefined;
  await home.idle();
  return model?.state === 'held' ? failedGates(model.gates).map(({ gate }) => gate) : [];
}

/** As `npm run crowd` does: its items are catalogue, who played what is in the warehouse. */
async function welcome(home: Home, token: string, crowd: readonly RowOf<'crowd'>[]): Promise<void> {
  const ids = [...new Set(crowd.map(({ item_id }) => item_id))];
  for (const page of pagesOf(ids, limits.itemsPerRequestMax)) {
    const items = page.map((itemId) => ({ itemId }));
    await sendAsOperator(home, token, { method: 'PUT', path: '/v1/items', body: { items } });
  }
  await home.idle();
  await home.stores.warehouse.load('crowd', crowd, 'replace');
}

async function listen(home: Home, token: string, plays: readonly HistoryPlay[]): Promise<void> {
  for (const page of pagesOf(plays, limits.listensPerRequestMax)) {
    const listens = page.map(({ userId, at, listen: sent }) => ({ ...sent, userId, listenedAt: at }));
    await sendAsOperator(home, token, { method: 'POST', path: '/v1/listens', body: { listens } });
  }
  await home.idle();
}

function settle(home: Home, token: string, { userId, length }: { userId: string; length: number }): Promise<void> {
  return sendAsOperator(home, token, {
    method: 'PUT',
    path: `/v1/users/${encodeURIComponent(userId)}`,
    body: { length },
  });
}
