/**
 * Small homes that live on: tastes drift, training is away for weeks, an import comes with absurd times. What is really bad is held, and
 * nothing is held for ever. A season of two homes here; SEGUE_HOMES_WEEKS=52 is a year of four of them.
 */
import { describe, expect, it } from 'vitest';
import { chance } from '#shared/domain/hash.ts';
import { failedGates } from '#shared/domain/model/gates.ts';
import type { ModelManifest } from '#shared/schemas/model.ts';
import { type Deployment, day, noon, openDeployment } from '#test/functions/train/deployment.ts';
import type { Told } from '#test/support/warehouse-rows.ts';

const weeks = Number(process.env.SEGUE_HOMES_WEEKS ?? 10);
const people = weeks > 10 ? [1, 4, 18, 30] : [2, 24];
const perDay = 8;
/** Songs that are played at a time, and new ones a week: within two months it is all another music. */
const playedAtATime = 160;
const newPerWeek = 25;
/** Weeks without a training, and the one whose training finds everything told again, of 1970. */
const away = { from: Math.floor(weeks / 3), until: Math.floor(weeks / 3) + 3 };
const absurdAt = Math.floor(weeks * 0.8);

function listensOf(userId: string, week: number, as = ''): Told[] {
  return Array.from({ length: 7 * perDay }, (_, nth) => {
    const song = week * newPerWeek + Math.floor(chance(7, `${userId} ${week} ${nth}`) ** 2 * playedAtATime);
    const at = noon + (week - 1) * 7 * day + Math.floor(nth / perDay) * day + (nth % perDay) * 240;
    return {
      id: `${as}${userId}-${week}-${nth}`,
      itemId: `song ${song}`,
      artistId: `artist ${song % 29}`,
      listenedAt: at,
    };
  });
}

const absurd = (told: readonly Told[]): Told[] =>
  told.map((listen) => ({ ...listen, listenedAt: listen.listenedAt % day }));

type Week = { readonly week: number; readonly manifest: ModelManifest; readonly published: string | undefined };

async function liveIn(home: number): Promise<Week[]> {
  await using deployment = await openDeployment();
  const everybody = Array.from({ length: home }, (_, nth) => `person ${nth}`);
  const lived: Week[] = [];
  for (let week = 0; week < weeks; week++) {
    const now = noon + week * 7 * day;
    deployment.at(now);
    for (const userId of everybody) await deployment.land(userId, listensOf(userId, week));
    if (week >= away.from && week < away.until) continue;
    if (week === absurdAt) {
      for (let before = 0; before < week; before++) {
        for (const userId of everybody) await deployment.land(userId, absurd(listensOf(userId, before, 'again ')));
      }
    }
    const manifest = (await deployment.train(now)) as ModelManifest;
    await deployment.publishAll();
    lived.push({ week, manifest, published: (await deployment.models.pointer())?.modelVersion });
    if (week === absurdAt) await takeBack(deployment);
  }
  return lived;
}

async function takeBack({ warehouse }: Deployment): Promise<void> {
  const wrong = { listens: `STARTS_WITH(listen_id, 'again ')`, listen_messages: `data LIKE '%again %'` };
  for (const [table, told] of Object.entries(wrong)) {
    await warehouse.remove({ name: 'take back', text: `DELETE FROM ${table} WHERE ${told}` }, {});
  }
}

describe('I8 Whole or not at all: small homes', () => {
  it.each(people)(
    'a home of %i has a new model every week, but for the one that is really bad, if it is large enough to tell',
    async (home) => {
      const lived = await liveIn(home);
      expect(lived).toHaveLength(weeks - (away.until - away.from));
      const held = lived.filter(({ manifest }) => manifest.state === 'held');
      expect(held.map(({ week }) => week)).toEqual(home < 20 ? [] : [absurdAt]);
      for (const { manifest } of held) expect(failedGates(manifest.gates).map(({ gate }) => gate)).toContain('times');
      for (const [nth, { manifest, published }] of lived.entries()) {
        const stays = manifest.state === 'held' ? lived[nth - 1]?.manifest : manifest;
        expect(published).toBe(stays?.modelVersion);
      }
    },
    weeks * 120_000,
  );
});
