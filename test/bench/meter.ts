/** Measures named pieces of work that run one after the other: seconds, and the most memory the process held meanwhile. */

export type Meter = {
  readonly measure: <R>(name: string, work: () => Promise<R>) => Promise<R>;
  readonly found: ReadonlyMap<string, { readonly seconds: number; readonly peakMb: number }>;
  readonly stop: () => void;
};

const sampleMs = 10;

export function startMeter(): Meter {
  const found = new Map<string, { seconds: number; peakMb: number }>();
  const running = new Map<string, number>();
  const sample = (): void => {
    const megabytes = process.memoryUsage.rss() / 1e6;
    for (const [name, peak] of running) running.set(name, Math.max(peak, megabytes));
  };
  const timer = setInterval(sample, sampleMs);
  return {
    measure: async (name, work) => {
      running.set(name, running.get(name) ?? 0);
      const startedAt = performance.now();
      try {
        return await work();
      } finally {
        sample();
        const known = found.get(name) ?? { seconds: 0, peakMb: 0 };
        const seconds = known.seconds + (performance.now() - startedAt) / 1_000;
        found.set(name, { seconds, peakMb: Math.max(known.peakMb, running.get(name) ?? 0) });
        running.delete(name);
      }
    },
    found,
    stop: () => clearInterval(timer),
  };
}
