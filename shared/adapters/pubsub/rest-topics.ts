/** Publishes over plain REST: for `ingest`, whose first answer cannot wait for a client library to load. */
import type { Rest } from '#shared/adapters/google/rest.ts';
import { type OrderedRequests, orderedRequestsOf } from '#shared/adapters/pubsub/requests.ts';
import type { Topics } from '#shared/ports/topics.ts';

export type PubSubRestOptions = { readonly rest: Rest; readonly projectId: string };

/** Keys whose requests are under way at once. */
const linesAtOnce = 16;

export function createPubSubRestTopics({ rest, projectId }: PubSubRestOptions): Topics {
  return {
    publish: async (topic, messages) => {
      const path = `/v1/projects/${projectId}/topics/${topic}:publish`;
      const lines = orderedRequestsOf(messages).values();
      const workers = Array.from({ length: linesAtOnce }, async () => {
        for (const line of lines) await publishLine(rest, path, line);
      });
      await Promise.all(workers);
    },
  };
}

/** One request after the other: the next one may not overtake. */
async function publishLine(rest: Rest, path: string, { orderingKey, requests }: OrderedRequests): Promise<void> {
  const key = orderingKey === '' ? {} : { orderingKey };
  for (const request of requests) {
    await rest.post(path, {
      messages: request.map(({ data, attributes }) => ({ data: data.toString('base64'), attributes, ...key })),
    });
  }
}
