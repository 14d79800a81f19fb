/** Shows how far a long step is: a bar on a terminal, a plain line now and then elsewhere. Always on stderr. */
import { SingleBar } from 'cli-progress';

export type Progress = Disposable & {
  readonly advance: (by: number) => void;
  /** Raises the total when more turns out to be there. */
  readonly expect: (total: number) => void;
};

export type ProgressStep = {
  /** What is done, such as "importing listens.tsv". */
  readonly what: string;
  readonly unit: string;
  readonly total: number;
};

type Terminal = NodeJS.WritableStream & { readonly isTTY?: boolean };
type Surroundings = { readonly stream?: Terminal; readonly now?: () => number };

/** Milliseconds between plain lines: a log stays readable, and a minute never passes in silence. */
export const linePauseMs = 5_000;

/** Starts showing a step; disposing ends it with its last state. `now` is in milliseconds. */
export function startProgress(step: ProgressStep, surroundings: Surroundings = {}): Progress {
  const { stream = process.stderr, now = () => performance.now() } = surroundings;
  return stream.isTTY === true ? startBar(step, stream) : startLines(step, stream, now);
}

function startBar({ what, unit, total }: ProgressStep, stream: Terminal): Progress {
  const bar = new SingleBar({
    stream,
    format: '{what} [{bar}] {value} of {total} {unit}, {duration_formatted}',
    formatValue: (value, _options, type) => (type === 'value' || type === 'total' ? groupDigits(value) : String(value)),
    barsize: 30,
    hideCursor: true,
    gracefulExit: true,
  });
  bar.start(total, 0, { what, unit });
  return {
    advance: (by) => bar.increment(by),
    expect: (next) => bar.setTotal(next),
    [Symbol.dispose]: () => bar.stop(),
  };
}

/** cli-progress can write without a terminal too, but then repeats an unchanged line every two seconds. */
function startLines(step: ProgressStep, stream: Terminal, now: () => number): Progress {
  const startedAt = now();
  let { total } = step;
  let value = 0;
  let shownAt = startedAt;
  const show = (): void => {
    shownAt = now();
    const share = total === 0 ? 100 : Math.floor((100 * value) / total);
    const seconds = Math.round((shownAt - startedAt) / 1000);
    stream.write(
      `${step.what}: ${groupDigits(value)} of ${groupDigits(total)} ${step.unit} (${share} %), ${seconds} s\n`,
    );
  };
  return {
    advance: (by) => {
      value += by;
      if (now() - shownAt >= linePauseMs) show();
    },
    expect: (next) => {
      total = next;
    },
    [Symbol.dispose]: show,
  };
}

export const groupDigits = (value: number): string => value.toLocaleString('en');
