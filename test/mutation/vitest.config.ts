/** What mutation testing runs: the laws of the domain and of the edge, which need no home, no emulator and no clock. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/domain/**/*.test.ts'],
    testTimeout: 900_000,
  },
});
