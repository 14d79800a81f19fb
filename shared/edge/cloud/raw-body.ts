/** Keeps the framework from reading bodies: it collects the bytes, in `rawBody`, and what they mean is ours to say. */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

let listening = false;

/**
 * The framework parses JSON before our code sees it: malformed JSON would get its HTML page instead of a problem, and
 * every body would be parsed twice. Node announces a request before the framework gets it; here the parsed headers say
 * that it cannot read the body. `rawHeaders`, from which our own Request is made, stay as they came.
 */
export function keepBodiesRaw(): void {
  if (listening) return;
  listening = true;
  subscribe('http.server.request.start', (announced) => {
    const { headers } = (announced as { request: IncomingMessage }).request;
    headers['content-type'] = 'application/octet-stream';
    // Nothing is inflated past every limit; a compressed body is no JSON and is refused as such.
    delete headers['content-encoding'];
  });
}

/**
 * The bytes of a body, none where there was none: those the framework collected, or those still on the socket where another
 * function of this process keeps the framework from reading any (`leaveBodiesUnread`).
 */
export async function rawBodyOf(request: IncomingMessage): Promise<Buffer> {
  const { rawBody } = request as IncomingMessage & { rawBody?: Buffer };
  return rawBody !== undefined || request.readableEnded ? (rawBody ?? Buffer.alloc(0)) : buffer(request);
}
