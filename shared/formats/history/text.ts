/** Turns the bytes of a file into text: gzip unpacked, the character set recognised, nothing altered without a word. */
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { charactersOf } from '#shared/formats/history/characters.ts';
import { headOf } from '#shared/formats/history/head.ts';

export type FileText = {
  readonly chunks: AsyncIterable<string>;
  /** After the last chunk: why the text ends before the file does, or undefined when it is whole. */
  readonly damage: () => string | undefined;
  /** After the last chunk: how the characters were read, where it was not plain UTF-8. */
  readonly remarks: () => readonly string[];
};

/**
 * Text of a file in chunks, its byte order mark taken off. Damaged packing ends the text where the damage begins and is
 * told by `damage`; errors of `bytes` itself are thrown.
 */
export function textOfFile(bytes: AsyncIterable<Uint8Array>, encoding?: string): FileText {
  let damage: string | undefined;
  const remarks = new Set<string>();
  async function* unharmed(): AsyncGenerator<Uint8Array> {
    try {
      yield* unpacked(bytes);
    } catch (error) {
      if (!isDamaged(error)) throw error;
      damage = `the packed data breaks off here (${error.message}): pack or download the file again`;
    }
  }
  const chunks = charactersOf(unharmed(), (remark) => remarks.add(remark), encoding);
  return { chunks, damage: () => damage, remarks: () => [...remarks] };
}

async function* unpacked(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { head, whole } = await headOf(bytes, 2);
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* whole;
    return;
  }
  // The callback leaves errors to the reader of the gunzip stream, which `pipeline` destroys with the same error.
  yield* pipeline(Readable.from(whole), createGunzip(), () => {});
}

function isDamaged(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
