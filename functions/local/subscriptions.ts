/** Who receives what. In the cloud these are Pub/Sub subscriptions; see infra. */
import type { Topic } from '#shared/schemas/message.ts';

export const subscriptions = {
  learn: 'listens',
  warehouse: 'listens',
  publish: 'models',
  assemble: 'editions',
  forget: 'erasures',
} as const satisfies Record<string, Topic>;

/** Where a media server is named, somebody writes editions into it. */
export const playerSubscriptions = { ...subscriptions, deliver: 'editions' } as const;
