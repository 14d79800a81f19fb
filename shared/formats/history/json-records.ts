/** Reads JSON records one at a time: one per line (JSONL), or the objects at one place of a document that may fill gigabytes. */
import { quote } from '#shared/formats/history/fields.ts';
import { type Chunks, linesOf, overlongLine } from '#shared/formats/history/lines.ts';
import { limits } from '#shared/schemas/limits.ts';

export type JsonRecord =
  | { readonly line: number; readonly value: unknown }
  | { readonly line: number; readonly error: string };

/** One JSON value per line; blank lines are passed over. */
export async function* jsonLines(chunks: Chunks, charactersMax?: number): AsyncGenerator<JsonRecord> {
  for await (const { line, text } of linesOf(chunks, charactersMax)) {
    if (text === undefined) yield { line, error: overlongLine };
    else if (text.trim() !== '') yield parsed(line, text);
  }
}

/**
 * What opens around a record: "[" for an array of records, "{[" for an array in an object, "{{[" for one in an object in
 * an object, "" for objects one after the other.
 */
export type Nesting = string;

/** The nestings that exports use, the plainest first. */
export const nestings: readonly Nesting[] = ['', '[', '{[', '{{[', '[{[', '[{{[', '{[{[', '[[', '{{{[', '{{', '{'];

/**
 * The objects of a JSON document within a nesting, each parsed on its own, so that a broken one costs itself only: JSON
 * strings hold no raw line ends, hence an open string ends at the end of its line, and an object that never closes is
 * given up once it is longer than any listen.
 *
 *   { "listens": [ { "ts": "…", "tags": { … } } , { … } ] }
 *     └ nesting    └ opened               closed ┘
 */
export async function* jsonRecords(chunks: Chunks, nesting: Nesting): AsyncGenerator<JsonRecord> {
  const scan: Scan = {
    nesting,
    around: '',
    line: 1,
    startLine: 1,
    depth: 0,
    length: 0,
    inString: false,
    escaped: false,
  };
  let held = '';
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const edge = step(scan, chunk.charCodeAt(at));
      if (edge === undefined) continue;
      if (edge === 'opened') from = at;
      if (edge === 'closed') yield parsed(scan.startLine, held + chunk.slice(from, at + 1));
      if (edge === 'overlong') yield { line: scan.startLine, error: unclosed };
      held = '';
    }
    if (scan.depth > 0) held += chunk.slice(from);
  }
  if (scan.depth > 0)
    yield { line: scan.startLine, error: 'opens an object that the file does not close: it is cut off' };
}

type Scan = {
  readonly nesting: Nesting;
  /** What is open around the records now. */
  around: string;
  line: number;
  startLine: number;
  /** Braces open within a record; 0 between records. */
  depth: number;
  length: number;
  inString: boolean;
  escaped: boolean;
};

/** Moves the scan over one UTF-16 unit and tells where a record begins, ends or is given up. */
function step(scan: Scan, unit: number): 'opened' | 'closed' | 'overlong' | undefined {
  if (unit === newline) {
    scan.line += 1;
    scan.inString = false;
    scan.escaped = false;
  }
  if (scan.depth === 0) return between(scan, unit);
  scan.length += 1;
  if (scan.length > limits.historyRecordCharactersMax) {
    Object.assign(scan, { depth: 0, inString: false, escaped: false });
    return 'overlong';
  }
  if (scan.escaped) scan.escaped = false;
  else if (unit === quotationMark) scan.inString = !scan.inString;
  else if (scan.inString) scan.escaped = unit === backslash;
  else if (unit === opening) scan.depth += 1;
  else if (unit === closing) scan.depth -= 1;
  return scan.depth === 0 ? 'closed' : undefined;
}

/** Between records: keeps what is open around them. A bracket that closes nothing is passed over. */
function between(scan: Scan, unit: number): 'opened' | undefined {
  if (scan.escaped) scan.escaped = false;
  else if (unit === quotationMark) scan.inString = !scan.inString;
  else if (scan.inString) scan.escaped = unit === backslash;
  else if (unit === opening && scan.around === scan.nesting) {
    Object.assign(scan, { startLine: scan.line, depth: 1, length: 1 });
    return 'opened';
  } else if (unit === opening) scan.around += '{';
  else if (unit === openingArray) scan.around += '[';
  else if (unit === closing && scan.around.endsWith('{')) scan.around = scan.around.slice(0, -1);
  else if (unit === closingArray && scan.around.endsWith('[')) scan.around = scan.around.slice(0, -1);
  return undefined;
}

const newline = 0x0a;
const quotationMark = 0x22;
const backslash = 0x5c;
const opening = 0x7b;
const closing = 0x7d;
const openingArray = 0x5b;
const closingArray = 0x5d;
const unclosed = `opens an object that does not close within ${limits.historyRecordCharactersMax} characters: end it with "}"`;

function parsed(line: number, text: string): JsonRecord {
  try {
    return { line, value: JSON.parse(text) };
  } catch (error) {
    return {
      line,
      error: `is not JSON, ${quote(error instanceof Error ? error.message : error)}: give one object per listen`,
    };
  }
}
