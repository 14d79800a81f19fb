/**
 * A message of a topic, however it arrives. The envelope is what a platform wraps; what it means is the topic's schema.
 *
 *   Pub/Sub push            { message: { data, messageId, … }, subscription }
 *   CloudEvent, binary      the same body, with ce-* headers
 *   CloudEvent, structured  { specversion, type, data: { message, … } }
 */
import { z } from 'zod';
import { type MessageOf, type Topic, topics } from '#shared/schemas/message.ts';

const PubSubMessage = z.object({
  data: z.base64().default(''),
  messageId: z.string(),
  publishTime: z.string().optional(),
  orderingKey: z.string().optional(),
});
const Push = z.object({
  message: PubSubMessage,
  subscription: z.string().optional(),
  /** Sent when the subscription has a dead-letter topic; 1 is the first. */
  deliveryAttempt: z.int().optional(),
});
const StructuredEvent = z.object({ specversion: z.literal('1.0'), data: Push });

export type PushDelivery = z.infer<typeof Push>;

/** Takes the envelope off. Throws for a body that neither Pub/Sub nor Eventarc would send. */
export function deliveryIn(body: Buffer): PushDelivery {
  const parsed = z.union([StructuredEvent, Push]).safeParse(jsonOf(body.toString('utf8')));
  if (!parsed.success) throw new Error('Cannot read the request: it is neither a Pub/Sub push nor a CloudEvent');
  return 'data' in parsed.data ? parsed.data.data : parsed.data;
}

/**
 * The message inside. What cannot be read is no Rejection, which would be acknowledged: while versions change, a newer
 * publisher may be ahead of this code, and otherwise it ends in the dead-letter topic, whole.
 */
export function messageIn<T extends Topic>(topic: T, { message: { data, messageId } }: PushDelivery): MessageOf<T> {
  const parsed = topics[topic].safeParse(jsonOf(Buffer.from(data, 'base64').toString('utf8')));
  if (parsed.success) return parsed.data as MessageOf<T>;
  const issue = parsed.error.issues[0];
  throw new Error(
    `Cannot read message "${messageId}" of topic "${topic}": "${issue?.path.join('.')}" ${issue?.message}`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
