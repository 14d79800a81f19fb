/** Tells the bench the port of a server, and ends the process when the bench is done with it. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export function tell(server: { address(): ReturnType<Server['address']> }, close: () => Promise<void>): void {
  process.send?.({ port: (server.address() as AddressInfo).port });
  process.once('SIGTERM', () => void close().finally(() => process.exit(0)));
}
