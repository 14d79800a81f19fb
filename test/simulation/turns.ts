/** Calls to the outside that wait for their turn: handlers run until they need something, and chance says who goes on. */
import type { Dice } from '#functions/generator/dice.ts';
import { type Faults, type Outcome, outcomeOf } from '#test/simulation/faults.ts';

/** What a process is to a call: it can be gone, or stand still for some turns while the others go on. */
export type Caller = { readonly name: string; readonly alive: boolean; stalled: number };

/** What a call does, and what it does when only part of it happens or when it happens too late. */
export type Effect<T> = {
  readonly label: string;
  readonly perform: () => Promise<T>;
  /** A part of it, as a store may leave behind that keeps some of several independent writes. */
  readonly part?: (dice: Dice) => Promise<unknown>;
  /** It waits for what goes on without it. */
  readonly waits?: true;
  /** What is left to happen when the caller was told that it failed. Read at that moment, done later. */
  readonly later?: () => Promise<() => Promise<unknown>>;
};

type Waiting = {
  readonly caller: Caller;
  readonly effect: Effect<unknown>;
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
};

export type Turns = {
  /** Resolves when the call had its turn and came back; never for a process that died. */
  call<T>(caller: Caller, effect: Effect<T>): Promise<T>;
  /** Gives one waiting call its turn. Resolves with what came of it, or undefined when none waits. */
  next(
    dice: Dice,
    faults: Faults,
  ): { readonly outcome: Outcome; readonly caller: Caller; readonly label: string } | undefined;
  readonly waiting: () => number;
  /** Lets what was late happen now. */
  flushLate(): Promise<void>;
};

export function createTurns(): Turns {
  const waiting: Waiting[] = [];
  const late: (() => Promise<unknown>)[] = [];

  const settle = ({ caller, effect, resolve, reject }: Waiting, outcome: Outcome, dice: Dice): void => {
    const { label, perform, part, later } = effect;
    const failure = (): Error => new Error(`Cannot ${label}: the store did not answer`);
    const partly = (): Promise<unknown> => (part === undefined ? perform() : part(dice));
    switch (outcome) {
      case 'done':
        // A dead process is not told: its code would go on running.
        perform().then(
          (value) => (caller.alive ? resolve(value as never) : undefined),
          (error) => (caller.alive ? reject(error) : undefined),
        );
        break;
      case 'refused':
        reject(failure());
        break;
      case 'unanswered':
        partly().then(() => reject(failure()), reject);
        break;
      case 'late':
        later?.().then((happens) => late.push(happens), reject);
        reject(failure());
        break;
      case 'dies before':
        break;
      case 'dies after':
        partly().catch(() => undefined);
        break;
      default:
        outcome satisfies never;
    }
  };

  return {
    call: (caller, effect) =>
      new Promise((resolve, reject) => {
        if (caller.alive) waiting.push({ caller, effect, resolve, reject });
      }),

    next: (dice, faults) => {
      while (waiting.length > 0) {
        const at = dice.below(waiting.length);
        const chosen = waiting[at] as Waiting;
        if (chosen.caller.alive && chosen.caller.stalled > 0) {
          // Every turn that passes it by brings its end nearer, so that a world of stalled processes goes on too.
          chosen.caller.stalled -= 1;
          continue;
        }
        waiting[at] = waiting.at(-1) as Waiting;
        waiting.pop();
        if (!chosen.caller.alive) continue;
        if (dice.often(faults.stalls)) chosen.caller.stalled = 4 * dice.below(16);
        const givesUp = chosen.effect.waits === true && dice.often(faults.givenUp);
        const outcome = givesUp ? 'refused' : outcomeOf(faults, dice.next());
        settle(chosen, outcome, dice);
        return { outcome, caller: chosen.caller, label: chosen.effect.label };
      }
      return undefined;
    },

    waiting: () => waiting.length,

    flushLate: async () => {
      for (const happens of late.splice(0)) await happens().catch(() => undefined);
    },
  };
}
