/** Cuts messages into what one publish request may hold: one ordering key, 1,000 messages, 10 MB. */

/** Messages of one key that have to be published one request after the other; requests of different keys may overlap. */
export type Line = { readonly orderingKey: string; readonly requests: readonly (readonly Buffer[])[] };

const messagesMax = 1_000;
/** Of the 10 MB a request may have; what is sent is a third larger in base64. */
const bytesMax = 7_000_000;

export function linesOf(messages: readonly { readonly message: unknown; readonly orderingKey?: string }[]): Line[] {
  const byKey = new Map<string, Buffer[]>();
  for (const { message, orderingKey = '' } of messages) {
    const data = Buffer.from(JSON.stringify(message));
    const line = byKey.get(orderingKey);
    if (line === undefined) byKey.set(orderingKey, [data]);
    else line.push(data);
  }
  return [...byKey].map(([orderingKey, line]) => ({ orderingKey, requests: cut(line) }));
}

function cut(line: readonly Buffer[]): Buffer[][] {
  const requests: Buffer[][] = [[]];
  let bytes = 0;
  for (const data of line) {
    const last = requests.at(-1) as Buffer[];
    if (last.length > 0 && (last.length === messagesMax || bytes + data.length > bytesMax)) {
      requests.push([data]);
      bytes = data.length;
    } else {
      last.push(data);
      bytes += data.length;
    }
  }
  return requests;
}
