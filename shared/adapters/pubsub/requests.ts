/** Cuts messages into what one publish request may hold: one ordering key, 1,000 messages, 10 MB. */
import { attributesOf } from '#shared/schemas/message.ts';

/** A message as it is sent: its attributes beside it, so that subscriptions can filter by them. */
export type PublishRequest = { readonly data: Buffer; readonly attributes: Readonly<Record<string, string>> };

/** Messages of one key that have to be published one request after the other; requests of different keys may overlap. */
export type OrderedRequests = {
  readonly orderingKey: string;
  readonly requests: readonly (readonly PublishRequest[])[];
};

const messagesMax = 1_000;
/** Of the 10 MB a request may have; what is sent is a third larger in base64. */
const bytesMax = 7_000_000;

export function orderedRequestsOf(
  messages: readonly { readonly message: object; readonly orderingKey?: string }[],
): OrderedRequests[] {
  const byKey = new Map<string, PublishRequest[]>();
  for (const { message, orderingKey = '' } of messages) {
    const request = { data: Buffer.from(JSON.stringify(message)), attributes: attributesOf(message) };
    const line = byKey.get(orderingKey);
    if (line === undefined) byKey.set(orderingKey, [request]);
    else line.push(request);
  }
  return [...byKey].map(([orderingKey, line]) => ({ orderingKey, requests: cut(line) }));
}

function cut(line: readonly PublishRequest[]): PublishRequest[][] {
  const requests: PublishRequest[][] = [[]];
  let bytes = 0;
  for (const request of line) {
    const { data } = request;
    const last = requests.at(-1) as PublishRequest[];
    if (last.length > 0 && (last.length === messagesMax || bytes + data.length > bytesMax)) {
      requests.push([request]);
      bytes = data.length;
    } else {
      last.push(request);
      bytes += data.length;
    }
  }
  return requests;
}
