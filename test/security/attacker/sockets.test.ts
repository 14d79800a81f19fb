/** Callers without a token who take what they can of the server itself: connections, unread answers, requests never ended. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createHomeServer, type ServerDials } from '#functions/local/server.ts';
import { limits } from '#shared/schemas/limits.ts';

const dials: ServerDials = {
  connectionsPerAddressMax: 20,
  connectionsMax: 30,
  pipelinedRequestsMax: 16,
  requestSecondsMax: 1,
  unreadSecondsMax: 1,
};
const shortBytes = 200_000;
/** More than the buffers of the system between two sockets of one machine. */
const longBytes = 40_000_000;

type Running = AsyncDisposable & { readonly open: () => Socket; readonly server: Server; readonly asked: () => number };

async function run(answerBytes = shortBytes): Promise<Running> {
  let asked = 0;
  const answer = 'x'.repeat(answerBytes);
  const server = createHomeServer(async (request) => {
    asked += 1;
    await pause(1);
    return new Response(request.method === 'POST' ? await request.text() : answer);
  }, dials);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const sockets: Socket[] = [];
  return {
    server,
    asked: () => asked,
    open: () => {
      const socket = connect(port, '127.0.0.1').on('error', () => {});
      sockets.push(socket);
      return socket;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const get = 'GET /openapi.json HTTP/1.1\r\nHost: h\r\n\r\n';
const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    if (socket.closed) resolve();
    else socket.once('close', () => resolve());
  });

describe('createHomeServer', () => {
  it('I11 Bounded: nine connections that pipeline and never read hold at most one answer each, and are given up', async () => {
    await using home = await run();
    const sockets = Array.from({ length: 9 }, () => home.open().pause());
    const before = process.memoryUsage();
    for (const socket of sockets) socket.write(get.repeat(2_000));
    await pause(500);
    // One under way when the flood is seen; what the same read of the socket holds beyond it is not looked at.
    expect(home.asked()).toBeLessThanOrEqual(9);
    const after = process.memoryUsage();
    expect(after.rss - before.rss).toBeLessThan(150_000_000);
    for (const socket of sockets) socket.resume();
    await Promise.all(sockets.map(closed));
  });

  it('answers what a client pipelines within the limit, in order', async () => {
    await using home = await run();
    const socket = home.open();
    let bytes = 0;
    socket.on('data', (some) => {
      bytes += some.length;
    });
    socket.write(get.repeat(dials.pipelinedRequestsMax));
    while (bytes < dials.pipelinedRequestsMax * shortBytes) await pause(5);
    expect(home.asked()).toBe(dials.pipelinedRequestsMax);
    expect(socket.closed).toBe(false);
  });

  it('I11 Bounded: a client that does not read its answer is given up after its time', async () => {
    await using home = await run(longBytes);
    const socket = home.open().pause();
    const open = once(home.server, 'connection') as Promise<[Socket]>;
    const [held] = await open;
    socket.write(get);
    const since = performance.now();
    await closed(held);
    expect(performance.now() - since).toBeLessThan(5_000);
  });

  it('I11 Bounded: a request that is never ended is given up after its time', async () => {
    await using home = await run();
    const socket = home.open().resume();
    socket.write('POST /1/submit-listens HTTP/1.1\r\nHost: h\r\nContent-Length: 10000000\r\n\r\n{');
    const since = performance.now();
    await closed(socket);
    expect(performance.now() - since).toBeLessThan(5_000);
  });

  it('I11 Bounded: one address has so many connections, and leaves room for others', async () => {
    await using home = await run();
    const sockets = Array.from({ length: 25 }, () => home.open().resume());
    await pause(300);
    expect(sockets.filter(({ closed }) => closed)).toHaveLength(5);
    for (const socket of sockets.slice(0, 10)) socket.destroy();
    await pause(100);
    const again = home.open();
    await once(again.resume().setNoDelay(), 'connect');
    again.write(get);
    const [some] = await once(again, 'data');
    expect(String(some)).toContain('200 OK');
    expect(limits.connectionsPerAddressMax).toBeLessThan(limits.connectionsMax);
  });
});
