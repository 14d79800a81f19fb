/** Signatures as Standard Webhooks has them (standardwebhooks.com, specification 1.0.0), so that receivers can use its libraries. */
import { createHmac } from 'node:crypto';

/** A user's own signing secret, derived from the deployment's, so that none has to be stored: "whsec_" and base64. */
export function webhookSecret(deploymentSecret: string, userId: string): string {
  return `whsec_${createHmac('sha256', deploymentSecret).update(`webhook:${userId}`).digest('base64')}`;
}

export type Signed = { readonly id: string; readonly sentAt: number; readonly body: string };

/** The value of the `webhook-signature` header: HMAC-SHA256 over id, instant (Unix seconds) and body. */
export function webhookSignature(secret: string, { id, sentAt, body }: Signed): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${sentAt}.${body}`).digest('base64')}`;
}
