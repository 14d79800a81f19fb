/** Looks at the first bytes of a stream and hands on the whole of it. */
import { putBack } from '#shared/formats/history/put-back.ts';

/** The first bytes of a file, at least `length` where it has so many, and the whole of it. */
export async function headOf(
  bytes: AsyncIterable<Uint8Array>,
  length: number,
): Promise<{ readonly head: Uint8Array; readonly whole: AsyncGenerator<Uint8Array> }> {
  const parts = bytes[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array();
  while (head.length < length) {
    const next = await parts.next();
    if (next.done) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  return { head, whole: putBack(head, parts) };
}
