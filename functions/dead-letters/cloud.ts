/**
 * Dead letters in the cloud: what the subscriptions `<topic>-<consumer>-dead` keep (infra/topics.tf). Pub/Sub keeps no
 * reason with them; the verb logged it with each delivery, the last time as "message buried".
 */
import type { DeadLetters, Letter } from '#functions/dead-letters/letters.ts';
import type { Rest } from '#shared/adapters/google/rest.ts';
import type { Topic } from '#shared/schemas/message.ts';

type Pulled = {
  readonly ackId: string;
  readonly message: {
    readonly messageId: string;
    readonly data?: string;
    readonly attributes?: Readonly<Record<string, string>>;
    readonly orderingKey?: string;
    readonly publishTime: string;
  };
};

export type CloudOptions = {
  readonly rest: Rest;
  readonly projectId: string;
  /** Consumer to the topic it is told of. */
  readonly consumers: Readonly<Record<string, Topic>>;
};

const pageSize = 100;
/** Letters held at a time: what is pulled is nobody else's for a minute. */
const heldMax = 1_000;
/** A pull that does not wait may find nothing although there is something. */
const emptyPullsMax = 3;

export function cloudDeadLetters({ rest, projectId, consumers }: CloudOptions): DeadLetters {
  const root = `/v1/projects/${projectId}`;
  const subscriptionOf = (consumer: string): string => `${root}/subscriptions/${consumers[consumer]}-${consumer}-dead`;

  const pull = async (subscription: string): Promise<Pulled[]> => {
    const held: Pulled[] = [];
    for (let empty = 0; empty < emptyPullsMax && held.length < heldMax; ) {
      const asked = { maxMessages: pageSize, returnImmediately: true };
      const { receivedMessages = [] } = (await rest.post(`${subscription}:pull`, asked)) as {
        receivedMessages?: Pulled[];
      };
      if (receivedMessages.length === 0) empty += 1;
      held.push(...receivedMessages);
    }
    return held;
  };
  const giveBack = async (subscription: string, letters: readonly Pulled[]): Promise<void> => {
    const ackIds = letters.map(({ ackId }) => ackId);
    if (ackIds.length > 0) await rest.post(`${subscription}:modifyAckDeadline`, { ackIds, ackDeadlineSeconds: 0 });
  };
  const replayOne = async (topic: Topic, subscription: string, { ackId, message }: Pulled): Promise<void> => {
    const { data = '', orderingKey } = message;
    const attributes = Object.fromEntries(
      Object.entries(message.attributes ?? {}).filter(([name]) => !name.startsWith('CloudPubSubDead')),
    );
    const again = { data, attributes, ...(orderingKey === undefined ? {} : { orderingKey }) };
    await rest.post(`${root}/topics/${topic}:publish`, { messages: [again] });
    await rest.post(`${subscription}:acknowledge`, { ackIds: [ackId] });
  };

  return {
    async *list() {
      for (const consumer of Object.keys(consumers)) {
        const subscription = subscriptionOf(consumer);
        const letters = await pull(subscription);
        try {
          for (const letter of letters) yield letterOf(consumer, letter);
        } finally {
          await giveBack(subscription, letters);
        }
      }
    },
    replay: async (ids) => {
      const replayed: string[] = [];
      for (const [consumer, topic] of Object.entries(consumers)) {
        const subscription = subscriptionOf(consumer);
        const letters = await pull(subscription);
        const isAsked = ({ message }: Pulled): boolean => ids === 'all' || ids.has(message.messageId);
        for (const letter of letters.filter(isAsked)) {
          await replayOne(topic, subscription, letter);
          replayed.push(letter.message.messageId);
        }
        await giveBack(
          subscription,
          letters.filter((letter) => !isAsked(letter)),
        );
      }
      return replayed;
    },
  };
}

function letterOf(consumer: string, { message }: Pulled): Letter {
  const { messageId, publishTime, data = '', attributes = {} } = message;
  return {
    id: messageId,
    consumer,
    attempts: Number(attributes.CloudPubSubDeadLetterSourceDeliveryCount ?? 0),
    failedAt: publishTime,
    reason:
      consumer === 'warehouse'
        ? 'BigQuery refused it'
        : `the log of "${consumer}" has it: jsonPayload.message="message buried"`,
    body: Buffer.from(data, 'base64').toString(),
  };
}
