/** The processes of one home, what runs in them, and their deaths. */
import type { Dice } from '#functions/generator/dice.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { Topics } from '#shared/ports/topics.ts';
import { Rejection } from '#shared/schemas/problem.ts';
import type { Faults } from '#test/simulation/faults.ts';
import type { Jobs } from '#test/simulation/jobs.ts';
import type { Onlooker } from '#test/simulation/observed.ts';
import { storeOutside, topicsOutside, warehouseOutside } from '#test/simulation/outside.ts';
import { createHandlers, type Handlers, type Primitives, type Wiring } from '#test/simulation/process.ts';
import type { Caller, Turns } from '#test/simulation/turns.ts';
import type { MemoryWarehouse } from '#test/simulation/warehouse.ts';

/** What came of a run; `lost` when its process died. */
export type Ended =
  | { readonly value: unknown }
  | { readonly rejected: Rejection }
  | { readonly failed: unknown }
  | 'lost';

export type Work = (handlers: Handlers, now: number) => Promise<unknown>;

export type Processes = {
  /** Starts work in some process of a verb. */
  readonly start: (verb: string, label: string, work: Work, ended: (end: Ended) => void) => void;
  readonly kill: (caller: Caller) => void;
  /** Kills what has been running for longer than a function may. */
  readonly killOverdue: () => void;
  readonly running: () => number;
  /** Lets the hearts of those alive beat, which time does. */
  readonly beat: () => void;
};

export type Surroundings = {
  readonly dice: Dice;
  /** Unix seconds. */
  readonly now: () => number;
  readonly faults: () => Faults;
  readonly turns: Turns;
  readonly store: (onlooker: Onlooker) => DocumentStore;
  readonly topics: Topics;
  readonly warehouse: MemoryWarehouse;
  readonly jobs: Jobs;
  readonly wiring: Wiring;
  readonly say: (line: () => string) => void;
};

type Process = Caller & Onlooker & { alive: boolean; readonly beat: () => void; readonly handlers: Handlers };
type Run = {
  readonly process: Process;
  readonly verb: string;
  readonly startedAt: number;
  readonly ended: (end: Ended) => void;
};

/** Seconds after which a run is killed, as infra/functions.tf has them. */
const secondsMax = (verb: string): number =>
  verb === 'ingest' || verb === 'serve' ? 60 : verb === 'train' ? 1_800 : 540;
const instancesPerVerb = 2;

export function createProcesses(surroundings: Surroundings): Processes {
  const { dice, now, wiring, say } = surroundings;
  const processes = new Map<string, Process>();
  const runs = new Set<Run>();

  /** Everything in one process, or a few of each verb. */
  const processOf = (verb: string): Process => {
    const name = wiring.home === 'embedded' ? 'home' : `${verb}-${dice.below(instancesPerVerb)}`;
    const known = processes.get(name);
    if (known?.alive === true) return known;
    const fresh = spawn(name, surroundings);
    processes.set(name, fresh);
    return fresh;
  };

  const kill = (caller: Caller): void => {
    const process = caller as Process;
    process.alive = false;
    say(() => `${process.name} dies`);
    for (const run of [...runs]) {
      if (run.process !== process) continue;
      runs.delete(run);
      run.ended('lost');
    }
  };

  return {
    kill,
    killOverdue: () => {
      for (const { process, verb, startedAt } of runs) {
        if (process.alive && now() - startedAt > secondsMax(verb)) kill(process);
      }
    },
    running: () => runs.size,
    beat: () => {
      for (const process of processes.values()) if (process.alive) process.beat();
    },

    start: (verb, label, work, ended) => {
      const process = processOf(verb);
      const run: Run = { process, verb, startedAt: now(), ended };
      runs.add(run);
      say(() => `${process.name}: ${label}`);
      const settle = (end: Ended): void => {
        if (!runs.delete(run)) return;
        if ([...runs].every((other) => other.process !== process)) process.seen.clear();
        ended(end);
      };
      const working = work(process.handlers, process.clock());
      // An erasure waits for everything else its process is at.
      (verb === 'forget' ? working : process.handlers.track(working)).then(
        (value) => settle({ value }),
        (error) => settle(error instanceof Rejection ? { rejected: error } : { failed: error }),
      );
    },
  };
}

function spawn(name: string, surroundings: Surroundings): Process {
  const { dice, now, faults, turns, store, topics, warehouse, jobs, wiring } = surroundings;
  const skew = Math.round((dice.next() * 2 - 1) * faults().skewSeconds);
  const beats = new Set<() => Promise<unknown>>();
  const heart: Primitives['heart'] = (_seconds, beat) => {
    beats.add(beat);
    return { [Symbol.dispose]: () => void beats.delete(beat) };
  };
  const beat = (): void => {
    for (const one of beats) void one();
  };
  const process = { name, alive: true, stalled: 0, clock: () => now() + skew, seen: new Map(), beat };
  const call: Parameters<typeof storeOutside>[1] = (effect) => turns.call(process, effect);
  const primitives = {
    store: storeOutside(store(process), call),
    topics: topicsOutside(topics, call),
    warehouse: warehouseOutside(warehouse, call, wiring.home === 'cloud' ? jobs : undefined),
    clock: process.clock,
    heart,
  };
  return Object.assign(process, { handlers: createHandlers(primitives, wiring) });
}
