/**
 * Days of a household: three listeners on one home that is off at night, restarted, backed up and restored. Five of them; nightly,
 * or with SEGUE_DAYS=13, thirteen.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { verify } from '#functions/backup/folder.ts';
import { createRoutine } from '#functions/local/timers.ts';
import { openTestHome, type TestHome } from '#test/support/home.ts';

const data = process.env.SEGUE_TEST_DATA;
const daySeconds = 86_400;
const days = Number(process.env.SEGUE_DAYS ?? 5);
/** A Thursday: the fifth day is a Monday. */
const firstDay = Date.parse('2026-11-12T00:00:00Z') / 1000;
/** UTC hours at which it is switched on, and at which something is played and planned. Training was due at three. */
const onAt = 8;
const hours = [10, 15, 22];
const listeners = { ada: '648', bob: '886', ola: '484' };
/** Plays of each listener: the last days live, what was before imported on the first morning. */
const livePlays = 20 * days;
const importedPlays = 900;

const folders = [mkdtempSync(join(tmpdir(), 'segue-days-')), mkdtempSync(join(tmpdir(), 'segue-days-'))];
afterAll(() => folders.forEach((folder) => void rmSync(folder, { recursive: true, force: true })));

const weeks = 1 + Math.floor((days + 2) / 7);

type Play = { readonly userId: string; readonly item: string; readonly at: number };

/** The last plays of each, spread over the days between switching on and off; older ones keep their distances. */
function playsOf(table: string): Play[] {
  const rows = table.split('\n').map((line) => line.split('\t'));
  return Object.entries(listeners).flatMap(([userId, number]) => {
    const own = rows.filter(([user]) => user === number).slice(-(livePlays + importedPlays));
    const live = own.slice(-livePlays);
    const began = Number(live[0]?.[1]);
    return own.map(([, seconds, item = ''], nth) => {
      const at = nth - (own.length - livePlays);
      const slot = Math.floor((at * days) / livePlays);
      const within = at - Math.ceil((slot * livePlays) / days);
      const live = firstDay + slot * daySeconds + (onAt + 1) * 3_600 + Math.max(0, within) * 600;
      return { userId, item, at: at < 0 ? firstDay + Number(seconds) - began - 3_600 : live };
    });
  });
}

const listenOf = ({ userId, item, at }: Play) => ({
  userId,
  listenedAt: at,
  title: `Song ${item}`,
  artistName: `Artist ${Number(item) % 211}`,
  durationMs: 200_000,
});

type Edition = {
  readonly patch: string;
  readonly period: string;
  readonly items: number;
  readonly modelVersion: string;
};

it.skipIf(data === undefined)(
  'I4 One edition, I6 Fresh: off at night: each edition of the newest model, none small for want of it (SEGUE_TEST_DATA)',
  async () => {
    const file = join(data as string, 'lastfm-timed/timed.tsv.gz');
    const plays = playsOf(gunzipSync(readFileSync(file)).toString());
    const seen = new Map<string, Edition>();
    let folder = folders[0] as string;
    let sent = 0;

    const switchOn = async (at: number) => {
      const opened = await openTestHome(at, { data: folder });
      const routine = createRoutine(opened.home, { log: () => {}, now: () => opened.time.now * 1000 });
      return { opened, routine };
    };
    const send = async ({ call, time }: TestHome, from: number) => {
      const due = plays.filter(({ at }) => at > from && at <= time.now).map(listenOf);
      for (let start = 0; start < due.length; start += 1_000) {
        const { json } = await call('POST', '/v1/listens', { listens: due.slice(start, start + 1_000) });
        sent += json.accepted;
      }
    };
    /** What is new is of the newest model, which is of the last night; what was there is as it was. */
    const look = async ({ call, home, time, settled }: TestHome) => {
      await settled();
      const newest = (await home.stores.models.pointer())?.modelVersion;
      const [model] = await home.stores.registry.manifests(1);
      for (const userId of Object.keys(listeners)) {
        const { playlists } = (await call('GET', `/v1/users/${userId}/playlists?limit=50`)).json;
        for (const { playlistId, patch, period, items, modelVersion } of playlists) {
          const edition = { patch, period, items, modelVersion };
          const known = seen.get(playlistId);
          if (known === undefined) {
            expect(modelVersion, `${userId} ${patch} ${period}`).toBe(newest);
            expect(time.now - (model?.trainedAt ?? 0)).toBeLessThan(daySeconds);
          } else expect(edition).toEqual(known);
          seen.set(playlistId, edition);
        }
      }
    };

    let last = 0;
    for (let day = 0; day < days; day++) {
      const midnight = firstDay + day * daySeconds;
      let { opened, routine } = await switchOn(midnight + onAt * 3_600);
      if (day === 0) for (const userId of Object.keys(listeners)) await opened.user(userId);
      await routine.start();
      await look(opened);
      for (const hour of hours) {
        opened.time.now = Math.max(opened.time.now, midnight + hour * 3_600);
        await send(opened, last);
        last = opened.time.now;
        await opened.settled();
        if (day === 0 && hour === hours[0]) await routine.train();
        await routine.hour();
        await look(opened);
        if (day % 4 === 1 && hour === 15) {
          const at = opened.time.now;
          await opened[Symbol.asyncDispose]();
          ({ opened, routine } = await switchOn(at + 60));
          await routine.start();
          await look(opened);
        }
      }
      if (day === Math.floor(days / 2)) {
        const { json } = await opened.call('POST', '/v1/backups');
        const backup = join(folder, json.folder);
        expect((await verify(backup)).contents.users).toBe(3);
        folder = folders[1] as string;
        cpSync(backup, folder, { recursive: true });
      }
      await opened[Symbol.asyncDispose]();
    }

    const { opened } = await switchOn(firstDay + days * daySeconds + onAt * 3_600);
    expect(sent).toBe(plays.length);
    for (const userId of Object.keys(listeners)) {
      const { playlists } = (await opened.call('GET', `/v1/users/${userId}/playlists?limit=50`)).json;
      const byPatch = Map.groupBy(playlists as Edition[], ({ patch }) => patch);
      expect([...byPatch.keys()].sort()).toEqual(['daily-jams', 'weekly-exploration', 'weekly-jams']);
      for (const [patch, editions] of byPatch) {
        const periods = editions.map(({ period }) => period);
        expect(periods, `${userId} ${patch}`).toHaveLength(patch === 'daily-jams' ? days : weeks);
        expect(new Set(periods).size).toBe(periods.length);
        const sizes = editions.map(({ items }) => items);
        expect(Math.min(...sizes), `${userId} ${patch}: ${sizes}`).toBeGreaterThanOrEqual(Math.max(...sizes) / 2);
      }
    }
    await opened[Symbol.asyncDispose]();
  },
  120_000,
);
