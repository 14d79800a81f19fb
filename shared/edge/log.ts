/** One JSON line per fact on stderr, as Cloud Logging reads it; quiet below a severity. */
import { recordLine } from '#shared/edge/telemetry.ts';
import type { Log, Severity } from '#shared/ports/log.ts';

const order: Readonly<Record<Severity, number>> = { DEBUG: 0, INFO: 1, WARNING: 2, ERROR: 3 };

export function createLog(least: Severity, write: (line: string) => void = (line) => process.stderr.write(line)): Log {
  return (severity, message, fields = {}) => {
    recordLine(message, fields);
    if (order[severity] < order[least]) return;
    write(`${JSON.stringify({ severity, message, ...fields })}\n`);
  };
}
