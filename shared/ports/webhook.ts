/** Tells a listener outside what happened. */
export type WebhookCall = {
  readonly url: string;
  /** Names the event: the same id sent again is the same event. */
  readonly id: string;
  /** Unix seconds. */
  readonly sentAt: number;
  /** Whose secret signs it. */
  readonly userId: string;
  readonly payload: object;
};

/**
 * One signed POST. Resolves when the listener took it (2xx), throws when trying again makes sense, and throws a
 * Rejection when the address is not one we may call: only https, and only public addresses.
 */
export interface Webhook {
  send(call: WebhookCall): Promise<void>;
}
