/** Registers a verb that answers HTTP, over the same web-standard handler that the embedded home serves. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { http } from '@google-cloud/functions-framework';
import { type GatedBody, gate, leaveBodiesUnread } from '#shared/edge/cloud/body-gate.ts';
import { leaveDomain } from '#shared/edge/cloud/leave-domain.ts';
import { withTrace } from '#shared/edge/cloud/trace.ts';
import { type Body, Request as ReadRequest } from '#shared/edge/cloud/web.ts';
import type { HttpHandler, Peer } from '#shared/edge/http/dispatch.ts';

export type HttpFunction = {
  readonly verb: string;
  readonly handle: HttpHandler;
  /** Proxies of the deployment's own that stand between Google's front end and the caller: a load balancer is one. */
  readonly proxies: number;
};

export function onHttp({ verb, handle, proxies }: HttpFunction): void {
  leaveBodiesUnread();
  http(verb, (incoming, outgoing) => {
    leaveDomain();
    return withTrace(incoming.headers, async () => {
      const body = gate(incoming);
      try {
        const answer = await handle(requestOf(incoming, body), callerOf(incoming, proxies));
        await send(outgoing, answer);
      } finally {
        body.release();
      }
    });
  });
}

function requestOf(incoming: IncomingMessage, body: GatedBody): Request {
  const { method = 'GET', url = '/', rawHeaders } = incoming;
  const headers = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? ''] as const] : []));
  const origin = url.startsWith('/') ? `https://${incoming.headers.host ?? 'localhost'}` : '';
  const request = new ReadRequest(`${origin}${url}`, { method, headers, body: body.chunks });
  return request as unknown as Request;
}

/**
 * Every connection comes from Google's front end. Whom it speaks for is the last address in the header, or the one
 * before those of our own proxies: whatever stands further left a caller can make up.
 */
function callerOf({ headers, socket }: IncomingMessage, proxies: number): Peer {
  const addresses = String(headers['x-forwarded-for'] ?? '').split(',');
  const remoteAddress = addresses.at(-1 - proxies)?.trim() || socket.remoteAddress;
  return { incoming: { socket: { remoteAddress } } };
}

/** A caller that goes away in the middle of a stream is nobody's failure. */
async function send(outgoing: ServerResponse, { status, headers, body }: Response): Promise<void> {
  outgoing.statusCode = status;
  for (const [name, value] of headers) outgoing.setHeader(name, value);
  const content = body as Body;
  if (content === null || typeof content === 'string' || content instanceof Uint8Array) outgoing.end(content);
  else await pipeline(Readable.fromWeb(content), outgoing).catch(() => outgoing.destroy());
}
