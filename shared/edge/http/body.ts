/** Reads a body within its limits: size before reading, of JSON its depth before parsing. Any Content-Type will do. */
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { limits } from '#shared/schemas/limits.ts';
import { Rejection } from '#shared/schemas/problem.ts';

/**
 * The parsed body; an empty object for an empty body when `optional`. Throws a Rejection: too-large, invalid-json.
 * Clients of ListenBrainz send no Content-Type or text/plain, so it is not looked at.
 */
export async function readJson(request: Request, optional: boolean): Promise<unknown> {
  const text = await readText(request);
  if (text.trim() === '') {
    if (optional) return {};
    throw new Rejection('invalid-json', 'The body is empty; send a JSON object');
  }
  checkDepth(text);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Rejection('invalid-json', `The body is not JSON: ${(error as Error).message.slice(0, 200)}`);
  }
}

/** The text of the body, unpacked where it says that it is packed, its byte order mark taken off. */
async function readText(request: Request): Promise<string> {
  const packed = await readBytes(request, limits.bodyBytesMax);
  return new TextDecoder().decode(unpacked(request, packed, limits.bodyBytesMax));
}

/** The bytes of a file. One that is packed as a whole is left so: who reads files opens those. */
export async function readFile(request: Request, bytesMax: number): Promise<Uint8Array> {
  const bytes = await readBytes(request, bytesMax);
  return encodingsOf(request).every((name) => /^(x-)?gzip$|^zstd$/.test(name))
    ? bytes
    : unpacked(request, bytes, bytesMax);
}

function encodingsOf(request: Request): readonly string[] {
  const names = (request.headers.get('content-encoding') ?? '').toLowerCase().split(',');
  return names.map((name) => name.trim()).filter((name) => name !== '' && name !== 'identity');
}

function unpacked(request: Request, bytes: Uint8Array, bytesMax: number): Uint8Array {
  return encodingsOf(request).reduceRight((packed, encoding) => unpack(packed, encoding, bytesMax), bytes);
}

async function readBytes(request: Request, bytesMax: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length')) > bytesMax) throw tooLarge(bytesMax);
  if (request.body === null) return new Uint8Array();
  if (request.headers.get('content-length') !== null) return new Uint8Array(await request.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw tooLarge(bytesMax);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const unpackers: Readonly<Record<string, (bytes: Uint8Array, bounds: { maxOutputLength: number }) => Uint8Array>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  // Clients mean either zlib's format or the bare stream by it.
  deflate: (bytes, bounds) => ((bytes[0] ?? 0) % 16 === 8 ? inflateSync(bytes, bounds) : inflateRawSync(bytes, bounds)),
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
};

/** At most so much comes out, however small what came in. */
function unpack(bytes: Uint8Array, encoding: string, bytesMax: number): Uint8Array {
  if (bytes.length === 0) return bytes;
  const unpacker = Object.hasOwn(unpackers, encoding) ? unpackers[encoding] : undefined;
  if (unpacker === undefined) {
    const known = Object.keys(unpackers).join(', ');
    throw new Rejection(
      'invalid-request',
      `Content-Encoding "${encoding.slice(0, 40)}" is not known; send it unpacked, or as ${known}`,
    );
  }
  try {
    return unpacker(bytes, { maxOutputLength: bytesMax });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(bytesMax);
    throw new Rejection(
      'invalid-request',
      `The body is not ${encoding}, as its Content-Encoding says; send it unpacked`,
    );
  }
}

function tooLarge(bytesMax: number): Rejection {
  return new Rejection('too-large', `The body is over ${bytesMax} bytes; send less at a time`);
}

const quote = 0x22;
const backslash = 0x5c;

/** Refuses nesting that would exhaust the stack of the code that walks the value. */
function checkDepth(text: string): void {
  let depth = 0;
  let inText = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (inText) {
      if (unit === backslash) i++;
      else if (unit === quote) inText = false;
    } else if (unit === quote) inText = true;
    else if (unit === 0x7b || unit === 0x5b) {
      depth += 1;
      if (depth > limits.jsonDepthMax)
        throw new Rejection('invalid-json', `The body nests deeper than ${limits.jsonDepthMax} levels`);
    } else if (unit === 0x7d || unit === 0x5d) depth -= 1;
  }
}
