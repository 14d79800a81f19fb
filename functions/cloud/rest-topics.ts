/** Pub/Sub over REST, for verbs that publish a message now and then. */
import { restTo } from '#functions/cloud/rest-to.ts';
import { createPubSubRestTopics } from '#shared/adapters/pubsub/rest-topics.ts';
import type { CloudConfig } from '#shared/edge/cloud/config.ts';
import type { Topics } from '#shared/ports/topics.ts';

export function restTopics({ projectId, emulators }: CloudConfig): Topics {
  return createPubSubRestTopics({ rest: restTo('pubsub', emulators.pubsub), projectId });
}
