/** Who receives what. In the cloud these are Pub/Sub subscriptions; see infra. */
import type { Topic } from '#shared/schemas/message.ts';

export const subscriptions = {
  learn: 'listens',
  warehouse: 'listens',
  publish: 'models',
  assemble: 'editions',
  forget: 'erasures',
} as const satisfies Record<string, Topic>;
