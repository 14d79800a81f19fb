/** Once a test run: hands out the emulators' addresses, and starts them only when the first suite asks. */
import { createServer } from 'node:http';
import type { TestProject } from 'vitest/node';
import { type Emulators, startEmulators } from '#functions/local/emulators/emulator.ts';
import { findEmulators } from '#functions/local/emulators/sdk.ts';

/** What a suite is told: where the emulators are, or why there are none. */
export type EmulatorsFound =
  | { readonly found: true; readonly firestore: string; readonly pubsub: string }
  | { readonly found: false; readonly missing: string };

declare module 'vitest' {
  export interface ProvidedContext {
    emulatorsUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let started: Emulators | undefined;
  const start = async (): Promise<EmulatorsFound> => {
    const jars = await findEmulators();
    if (!jars.found) return jars;
    started = await startEmulators(jars);
    return { found: true, firestore: started.firestore, pubsub: started.pubsub };
  };

  let asked: Promise<EmulatorsFound> | undefined;
  const server = createServer((_request, response) => {
    asked ??= start();
    asked.then(
      (found) => response.end(JSON.stringify(found)),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  project.provide('emulatorsUrl', `http://127.0.0.1:${(server.address() as { port: number }).port}`);

  return async () => {
    server.close();
    server.closeAllConnections();
    await asked?.catch(() => undefined);
    await started?.[Symbol.asyncDispose]();
  };
}
