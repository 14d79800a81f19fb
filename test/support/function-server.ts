/** A function as the framework serves it, over real HTTP. */
import type { AddressInfo } from 'node:net';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { afterAll } from 'vitest';

/** The address of a registered function; its server ends with the suite. */
export async function served(verb: string): Promise<string> {
  const server = getTestServer(verb);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
