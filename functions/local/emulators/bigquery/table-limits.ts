/**
 * What one table bears: two statements that change its rows at a time, further ones wait; and a number of jobs a day that add
 * to it or overwrite it, failed ones included, past which they are refused.
 */
import { BigQueryError } from '#functions/local/emulators/bigquery/failure.ts';
import type { LoadConfiguration, QueryConfiguration } from '#functions/local/emulators/bigquery/jobs.ts';

export type TableLimits = {
  /** Resolves when the job may run; what it resolves with is disposed of when the job has ended. */
  enter(job: { readonly query?: QueryConfiguration; readonly load?: LoadConfiguration }): Promise<Disposable>;
  readonly modifications: ReadonlyMap<string, number>;
};

/** https://cloud.google.com/bigquery/quotas: "Table modifications per day" and "Mutating DML statements". */
const modificationsMaxDefault = 1_500;
const mutatingAtOnceMax = 2;

export function createTableLimits(modificationsMax = modificationsMaxDefault): TableLimits {
  const modifications = new Map<string, number>();
  const mutating = new Map<string, { running: number; readonly waiting: (() => void)[] }>();

  const mutate = async (table: string): Promise<Disposable> => {
    const queue = mutating.get(table) ?? { running: 0, waiting: [] };
    mutating.set(table, queue);
    if (queue.running === mutatingAtOnceMax) await new Promise<void>((resolve) => queue.waiting.push(resolve));
    else queue.running += 1;
    return {
      [Symbol.dispose]: () => {
        const next = queue.waiting.shift();
        if (next === undefined) queue.running -= 1;
        else next();
      },
    };
  };

  return {
    modifications,
    enter: async ({ query, load }) => {
      const written = (load ?? query)?.destinationTable?.tableId;
      if (written !== undefined) {
        const before = modifications.get(written) ?? 0;
        modifications.set(written, before + 1);
        if (before >= modificationsMax) {
          const limit = 'exceeded quota for imports or query appends per table';
          throw new BigQueryError('quotaExceeded', `Quota exceeded: Your table ${limit}: ${written}`);
        }
      }
      const mutated = /^(?:\s+|--[^\n]*\n)*DELETE\s+FROM\s+(\w+)/i.exec(query?.query ?? '')?.[1];
      return mutated === undefined ? { [Symbol.dispose]: () => undefined } : mutate(mutated);
    },
  };
}
