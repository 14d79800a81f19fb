/** Where telemetry is gathered: spans around work, metrics from log lines. Nothing happens until somebody collects. */

import type { LogFields } from '#shared/ports/log.ts';
import type { Attributes, Span, Telemetry } from '#shared/ports/telemetry.ts';
import type { Warehouse } from '#shared/ports/warehouse.ts';
import { type Signal, type SignalName, signals } from '#shared/schemas/signals.ts';

/** One for the process, like its standard error: the code that starts the process says where it goes. */
let collector: Telemetry | undefined;

/** From now on; undefined stops it. */
export function collectWith(telemetry: Telemetry | undefined): void {
  collector = telemetry;
}

/** `describe` is asked only when somebody collects, so that it may take its time. */
export function inSpan<R>(describe: () => Span<R>, work: () => Promise<R>): Promise<R> {
  return collector === undefined ? work() : collector.span(describe(), work);
}

const byMessage = Map.groupBy(
  Object.entries(signals as Record<string, Signal>) as [SignalName, Signal][],
  ([, { message }]) => message,
);

/** A log line as the metrics that are made of it: the cloud makes the same ones of the lines themselves. */
export function recordLine(message: string, fields: LogFields): void {
  if (collector === undefined) return;
  for (const [name, { verb, where = {}, field, by = [] }] of byMessage.get(message) ?? []) {
    const value = field === undefined ? 1 : fields[field];
    const meant = fields.verb === verb && Object.entries(where).every(([key, text]) => fields[key] === text);
    if (meant && typeof value === 'number') collector.record(name, value, picked(fields, by));
  }
}

function picked(fields: LogFields, names: readonly string[]): Attributes {
  return Object.fromEntries(names.map((name) => [name, String(fields[name])]));
}

/** A warehouse whose statements are spans, each page one of its own. */
export function withSpans<W extends Warehouse>(warehouse: W): W {
  const of = (statement: string) => () => ({ name: `warehouse ${statement}` });
  return {
    ...warehouse,
    async *pages<R>(...asked: Parameters<Warehouse['pages']>) {
      const pages = warehouse.pages<R>(...asked)[Symbol.asyncIterator]();
      try {
        for (;;) {
          const page = await inSpan(of(asked[0].name), () => pages.next());
          if (page.done === true) return;
          yield page.value;
        }
      } finally {
        await pages.return?.();
      }
    },
    materialise: (...asked) => inSpan(of(asked[0].name), () => warehouse.materialise(...asked)),
    remove: (...asked) => inSpan(of(asked[0].name), () => warehouse.remove(...asked)),
    load: (table, ...rest) => inSpan(of(table), () => warehouse.load(table, ...rest)),
    ...(warehouse.within && { within: (id: string) => withSpans(warehouse.within?.(id) ?? warehouse) }),
  };
}
