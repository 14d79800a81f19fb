/** Decodes text: UTF-8 or UTF-16, and what is neither line by line in an older character set, which is said. */
import { headOf } from '#shared/formats/history/head.ts';

/** Longest line that is held to be decoded as one; a longer one is cut between two characters of ASCII. */
const heldBytesMax = 1_048_576;

/** Text of `bytes`. `remark` is told how the characters were read, where the file is not plain UTF-8. */
export async function* charactersOf(
  bytes: AsyncIterable<Uint8Array>,
  remark: (text: string) => void,
  encoding = 'windows-1252',
): AsyncGenerator<string> {
  const { head, whole } = await headOf(bytes, 4);
  await using source = whole;
  const wide = wideEncodingOf(head);
  if (wide === undefined) {
    yield* narrow(source, remark, encoding);
    return;
  }
  remark(`its characters are ${wide.toUpperCase()}`);
  const decoder = new TextDecoder(wide);
  for await (const part of source) yield decoder.decode(part, { stream: true });
  yield decoder.decode();
}

/** UTF-16 by its byte order mark, or by the zero bytes of its first two characters. */
function wideEncodingOf([a, b, c, d]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if ((a === 0xff && b === 0xfe) || (a !== 0 && b === 0 && c !== 0 && d === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b !== 0 && c === 0 && d !== 0)) return 'utf-16be';
  return undefined;
}

/**
 * Whole lines at a time. Text in UTF-8 that is none is very unlikely, so a line that is no UTF-8 is in the older set:
 * in a file that is all in the older set, every line that is not plain ASCII.
 */
async function* narrow(
  bytes: AsyncIterable<Uint8Array>,
  remark: (text: string) => void,
  encoding: string,
): AsyncGenerator<string> {
  const decode = decoderOf(remark, encoding);
  let held: Uint8Array = new Uint8Array();
  let first = true;
  for await (const part of bytes) {
    const all = held.length === 0 ? part : Buffer.concat([held, part]);
    const end = cutOf(all);
    held = all.subarray(end);
    if (end === 0) continue;
    const text = decode(all.subarray(0, end));
    yield first && text.startsWith('\ufeff') ? text.slice(1) : text;
    first = false;
  }
  const rest = decode(held);
  yield first && rest.startsWith('\ufeff') ? rest.slice(1) : rest;
}

/** Length of the piece that can be decoded now: up to its last line end, or, of one overlong line, its last ASCII byte. */
function cutOf(bytes: Uint8Array): number {
  const end = bytes.lastIndexOf(lineFeed) + 1;
  if (end > 0 || bytes.length < heldBytesMax) return end;
  for (let at = bytes.length - 1; at > 0; at--) if ((bytes[at] as number) < 0x80) return at + 1;
  return bytes.length;
}

function decoderOf(remark: (text: string) => void, encoding: string): (bytes: Uint8Array) => string {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const older = new TextDecoder(encoding);
  const strict = (bytes: Uint8Array): string | undefined => {
    try {
      return utf8.decode(bytes);
    } catch {
      return undefined;
    }
  };
  return (bytes) => {
    const whole = strict(bytes);
    if (whole !== undefined) return whole;
    remark(`its characters are not UTF-8: read as ${encoding}; say --encoding NAME if names look wrong`);
    return [...linesOfBytes(bytes)].map((line) => strict(line) ?? older.decode(line)).join('');
  };
}

function* linesOfBytes(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; ) {
    const next = bytes.subarray(from).findIndex((byte) => byte === lineFeed || byte === carriageReturn);
    const end = next === -1 ? bytes.length : from + next + 1;
    yield bytes.subarray(from, end);
    from = end;
  }
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
