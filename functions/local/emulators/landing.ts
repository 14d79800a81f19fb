/** Stands where Pub/Sub's BigQuery subscription does: lands every message of topic `listens` as it is. */
import type { Receive } from '#functions/local/emulators/deliveries.ts';

type Push = {
  readonly subscription: string;
  readonly message: {
    readonly data: string;
    readonly messageId: string;
    readonly publishTime: string;
    readonly attributes?: Readonly<Record<string, string>>;
  };
};

/** `table`: the address of `listen_messages` at the BigQuery endpoint. A message that comes twice lands once. */
export function landingIn(table: string): Receive {
  return async (_path, body) => {
    const { subscription, message } = JSON.parse(body.toString()) as Push;
    const row = {
      subscription_name: subscription,
      message_id: message.messageId,
      publish_time: message.publishTime,
      data: Buffer.from(message.data, 'base64').toString(),
      attributes: JSON.stringify(message.attributes ?? {}),
    };
    const rows = [{ insertId: message.messageId, json: row }];
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${table}/insertAll`, { method: 'POST', headers, body: JSON.stringify({ rows }) });
    const { insertErrors } = (await answer.json()) as { insertErrors?: readonly unknown[] };
    return answer.ok && insertErrors === undefined ? 204 : 500;
  };
}
