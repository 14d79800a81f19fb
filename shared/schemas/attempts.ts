/** How often a message is delivered before it is a dead letter: what both homes, infra and the logs go by. */
import { limits } from '#shared/schemas/limits.ts';
import type { Topic } from '#shared/schemas/message.ts';

export function attemptsMaxOf(topic: Topic): number {
  if (topic === 'erasures') return limits.erasureAttemptsMax;
  return topic === 'models' ? limits.publicationAttemptsMax : limits.deliveryAttemptsMax;
}
