/** The Webhook port over node's own http: signed, bounded, and never to an address inside. */
import { lookup as resolve } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isPublicAddress } from '#shared/adapters/webhook/public-address.ts';
import { webhookSecret, webhookSignature } from '#shared/domain/webhook-signature.ts';
import type { Webhook } from '#shared/ports/webhook.ts';
import { Rejection } from '#shared/schemas/problem.ts';

export type WebhookOptions = {
  /** The deployment's secret, from which every user's own is derived. */
  readonly secret: string;
  /** Development only: also plain http, and addresses of this machine. */
  readonly loopbackAllowed: boolean;
};

const timeoutMs = 10_000;

export function createWebhook({ secret, loopbackAllowed }: WebhookOptions): Webhook {
  return {
    send: async ({ url, id, sentAt, userId, payload }) => {
      const target = new URL(url);
      const body = JSON.stringify({ ...payload, timestamp: new Date(sentAt * 1000).toISOString() });
      const address = await allowedAddress(target, loopbackAllowed);
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'Segue',
        'webhook-id': id,
        'webhook-timestamp': String(sentAt),
        'webhook-signature': webhookSignature(webhookSecret(secret, userId), { id, sentAt, body }),
      };
      const status = await post(target, address, headers, body);
      if (status < 200 || status > 299) throw new Error(`Cannot announce to "${target.host}": it answered ${status}`);
    },
  };
}

type Address = { readonly address: string; readonly family: number };

/**
 * Resolves the name once and connects to that very address, so that a name cannot point elsewhere between check and
 * use. Every address of the name must be public.
 */
async function allowedAddress(target: URL, loopbackAllowed: boolean): Promise<Address> {
  const host = target.hostname.replace(/^\[|\]$/g, '');
  const addresses = await resolve(host, { all: true });
  const inside = addresses.filter(({ address }) => !isPublicAddress(address));
  const loopback =
    inside.length > 0 && addresses.every(({ address }) => address === '::1' || address.startsWith('127.'));
  if (loopback && loopbackAllowed) return addresses[0] as Address;
  if (inside.length > 0) throw new Rejection('forbidden', `"${target.host}" is not a public address`);
  if (target.protocol !== 'https:') throw new Rejection('forbidden', `"${target.host}" must be called by https`);
  return addresses[0] as Address;
}

/** One POST; redirects are answers like any other, and the answer's body is thrown away. */
function post(
  target: URL,
  { address, family }: Address,
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
        timeout: timeoutMs,
        lookup: (_host, options, callback) => {
          if (options.all === true) callback(null, [{ address, family }]);
          else callback(null, address, family);
        },
      },
      (response) => {
        response.resume();
        done(response.statusCode ?? 0);
      },
    );
    sent.on('timeout', () =>
      sent.destroy(new Error(`Cannot announce to "${target.host}": no answer in ${timeoutMs} ms`)),
    );
    sent.on('error', fail);
    sent.end(body);
  });
}
