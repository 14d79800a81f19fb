/** I4 and I6: one edition a period, none left out, and nothing in it that was there lately or was ever heard. */
import { currentPeriod, followingPeriod } from '#shared/domain/edition/calendar.ts';
import { tuning } from '#shared/domain/tuning.ts';
import { type Patch, type Period, patches, type Schedule } from '#shared/schemas/edition.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { isPostponed } from '#test/simulation/checks/postponed.ts';
import type { Quiet } from '#test/simulation/checks/quiet.ts';
import type { EditionStored } from '#test/simulation/ledger.ts';

export async function checkEditions(quiet: Quiet, userId: UserId): Promise<void> {
  const { world, ports, now } = quiet;
  const record = await ports.users.read(userId);
  if (record.state !== 'known') return;
  const modelled = (await ports.models.pointer()) !== undefined;
  const schedules = await ports.schedules.ofUser(userId);
  for (const patch of patches) {
    const own = world.ledger.editions
      .filter(({ stored: { manifest } }) => manifest.userId === userId && manifest.patch === patch)
      .sort((a, b) => (a.stored.manifest.period < b.stored.manifest.period ? -1 : 1));
    const first = world.ledger.firstPeriods.get(`${userId} ${patch}`) as Period | undefined;
    const waiting = schedules.find((schedule) => schedule.patch === patch && isPostponed(schedule, record.user, now));
    if (modelled && first !== undefined) {
      const last = currentPeriod(patch, { settings: record.user.settings, now });
      if (patch === 'new-releases') checkPassed(quiet, own, schedules);
      else checkPeriods(quiet, own, { patch, first, last, postponed: waiting !== undefined });
    }
    checkNothingEarly(quiet, own);
    checkFresh(quiet, own);
  }
}

/** Made in some weeks only: it was looked at, and a period has one at most. */
function checkPassed({ world, now }: Quiet, own: readonly EditionStored[], schedules: readonly Schedule[]): void {
  const periods = own.map(({ stored }) => stored.manifest.period);
  if (new Set(periods).size !== periods.length) world.violated('I4', 'A period of new-releases has two editions');
  const { nextDueAt = 0, period } = schedules.find(({ patch }) => patch === 'new-releases') ?? {};
  if (nextDueAt <= now) world.violated('I4', `new-releases of ${period} was never looked at`);
}

type Expected = {
  readonly patch: Patch;
  readonly first: Period;
  readonly last: Period;
  /** Whether the next edition waits for something to put in it; at rest there is nothing. */
  readonly postponed: boolean;
};

/** The periods follow each other from the first to the one that runs, but for those an outage put beyond catching up. */
function checkPeriods(
  { world }: Quiet,
  own: readonly EditionStored[],
  { patch, first, last, postponed }: Expected,
): void {
  const max = tuning.catchUpMax[tuning.patches[patch].cadence];
  const stored = new Map(own.map((edition) => [edition.stored.manifest.period, edition]));
  if (stored.size !== own.length) world.violated('I4', `A period of ${patch} has two editions`);
  const newest = own.at(-1)?.stored.manifest.period;
  // A change of settings may put the very first period off until it is due by the new ones.
  if (newest === undefined && first > last) return;
  if ((newest === undefined || newest < last) && !postponed) {
    world.violated('I4', `${patch} of ${last} was never made; the last is ${newest}`);
    return;
  }
  if (newest === undefined) return;
  for (let period = first; period < newest; period = followingPeriod(period)) {
    if (stored.has(period)) continue;
    const next = own.find((edition) => edition.stored.manifest.period > period) as EditionStored;
    if (behind(period, next, patch) < max) {
      world.violated('I4', `${patch} of ${period} was left out: ${next.stored.manifest.period} was made instead`);
    }
  }
}

/** How many periods had come due after this one, and including it, when the next edition was made. */
function behind(period: Period, { believed, stored }: EditionStored, patch: Patch): number {
  // The zone moves an instant by a day at most; a period more or less is within the bound either way.
  const current = currentPeriod(patch, {
    settings: { timeZone: 'UTC', weekStartsOn: 1, dueHour: 0 },
    now: believed + 7 * 86_400 * (stored.manifest.patch === 'daily-jams' ? 1 / 3.5 : 1),
  });
  let periods = 0;
  for (let at = period; at <= current; at = followingPeriod(at)) periods += 1;
  return periods - 1;
}

function checkNothingEarly({ world }: Quiet, own: readonly EditionStored[]): void {
  let before: EditionStored | undefined;
  for (const edition of own) {
    const { dueAt, period, patch } = edition.stored.manifest;
    if (dueAt > edition.believed + 2 * world.scenario.faults.skewSeconds)
      world.violated('I4', `${patch} of ${period} was made before it was due`);
    if (before !== undefined && dueAt <= before.stored.manifest.dueAt) {
      world.violated('I4', `${patch} of ${period} is not due after the edition before it`);
    }
    before = edition;
  }
}

/** Of the last editions those that were there to look at: after months of outages the oldest of them have expired. */
function checkFresh({ world }: Quiet, own: readonly EditionStored[]): void {
  const { pastEditions } = tuning.edition;
  own.forEach(({ stored: { edition, manifest }, heardBefore, at: storedAt }, nth) => {
    const past = own
      .slice(Math.max(0, nth - pastEditions), nth)
      .filter(({ at, stored }) => at <= storedAt && stored.edition.expiresAt > storedAt);
    const lately = new Set(past.flatMap(({ stored }) => stored.edition.items.map(({ item }) => item.itemId)));
    const repeats = edition.items.filter(({ item }) => lately.has(item.itemId)).length;
    const named = `${manifest.patch} of ${manifest.period}`;
    if (repeats > manifest.repeats.count) {
      world.violated(
        'I6',
        `${named} repeats ${repeats} items of the last editions and admits ${manifest.repeats.count}`,
      );
    }
    if (repeats > 0 && manifest.poolSize >= pastEditions * manifest.length) {
      world.violated('I6', `${named} repeats ${repeats} items although its pool holds ${manifest.poolSize}`);
    }
    if (tuning.patches[manifest.patch].heard !== 'never') return;
    const heard = edition.items.filter(({ item }) => heardBefore.has(item.itemId));
    if (heard.length > 0)
      world.violated('I6', `${named} holds what was heard: ${heard.map(({ item }) => item.itemId).join(' ')}`);
  });
}
