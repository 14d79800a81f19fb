/** Stands where Cloud Scheduler does: fires the scheduled verbs, and catches up what was missed while the home was down. */
import type { Home, Scheduled } from '#functions/local/home.ts';
import { bringBack } from '#functions/local/start-checks.ts';
import { sweepExpired } from '#shared/adapters/sqlite/document-store.ts';
import { reasonOf } from '#shared/edge/reason.ts';
import type { Log } from '#shared/ports/log.ts';

const minuteMs = 60_000;

/** UTC hour at which a model is trained: after the day's listens of most of the world. */
const trainHourUtc = 3;
/** A first model is worth making once there is something to learn from. */
const firstModelRetryMs = 5 * minuteMs;

/** A look is two calls; a whole reading follows where something changed, and at night. */
const libraryLookMs = 15 * minuteMs;

/** What is done when: at the start, every hour, and every few minutes while there is no model. */
export type Routine = {
  readonly start: () => Promise<void>;
  readonly hour: () => Promise<void>;
  readonly train: () => Promise<void>;
  readonly fire: (verb: Scheduled) => Promise<void>;
};

/** `now`: Unix milliseconds. What waits for its turn is left when it `isStopped`. */
export function createRoutine(
  home: Home,
  { log, now, isStopped = () => false }: { log: Log; now: () => number; isStopped?: () => boolean },
): Routine {
  const seconds = (): number => Math.floor(now() / 1000);
  const fire = async (verb: Scheduled, at = seconds()): Promise<void> => {
    try {
      await home.run(verb, at);
    } catch (error) {
      log('ERROR', 'scheduled verb failed', { verb, error: error instanceof Error ? error.message : String(error) });
    }
  };
  /** When this process fired a training. */
  let firedAt = 0;
  const trainWhenDue = async (): Promise<void> => {
    const pointer = await home.stores.models.pointer();
    const dueAt = Math.floor(seconds() / 86_400) * 86_400 + trainHourUtc * 3_600;
    const lastDue = dueAt <= seconds() ? dueAt : dueAt - 86_400;
    const [newest] = await home.stores.registry.manifests(1);
    const trainedAt = newest?.trainedAt ?? 0;
    // By a clock that was set back the last training is still to come: a newer one is made at the usual hour all the same.
    const isDue = trainedAt <= seconds() ? trainedAt < lastDue : firedAt < lastDue;
    if (pointer !== undefined && !isDue) return;
    firedAt = seconds();
    await fire('train', Math.max(seconds(), trainedAt + 1));
  };
  // One after the other: what is planned is made of the model that was due, also in the hour in which it is trained.
  let line: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    line = line.then(() => (isStopped() ? undefined : work()));
    return line;
  };
  const trainThenPlan = (): Promise<void> =>
    inTurn(async () => {
      await trainWhenDue();
      await fire('plan');
    });
  /** What was missed while the home was down. In a new one nothing was: its first editions wait for what is on its way in. */
  const start = async (): Promise<void> => {
    const moved = await bringBack(home.stores, seconds());
    if (moved > 0) log('WARNING', 'editions brought back', { moved, reason: 'a clock was ahead' });
    await fire('collect');
    const isNew = (await home.stores.models.pointer()) === undefined;
    await (isNew ? inTurn(trainWhenDue) : trainThenPlan());
    await fire('watch');
  };

  return { start, hour: trainThenPlan, train: () => inTurn(trainWhenDue), fire };
}

export type Timers = { stop(): void };

export function startTimers(home: Home, log: Log): Timers {
  let stopped = false;
  const { start, hour, train, fire } = createRoutine(home, { log, now: Date.now, isStopped: () => stopped });
  const timeouts = new Set<NodeJS.Timeout>();
  const later = (ms: number, work: () => Promise<void>): void => {
    const timeout = setTimeout(() => {
      timeouts.delete(timeout);
      // What fails here, as on a full disk, is done at its next time; nothing of it ends the process.
      if (!stopped) void work().catch((error) => log('ERROR', 'timer failed', { error: reasonOf(error) }));
    }, ms);
    timeouts.add(timeout);
  };
  const every = (periodMs: number, work: () => Promise<void>): void => {
    // Aligned to the clock, so that editions due on the hour are made on the hour.
    later(periodMs - (Date.now() % periodMs), async () => {
      await work();
      every(periodMs, work);
    });
  };

  later(1_000, start);
  every(60 * minuteMs, hour);
  every(minuteMs, () => fire('watch'));
  every(libraryLookMs, () => fire('collect'));
  every(firstModelRetryMs, async () => {
    await train();
    await sweepExpired(home.stores.database, Math.floor(Date.now() / 1000));
    home.stores.database.emptyLog();
  });

  return {
    stop: () => {
      stopped = true;
      for (const timeout of timeouts) clearTimeout(timeout);
    },
  };
}
