/** Publishes through the official client, which batches per key: for workers, who publish much at a time. */
import { PubSub, type Topic as PubSubTopic } from '@google-cloud/pubsub';
import type { Topics } from '#shared/ports/topics.ts';
import { attributesOf, type Topic } from '#shared/schemas/message.ts';

export type PubSubOptions = { readonly projectId: string };

/** The client opens its first connection with its first call, and looks at PUBSUB_EMULATOR_HOST itself. */
export function createPubSubTopics({ projectId }: PubSubOptions): Topics & AsyncDisposable {
  const pubsub = new PubSub({ projectId });
  const opened = new Map<Topic, PubSubTopic>();
  const open = (name: Topic): PubSubTopic => {
    let topic = opened.get(name);
    if (topic === undefined) {
      topic = pubsub.topic(name, { messageOrdering: true });
      opened.set(name, topic);
    }
    return topic;
  };

  return {
    publish: async (name, messages) => {
      const topic = open(name);
      const published = messages.map(({ message, orderingKey }) =>
        topic
          .publishMessage({
            data: Buffer.from(JSON.stringify(message)),
            attributes: attributesOf(message),
            ...(orderingKey === undefined ? {} : { orderingKey }),
          })
          .catch((error: unknown) => {
            // After a failure the client refuses the key until it is told that order may go on: the caller repeats the lot.
            if (orderingKey !== undefined) topic.resumePublishing(orderingKey);
            throw error;
          }),
      );
      // Without it, messages would wait for company.
      const [outcomes] = await Promise.all([Promise.allSettled(published), topic.flush()]);
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed !== undefined) {
        throw new Error(`Cannot publish to "${name}": ${(failed.reason as Error).message}`, { cause: failed.reason });
      }
    },
    [Symbol.asyncDispose]: () => pubsub.close(),
  };
}
