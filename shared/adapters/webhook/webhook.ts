/** The Webhook port over node's own http: signed, bounded, and never to an address inside. */
import { lookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isPublicAddress } from '#shared/adapters/webhook/public-address.ts';
import { webhookSecret, webhookSignature } from '#shared/formats/webhook-signature.ts';
import type { Webhook } from '#shared/ports/webhook.ts';
import { Rejection } from '#shared/schemas/problem.ts';

export type ResolvedAddress = { readonly address: string; readonly family: number };

export type WebhookOptions = {
  /** The deployment's secret, from which every user's own is derived. */
  readonly secret: string;
  /** Also addresses of this machine, and those by plain http: for a receiver that runs beside it. */
  readonly loopbackAllowed: boolean;
  /** Every address of a name; the machine's own resolver when left out. */
  readonly resolve?: (host: string) => Promise<readonly ResolvedAddress[]>;
};

/** From the name to the status: a receiver that drips its headers is given up like one that is silent. */
const timeoutMs = 10_000;
/** A receiver that was silent is left alone for a while: who waits for it would keep others from being told. */
const deafMs = 60_000;
const deafMax = 10_000;

export function createWebhook({ secret, loopbackAllowed, resolve = resolveAll }: WebhookOptions): Webhook {
  /** Hosts that did not answer, until when they are not tried (milliseconds of this process). */
  const deaf = new Map<string, number>();
  const listen = async (host: string, work: () => Promise<number>): Promise<number> => {
    const until = deaf.get(host);
    if (until !== undefined && performance.now() < until)
      throw new Error(`Cannot announce to "${host}": it was silent a moment ago`);
    deaf.delete(host);
    try {
      return await work();
    } catch (error) {
      if (deaf.size >= deafMax) deaf.clear();
      deaf.set(host, performance.now() + deafMs);
      throw error;
    }
  };
  return {
    send: async ({ url, id, sentAt, userId, payload }) => {
      const target = new URL(url);
      const body = JSON.stringify({ ...payload, timestamp: new Date(sentAt * 1000).toISOString() });
      const host = target.hostname.replace(/^\[|\]$/g, '');
      const address = allowedAddress(target, await resolve(host), loopbackAllowed);
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'Segue',
        'webhook-id': id,
        'webhook-timestamp': String(sentAt),
        'webhook-signature': webhookSignature(webhookSecret(secret, userId), { id, sentAt, body }),
      };
      const status = await listen(target.host, () => post(target, address, headers, body));
      if (status >= 200 && status <= 299) return;
      const refusal = `Cannot announce to "${target.host}": it answered ${status}`;
      // Asking again changes nothing, and it is the user's receiver, not the operator's, that has to be mended.
      throw isFinal(status) ? new Rejection('forbidden', refusal) : new Error(refusal);
    },
  };
}

/** Refused for good: all of 4xx but what asks for patience. */
const isFinal = (status: number): boolean => status >= 400 && status < 500 && ![408, 425, 429].includes(status);

/** None for a name that nobody has; a resolver that does not answer is an error. */
const resolveAll = (host: string): Promise<ResolvedAddress[]> =>
  lookup(host, { all: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOTFOUND') return [];
    throw error;
  });

/**
 * The very address to connect to, so that a name cannot point elsewhere between check and use. Every address of the name
 * must be public.
 */
function allowedAddress(target: URL, addresses: readonly ResolvedAddress[], loopbackAllowed: boolean): ResolvedAddress {
  const [first] = addresses;
  if (first === undefined) throw new Rejection('forbidden', `"${target.host}" has no address`);
  if (loopbackAllowed && addresses.every(isLoopback)) return first;
  if (!addresses.every(({ address }) => isPublicAddress(address))) {
    throw new Rejection('forbidden', `"${target.host}" is not a public address`);
  }
  if (target.protocol !== 'https:') throw new Rejection('forbidden', `"${target.host}" must be called by https`);
  return first;
}

const isLoopback = ({ address }: ResolvedAddress): boolean => address === '::1' || address.startsWith('127.');

/** One POST on a connection of its own; redirects are answers like any other, and nothing after the status is read. */
function post(
  target: URL,
  { address, family }: ResolvedAddress,
  headers: Record<string, string | number>,
  body: string,
): Promise<number> {
  const request = target.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((done, fail) => {
    const sent = request(
      target,
      {
        method: 'POST',
        headers,
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
        lookup: (_host, options, callback) => {
          if (options.all === true) callback(null, [{ address, family }]);
          else callback(null, address, family);
        },
      },
      (response) => {
        done(response.statusCode ?? 0);
        sent.destroy();
      },
    );
    sent.on('error', (cause) => fail(new Error(`Cannot announce to "${target.host}": ${cause.message}`, { cause })));
    sent.end(body);
  });
}
