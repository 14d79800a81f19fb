/** Calls of `ingest` as clients make them: repeated until they are answered, and one at a time where order matters. */
import type { Answer, Principal } from '#shared/edge/http/operation.ts';
import type { Handlers } from '#test/simulation/process.ts';
import type { World } from '#test/simulation/world.ts';

/** The operator's part of a call. */
export const operator = { principal: { scope: 'operator' } as Principal, accept: null } as const;

export type Ask = (handlers: Handlers, now: number) => Promise<Answer>;

export type Calls = {
  /** Calls until there is an answer; `answered` gets none when the call was refused. */
  readonly call: (what: string, ask: Ask, answered?: (answer: Answer | undefined) => void) => void;
  /** Begins when everything before it in the same line has called `done`. */
  readonly inTurn: (line: string, begin: (done: () => void) => void) => void;
  /** Repeats what was not answered; false when there is nothing. */
  readonly repeat: () => boolean;
};

export function createCalls(world: World): Calls {
  const unanswered: (() => void)[] = [];
  const lines = new Map<string, (() => void)[]>();

  const call: Calls['call'] = (what, ask, answered = () => {}) => {
    world.start('ingest', what, ask, (end) => {
      if (end !== 'lost' && 'value' in end) answered(end.value as Answer);
      else if (end !== 'lost' && 'rejected' in end) answered(undefined);
      else unanswered.push(() => call(what, ask, answered));
    });
  };

  return {
    call,
    inTurn: (line, begin) => {
      const next = (): void => {
        const following = lines.get(line)?.shift();
        if (following === undefined) lines.delete(line);
        else following();
      };
      const run = (): void => begin(next);
      const before = lines.get(line);
      if (before !== undefined) {
        before.push(run);
        return;
      }
      lines.set(line, []);
      run();
    },
    repeat: () => {
      const again = unanswered.splice(0);
      for (const repeated of again) repeated();
      return again.length > 0;
    },
  };
}
