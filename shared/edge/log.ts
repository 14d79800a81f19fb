/** One line per fact on stderr, quiet below a severity: JSON as Cloud Logging reads it, words where a person reads along. */
import { recordLine } from '#shared/edge/telemetry.ts';
import type { Log, LogFields, Severity } from '#shared/ports/log.ts';

const order: Readonly<Record<Severity, number>> = { DEBUG: 0, INFO: 1, WARNING: 2, ERROR: 3 };

type Fact = { readonly severity: Severity; readonly message: string; readonly fields: LogFields };
type Write = (line: string) => void;

const toStderr: Write = (line) => process.stderr.write(line);
const asJson = ({ severity, message, fields }: Fact): string => JSON.stringify({ severity, message, ...fields });

export function createLog(least: Severity, write: Write = toStderr, lineOf = asJson): Log {
  return (severity, message, fields = {}) => {
    recordLine(message, fields);
    if (order[severity] < order[least]) return;
    write(`${lineOf({ severity, message, fields })}\n`);
  };
}

/**
 * The log of a home that somebody started. `setting`: the least severity, "json" or "text", or both with a comma between;
 * unless said, warnings, in words on a terminal. A state that goes on is told once, not every quarter of an hour.
 */
export function createHomeLog(setting: string, isTerminal: boolean, write: Write = toStderr): Log {
  const said = setting.split(',').map((word) => word.trim().toUpperCase());
  const least = (Object.keys(order) as Severity[]).find((severity) => said.includes(severity)) ?? 'WARNING';
  const inWords = said.includes('TEXT') || (isTerminal && !said.includes('JSON'));
  const now = (): Date => new Date();
  return onceAState(createLog(least, write, (fact) => (inWords ? wordsOf(fact, now()) : datedJson(fact, now()))));
}

const datedJson = ({ severity, message, fields }: Fact, at: Date): string =>
  JSON.stringify({ time: at.toISOString(), severity, message, ...fields });

/** "2026-11-23 03:00:12 INFO     train: model trained, 5,520 listens …": the time is that of the machine. */
function wordsOf({ severity, message, fields: { verb, ...fields } }: Fact, at: Date): string {
  const shown = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const told = shown.map(
    ([name, value]) => `${name} ${typeof value === 'number' ? value.toLocaleString('en') : value}`,
  );
  const what = verb === undefined ? message : `${verb}: ${message}`;
  return `${at.toLocaleString('sv')} ${severity.padEnd(7)} ${[what, ...told].join(', ')}`;
}

function onceAState(log: Log): Log {
  const states = new Map<unknown, unknown>();
  return (severity, message, fields) => {
    const same = fields?.stage !== undefined && states.get(fields.stage) === fields.state;
    if (fields?.stage !== undefined) states.set(fields.stage, fields.state);
    log(same ? 'DEBUG' : severity, message, fields);
  };
}
