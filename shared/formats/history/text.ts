/** Turns the bytes of a file into text, unpacking gzip, which is recognised by its first two bytes. */
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { putBack } from '#shared/formats/history/put-back.ts';

export type FileText = {
  readonly chunks: AsyncIterable<string>;
  /** After the last chunk: why the text ends before the file does, or undefined when it is whole. */
  readonly damage: () => string | undefined;
};

/**
 * Text of a file in chunks, UTF-8 with or without a byte order mark; bytes that are no UTF-8 become U+FFFD. Damaged gzip
 * ends the text where the damage begins and is told by `damage`; errors of `bytes` itself are thrown.
 */
export function textOfFile(bytes: AsyncIterable<Uint8Array>): FileText {
  let damage: string | undefined;
  async function* chunks(): AsyncGenerator<string> {
    const decoder = new TextDecoder();
    try {
      for await (const part of unpacked(bytes)) yield decoder.decode(part, { stream: true });
    } catch (error) {
      if (!isDamagedGzip(error)) throw error;
      damage = `the gzip data breaks off here (${error.message}): pack or download the file again`;
    }
    yield decoder.decode();
  }
  return { chunks: chunks(), damage: () => damage };
}

async function* unpacked(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const parts = bytes[Symbol.asyncIterator]();
  let head = new Uint8Array();
  while (head.length < 2) {
    const next = await parts.next();
    if (next.done) break;
    head = head.length === 0 ? new Uint8Array(next.value) : new Uint8Array([...head, ...next.value]);
  }
  const whole = putBack(head, parts);
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* whole;
    return;
  }
  // The callback leaves errors to whoever reads the gunzip stream, which `pipeline` destroys with the same error.
  yield* pipeline(Readable.from(whole), createGunzip(), () => {});
}

function isDamagedGzip(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
