/** Opens what files come packed in: zip, tar and gzip or zstd around either, archives in archives included, workbooks. */
import { pipeline, Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { createTarDecoder } from 'modern-tar';
import { type Entry, fromBufferPromise, openPromise } from 'yauzl';
import { headOf } from '#shared/formats/history/head.ts';
import { isWorkbook, sheetsOf } from '#shared/formats/workbook/workbook.ts';
import { limits } from '#shared/schemas/limits.ts';

export type PackedFile = {
  readonly name: string;
  readonly bytes: () => AsyncIterable<Uint8Array>;
  /** Where the file lies, if it is one: a zip is then read in place, else held in memory. */
  readonly path?: string;
};

/** What may come out of a source, archives in archives included; counted down as it is unpacked. */
export type Budget = { bytes: number };

const unbounded = (): Budget => ({ bytes: Number.POSITIVE_INFINITY });

/** One file, packed in nothing any more. Its bytes are read before the next member is asked for, or left. */
export type Member = { readonly name: string; readonly bytes: AsyncIterable<Uint8Array> };

/** Archives within archives that are opened: a service's zip of zips with packed files. */
const depthMax = 4;

/** The files in a source, of which most are one; folders and a system's own notes are passed over. */
export async function* membersOf(source: PackedFile, budget = unbounded(), depth = 0): AsyncGenerator<Member> {
  const { head, whole } = await headOf(source.bytes(), tarHeadBytes);
  await using bytes = whole;
  const kind = depth < depthMax ? packingOf(head) : undefined;
  if (kind === 'zip') yield* zipMembers(source, bytes, { budget, depth });
  else if (kind === 'tar') yield* tarMembers(source.name, bytes, { budget, depth });
  else if (kind === undefined) yield { name: source.name, bytes };
  else yield* membersOf({ name: source.name, bytes: () => within(budget, unpack(bytes, kind)) }, budget, depth + 1);
}

async function* within(budget: Budget, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const part of bytes) {
    budget.bytes -= part.length;
    if (budget.bytes < 0) throw new Error('unpacks to more than is read of one file: import its parts one by one');
    yield part;
  }
}

type Depth = { readonly budget: Budget; readonly depth: number };

/** The callback leaves errors to the reader of the unpacked stream, which `pipeline` destroys with the same error. */
function unpack(bytes: AsyncIterable<Uint8Array>, kind: 'gzip' | 'zstd'): AsyncIterable<Uint8Array> {
  return pipeline(Readable.from(bytes), kind === 'gzip' ? createGunzip() : createZstdDecompress(), () => {});
}

const tarHeadBytes = 263;

function packingOf(head: Uint8Array): 'zip' | 'tar' | 'gzip' | 'zstd' | undefined {
  const starts = (...bytes: readonly number[]): boolean => bytes.every((byte, at) => head[at] === byte);
  if (starts(0x50, 0x4b, 0x03, 0x04) || starts(0x50, 0x4b, 0x05, 0x06)) return 'zip';
  if (starts(0x1f, 0x8b)) return 'gzip';
  if (starts(0x28, 0xb5, 0x2f, 0xfd)) return 'zstd';
  return new TextDecoder().decode(head.subarray(257, 262)) === 'ustar' ? 'tar' : undefined;
}

async function* zipMembers(
  source: PackedFile,
  bytes: AsyncGenerator<Uint8Array>,
  { budget, depth }: Depth,
): AsyncGenerator<Member> {
  const { path } = source;
  if (path !== undefined) await bytes.return(undefined);
  const zip = path === undefined ? await fromBufferPromise(await bufferOf(bytes)) : await openPromise(path, inPlace);
  try {
    const entries = (await Array.fromAsync(zip.eachEntry())).filter(({ fileName }) => !isPassedOver(fileName));
    const bytesOf = (entry: Entry) => () => within(budget, entryBytes(zip, entry));
    const files = new Map(entries.map((entry) => [entry.fileName, bytesOf(entry)]));
    if (isWorkbook(files)) {
      for await (const { name, bytes } of sheetsOf(files)) yield { name: `${source.name}/${name}`, bytes };
      return;
    }
    for (const entry of entries) {
      const name = `${source.name}/${entry.fileName}`;
      yield* membersOf({ name, bytes: bytesOf(entry) }, budget, depth + 1);
    }
  } finally {
    zip.close();
  }
}

const inPlace = { autoClose: false } as const;

async function* entryBytes(
  zip: { readonly openReadStreamPromise: (entry: Entry) => Promise<Readable> },
  entry: Entry,
): AsyncGenerator<Uint8Array> {
  if (entry.isEncrypted()) throw new Error('is locked with a password: unpack it first');
  yield* await zip.openReadStreamPromise(entry);
}

async function* tarMembers(
  outer: string,
  bytes: AsyncIterable<Uint8Array>,
  { budget, depth }: Depth,
): AsyncGenerator<Member> {
  const entries = ReadableStream.from<Uint8Array>(bytes).pipeThrough(createTarDecoder());
  for await (const { header, body } of entries) {
    if (header.type !== 'file' || isPassedOver(header.name)) await body.cancel();
    else yield* membersOf({ name: `${outer}/${header.name}`, bytes: () => bytesOfBody(body) }, budget, depth + 1);
  }
}

/** A body that is left early is read to its end, since the next file begins there. */
async function* bytesOfBody(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  let finished = false;
  try {
    for (;;) {
      const next = await reader.read();
      finished = next.done;
      if (next.done) return;
      yield next.value;
    }
  } finally {
    if (!finished) await reader.cancel();
  }
}

/** Folders, and what a system notes beside files. */
export const isPassedOver = (path: string): boolean =>
  path.endsWith('/') || /(^|\/)(__MACOSX\/|\.[^/]|Thumbs\.db$|desktop\.ini$)/.test(path);

async function bufferOf(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of bytes) {
    length += part.length;
    if (length > limits.nestedZipBytesMax) {
      throw new Error(
        `is a zip of more than ${limits.nestedZipBytesMax} bytes within an archive: unpack the outer one`,
      );
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}
