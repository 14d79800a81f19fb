/** Where verbs meet: topics that deliver every published message at least once. */
import type { MessageOf, Topic } from '#shared/schemas/message.ts';

export type Outgoing<T extends Topic> = {
  readonly message: MessageOf<T>;
  /** Messages with the same key are delivered in the order in which they were published, one at a time. */
  readonly orderingKey?: string;
};

/**
 * When `publish` resolves, every message is durable and will reach every subscription at least once, whatever dies.
 * When it rejects, none, some or all of them were published: the caller repeats the lot.
 */
export interface Topics {
  publish<T extends Topic>(topic: T, messages: readonly Outgoing<T>[]): Promise<void>;
}
