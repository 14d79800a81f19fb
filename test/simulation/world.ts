/**
 * A world: the doubles, the processes of one home, and what is delivered to them. It knows how to start, deliver,
 * interrupt and let time pass; what is done and in which order, the run decides.
 *
 *   clients, timers ──▶ processes ──▶ turns ──▶ documents, topics, warehouse ──▶ deliveries ──▶ processes
 *                                       └── refused, unanswered, late, dead            └── again, late, out of order
 */
import { createDice, type Dice } from '#functions/generator/dice.ts';
import { createMemoryDocumentStore } from '#shared/adapters/memory/document-store.ts';
import type { Eraser } from '#shared/ports/eraser.ts';
import type { ListensMessage, ModelsMessage, Topic } from '#shared/schemas/message.ts';
import { createDeliveries, type Deliveries } from '#test/simulation/deliveries.ts';
import { noFaults } from '#test/simulation/faults.ts';
import { createJobs } from '#test/simulation/jobs.ts';
import { type Ledger, noteModel, notePublished, openLedger } from '#test/simulation/ledger.ts';
import { type ObservedStore, observe } from '#test/simulation/observed.ts';
import type { Tamper } from '#test/simulation/process.ts';
import { createProcesses, type Processes } from '#test/simulation/processes.ts';
import { createMemoryQueue, type MemoryQueue } from '#test/simulation/queue.ts';
import type { Scenario } from '#test/simulation/scenario.ts';
import { createTurns } from '#test/simulation/turns.ts';
import { createMemoryWarehouse, type MemoryWarehouse } from '#test/simulation/warehouse.ts';

export type Violation = { readonly invariant: string; readonly detail: string };

export type World = Pick<Processes, 'start' | 'running'> &
  Deliveries & {
    readonly scenario: Scenario;
    readonly dice: Dice;
    readonly ledger: Ledger;
    readonly queue: MemoryQueue;
    readonly warehouse: MemoryWarehouse;
    readonly documents: ObservedStore;
    /** Unix seconds. */
    readonly now: () => number;
    readonly violations: Violation[];
    readonly violated: (invariant: string, detail: string) => void;
    readonly say: (line: () => string) => void;
    /** Gives one waiting call its turn; false when none waits. */
    readonly step: () => boolean;
    /** Moves time. What was late happens before, and what runs for too long is killed. */
    readonly pass: (seconds: number) => Promise<void>;
    /** From now on nothing goes wrong; and again what the scenario says. */
    readonly calm: () => void;
    readonly rouse: () => void;
  };

export type WorldOptions = {
  readonly tamper?: Tamper | undefined;
  readonly trace?: ((line: string) => void) | undefined;
};

/** Seconds after which a store has done what it said it could not. */
const lateSeconds = 60;

export function createWorld(scenario: Scenario, { tamper, trace }: WorldOptions): World {
  const { seed, home, window } = scenario;
  const dice = createDice(seed, 'world');
  const time = { now: scenario.startsAt };
  const now = (): number => time.now;
  const say = (line: () => string): void => trace?.(`${stamp(time.now)}  ${line()}`);
  const violations: Violation[] = [];
  const violated = (invariant: string, detail: string): void => void violations.push({ invariant, detail });
  const ledger = openLedger();
  const turns = createTurns();
  const warehouse = createMemoryWarehouse();
  const jobs = createJobs();
  const documents = observe(createMemoryDocumentStore(), { now, ledger, violated });
  const queue = createMemoryQueue({
    now,
    published: (topic, body) => note(ledger, { topic, body, warehouse }),
    landsAfter: () => dice.below(scenario.landsWithin + 1),
    landsInOrder: home === 'embedded',
  });
  const queueEraser: Eraser = { store: 'queue', erase: async (userId) => queue.purge(userId) };
  let faults = scenario.faults;
  let uuids = 0;
  const processes = createProcesses({
    dice,
    now,
    faults: () => faults,
    turns,
    store: documents.by,
    topics: queue,
    warehouse,
    jobs,
    wiring: {
      home,
      window,
      newUuid: () => `00000000-0000-4000-8000-${String(++uuids).padStart(12, '0')}`,
      tamper,
      queueErasers: home === 'embedded' ? [queueEraser] : [],
    },
    say,
  });
  const deliveries = createDeliveries({ scenario, dice, now, ledger, queue, warehouse, start: processes.start, say });

  return {
    ...deliveries,
    start: processes.start,
    running: processes.running,
    scenario,
    dice,
    ledger,
    queue,
    warehouse,
    documents,
    now,
    violations,
    violated,
    say,
    step: () => {
      const turn = turns.next(dice, faults);
      if (turn === undefined) return false;
      if (turn.outcome !== 'done') say(() => `${turn.caller.name}: ${turn.label}: ${turn.outcome}`);
      if (turn.outcome.startsWith('dies')) processes.kill(turn.caller);
      return true;
    },
    pass: async (seconds) => {
      if (seconds > lateSeconds) {
        await turns.flushLate();
        jobs.flush();
      }
      deliveries.landBefore(time.now + seconds);
      time.now += seconds;
      processes.killOverdue();
      processes.beat();
      say(() => `${seconds} s pass`);
    },
    calm: () => {
      faults = noFaults;
    },
    rouse: () => {
      faults = scenario.faults;
    },
  };
}

const stamp = (seconds: number): string => new Date(seconds * 1_000).toISOString().slice(0, 19);

type Published = { readonly topic: Topic; readonly body: string; readonly warehouse: MemoryWarehouse };

function note(ledger: Ledger, { topic, body, warehouse }: Published): void {
  if (topic === 'listens') notePublished(ledger, JSON.parse(body) as ListensMessage);
  if (topic === 'models') noteModel(ledger, (JSON.parse(body) as ModelsMessage).modelVersion, warehouse.tables);
}
