/** Hands what Pub/Sub pushes on to its consumers, and so knows when everything that was sent is done. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { limits } from '#shared/schemas/limits.ts';

/** Takes a push and says with which status it was answered. */
export type Receive = (path: string, body: Buffer) => Promise<number>;

export type Deliveries = AsyncDisposable & {
  /** Where the emulator pushes what is for this consumer. */
  readonly urlOf: (consumer: string) => string;
  /**
   * Resolves when nothing is being delivered, nothing waits to be delivered again, and all is silent. Throws when a
   * message was refused as often as it would be before Pub/Sub buries it.
   */
  readonly idle: () => Promise<void>;
};

/** The emulator pushes within a tenth of a second: silence for so long means that nothing is on its way. */
const silenceMs = 2_000;

export async function startDeliveries(consumers: Readonly<Record<string, Receive>>): Promise<Deliveries> {
  const refused = new Map<string, number>();
  let running = 0;
  let lastAt = 0;

  const server = createServer(async (request, response) => {
    running += 1;
    const [, name = '', path = ''] = /^\/([^/]+)(\/.*)$/.exec(request.url ?? '') ?? [];
    const body = await buffer(request);
    const delivery = `${name} ${idOf(body)}`;
    const status = await (consumers[name]?.(path, body) ?? Promise.resolve(404)).catch(() => 503);
    if (status < 300) refused.delete(delivery);
    else refused.set(delivery, (refused.get(delivery) ?? 0) + 1);
    response.writeHead(status).end();
    running -= 1;
    lastAt = Date.now();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    urlOf: (consumer) => `http://127.0.0.1:${port}/${consumer}`,
    idle: async () => {
      lastAt = Date.now();
      while (running > 0 || refused.size > 0 || Date.now() - lastAt < silenceMs) {
        await sleep(50);
        for (const [delivery, times] of refused) {
          if (times >= limits.deliveryAttemptsMax) throw new Error(`Refused ${times} times: message "${delivery}"`);
        }
      }
    },
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function idOf(body: Buffer): string {
  return (JSON.parse(body.toString()) as { message: { messageId: string } }).message.messageId;
}

/** A consumer that is a function of the framework, listening on `origin`. */
export const toFunction =
  (origin: string): Receive =>
  async (path, body) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${origin}${path}`, { method: 'POST', headers, body: new Uint8Array(body) });
    await answer.arrayBuffer();
    return answer.status;
  };
