/** Bodies of HTTP functions, read when somebody asks for them: after the token was looked at, and bounded. */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { limits } from '#shared/schemas/limits.ts';
import { Rejection } from '#shared/schemas/problem.ts';

let listening = false;

/**
 * The framework would keep every body whole, up to a gigabyte, before our code sees whose it is. Node announces a request
 * before the framework gets it; here the parsed headers say that there is no body, so that the framework leaves it on the
 * socket. `rawHeaders`, from which our own Request is made, stay as they came.
 */
export function leaveBodiesUnread(): void {
  if (listening) return;
  listening = true;
  subscribe('http.server.request.start', (announced) => {
    const { headers } = (announced as { request: IncomingMessage }).request;
    delete headers['content-length'];
    delete headers['transfer-encoding'];
  });
}

/** Bytes of bodies that this process holds now. */
let held = 0;

export type GatedBody = {
  readonly chunks: () => AsyncGenerator<Uint8Array>;
  /** Gives back what the body took of the room for all of them; what is left of it is let go by. */
  readonly release: () => void;
};

/** The body of a request, bounded alone and together with all others: what is over is refused before it is kept. */
export function gate(incoming: IncomingMessage, dials: GateDials = limits): GatedBody {
  let own = 0;
  return {
    async *chunks() {
      // Left open when what comes is too much: the refusal goes out on the same connection.
      for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
        own += chunk.length;
        held += chunk.length;
        if (own > dials.bodyBytesMax) throw new Rejection('too-large', `The body is over ${dials.bodyBytesMax} bytes`);
        if (held > dials.bodyBytesHeldMax) {
          throw new Rejection('overloaded', 'Too many bodies at once; send it again in a moment', {
            retryAfterSeconds: 1,
          });
        }
        yield chunk;
      }
    },
    release: () => {
      held -= own;
      own = 0;
      incoming.resume();
    },
  };
}

type GateDials = { readonly bodyBytesMax: number; readonly bodyBytesHeldMax: number };
