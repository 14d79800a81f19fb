/** Prints how many checks of a port an adapter has passed, beside the adapter's name. */
import { afterAll, afterEach } from 'vitest';

/** Within the `describe` that names the adapter. */
export function printChecks(port: string): void {
  let adapter = '';
  let passed = 0;
  afterEach(({ task }) => {
    adapter = task.suite?.name ?? task.file.name;
    if (task.result?.state !== 'fail') passed += 1;
  });
  afterAll(() => console.info(`${port} on ${adapter}: ${passed} checks passed`));
}
