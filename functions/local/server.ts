/**
 * The HTTP server of the embedded home: one request of a connection at a time, few connections of an address, and none that
 * takes its time for ever. So what clients can make it hold is bounded before anybody knows who they are.
 *
 *   socket ── request ──▶ answered ──▶ read by the client ── next request
 *                │ pipelined: waits, at most `pipelinedRequestsMax`
 */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { HttpHandler, Peer } from '#shared/edge/http/dispatch.ts';
import { limits } from '#shared/schemas/limits.ts';

export type ServerDials = {
  readonly connectionsPerAddressMax: number;
  readonly connectionsMax: number;
  readonly pipelinedRequestsMax: number;
  readonly requestSecondsMax: number;
  /** Seconds after which a client that does not read its answer is given up. */
  readonly unreadSecondsMax: number;
};

export function createHomeServer(fetch: HttpHandler, dials: ServerDials = limits): Server {
  const listener = getRequestListener((request, env) => fetch(request, env as Peer), { overrideGlobalObjects: false });
  const server = createServer(
    {
      requestTimeout: dials.requestSecondsMax * 1_000,
      headersTimeout: Math.min(10, dials.requestSecondsMax) * 1_000,
      connectionsCheckingInterval: 1_000,
      keepAliveTimeout: 65_000,
    },
    oneAtATime((request, response) => void listener(request, response), dials.pipelinedRequestsMax),
  );
  server.maxConnections = dials.connectionsMax;
  limitAddresses(server, dials.connectionsPerAddressMax);
  // A listener of this event decides alone: work that takes long is no reason to hang up, an answer nobody reads is one.
  server.setTimeout(dials.unreadSecondsMax * 1_000, (socket) => {
    if (socket.writableLength > 0 || lines.get(socket)?.busy !== true) socket.destroy();
  });
  return server;
}

type Line = { busy: boolean; readonly waiting: (() => void)[] };
const lines = new WeakMap<Socket, Line>();

/** Runs the next request of a connection when the answer before it has been taken over by the system. */
function oneAtATime(listener: RequestListener, waitingMax: number): RequestListener {
  return (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    if (socket.destroyed) return;
    const line = lines.get(socket) ?? { busy: false, waiting: [] };
    lines.set(socket, line);
    const { waiting } = line;
    const begin = (): void => {
      line.busy = true;
      response.once('close', () => {
        line.busy = false;
        if (!socket.destroyed) waiting.shift()?.();
      });
      listener(request, response);
    };
    if (!line.busy) begin();
    else if (waiting.length < waitingMax) waiting.push(begin);
    else {
      waiting.length = 0;
      socket.destroy();
    }
  };
}

function limitAddresses(server: Server, connectionsMax: number): void {
  const open = new Map<string, number>();
  server.on('connection', (socket) => {
    const address = socket.remoteAddress ?? '';
    const count = (open.get(address) ?? 0) + 1;
    if (count > connectionsMax) {
      socket.destroy();
      return;
    }
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left === 0) open.delete(address);
      else open.set(address, left);
    });
  });
}
