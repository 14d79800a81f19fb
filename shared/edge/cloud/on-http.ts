/** Registers a verb that answers HTTP, over the same web-standard handler that the embedded home serves. */
import { http } from '@google-cloud/functions-framework';
import { getRequestListener } from '@hono/node-server';
import { leaveDomain } from '#shared/edge/cloud/leave-domain.ts';
import { keepBodiesRaw } from '#shared/edge/cloud/raw-body.ts';
import { traced } from '#shared/edge/cloud/trace.ts';
import type { HttpHandler, Peer } from '#shared/edge/http/dispatch.ts';

export type HttpVerb = {
  readonly verb: string;
  readonly handle: HttpHandler;
  /** Proxies of the deployment's own that stand between Google's front end and the caller: a load balancer is one. */
  readonly proxies: number;
};

export function onHttp({ verb, handle, proxies }: HttpVerb): void {
  keepBodiesRaw();
  const listener = getRequestListener((request, peer) => handle(request, callerOf(request, peer, proxies)), {
    overrideGlobalObjects: false,
  });
  http(verb, (request, response) => {
    leaveDomain();
    return traced(request.headers, () => listener(request, response));
  });
}

/**
 * Every connection comes from Google's front end. Whom it speaks for is the last address in the header, or the one
 * before those of our own proxies: whatever stands further left a caller can make up.
 */
function callerOf(request: Request, peer: Peer, proxies: number): Peer {
  const addresses = request.headers.get('x-forwarded-for')?.split(',') ?? [];
  const remoteAddress = addresses.at(-1 - proxies)?.trim();
  return remoteAddress === undefined ? peer : { incoming: { socket: { remoteAddress } } };
}
