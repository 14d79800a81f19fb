/** The Factoriser port on worker threads, so that the event loop stays free and every core helps. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Job, JobResult } from '#shared/adapters/threads/factoriser-worker.ts';
import type { Factoriser } from '#shared/ports/factoriser.ts';
import type { ItemPairs } from '#shared/schemas/interactions.ts';

export type ThreadOptions = {
  /** Threads that take pairs out of the vectors; the factorisation itself runs on one. */
  readonly threads?: number;
};

export function createThreadedFactoriser({ threads = availableParallelism() }: ThreadOptions = {}): Factoriser {
  return {
    async pairs(interactions, { neighboursMax, ...request }) {
      const { vectors, targets } = await run({ job: 'factorise', interactions, request });
      const parts = Array.from({ length: threads }, (_, part) => ({
        targets,
        perSource: neighboursMax,
        from: Math.floor((part * interactions.items) / threads),
        to: Math.floor(((part + 1) * interactions.items) / threads),
      }));
      return joined(await Promise.all(parts.map((request) => run({ job: 'pairs', vectors, request }))));
    },
  };
}

/** Runs one job in a thread of its own; rejects with what it threw. */
function run<J extends Job>(job: J): Promise<JobResult<J>> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./factoriser-worker.ts', import.meta.url), { workerData: job });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`Cannot factorise: the thread ended with code ${code}`)));
  });
}

function joined(parts: readonly ItemPairs[]): ItemPairs {
  const count = parts.reduce((sum, { sources }) => sum + sources.length, 0);
  const sources = new Int32Array(count);
  const targets = new Int32Array(count);
  const scores = new Float64Array(count);
  let at = 0;
  for (const part of parts) {
    sources.set(part.sources, at);
    targets.set(part.targets, at);
    scores.set(part.scores, at);
    at += part.sources.length;
  }
  return { sources, targets, scores };
}
