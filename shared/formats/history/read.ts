/** Reads listening history in whatever known format it comes, recognised by content: streaming and bounded in memory. */
import { plainName } from '#shared/domain/listens/mending.ts';
import { type Budget, type Member, membersOf, type PackedFile } from '#shared/formats/history/archive.ts';
import { byNames } from '#shared/formats/history/by-names.ts';
import { withLineFeeds } from '#shared/formats/history/lines.ts';
import type { HistoryOptions } from '#shared/formats/history/options.ts';
import { putBack } from '#shared/formats/history/put-back.ts';
import { recognise } from '#shared/formats/history/recognise.ts';
import { refusalOf } from '#shared/formats/history/refusal.ts';
import type { HistoryRow } from '#shared/formats/history/row.ts';
import { textOfFile } from '#shared/formats/history/text.ts';
import { limits } from '#shared/schemas/limits.ts';

export type HistoryFile = {
  /** The format, in words. */
  readonly format: string;
  /** Whether its listens name their users; if not, the caller says whose they are. */
  readonly namesUsers: boolean;
  /** Every record in the order of the file. Unreadable ones never stop the rest. */
  readonly rows: AsyncGenerator<HistoryRow>;
  /** Once the rows are read: what was assumed of the file as a whole. */
  readonly remarks: () => readonly string[];
};

/** A file of no known format: what it looks like, and what would be right. */
export type UnknownFormat = { readonly refusal: string };

/**
 * The history in a file, plain or gzip, or why its first 64 Ki characters are in none of the known formats.
 * Holds one record and one chunk of the file at a time. Errors of `bytes` itself are thrown.
 */
export async function readHistory(
  bytes: AsyncIterable<Uint8Array>,
  options: HistoryOptions = {},
): Promise<HistoryFile | UnknownFormat> {
  const text = textOfFile(bytes, options.encoding);
  const chunks = text.chunks[Symbol.asyncIterator]();
  let head = '';
  while (head.length < limits.historyRecordCharactersMax) {
    const next = await chunks.next();
    if (next.done) break;
    head += next.value;
  }
  const endsByReturn = /\r(?!\n)/.test(head) && !head.includes('\n');
  const plainHead = endsByReturn ? head.replaceAll('\r', '\n') : head;
  const format = await recognise(plainHead);
  if (format === undefined) {
    await chunks.return?.();
    return { refusal: refusalOf(plainHead) };
  }
  const whole = putBack(head, chunks);
  const rows = format.read(endsByReturn ? withLineFeeds(whole) : whole, options);
  const remarks = () => [...(format.remark === undefined ? [] : [format.remark]), ...text.remarks()];
  return { format: format.format, namesUsers: format.namesUsers, rows: untilDamage(rows, text.damage), remarks };
}

/** A file of an archive, or the file itself, with the history in it. */
export type HistoryMember = { readonly name: string; readonly history: HistoryFile | UnknownFormat };

/** The histories in a source: one for a plain file, those of its files for an archive. Each is read, or left, in turn. */
export async function* readHistories(
  source: PackedFile,
  options: HistoryOptions = {},
  budget?: Budget,
): AsyncGenerator<HistoryMember> {
  for await (const { name, bytes } of membersOf(source, budget) as AsyncGenerator<Member>) {
    yield { name, history: await readHistory(bytes, options) };
  }
}

const names = ['title', 'artistName', 'releaseName'] as const;

/** Names as they will be kept, whatever takes them in; what that takes is told. */
function withPlainNames(row: Extract<HistoryRow, { listen: unknown }>): HistoryRow {
  const remarks = [...(row.remarks ?? [])];
  const listen = { ...row.listen };
  for (const key of names) {
    const text = listen[key];
    if (text === undefined) continue;
    const { name, altered } = plainName(text);
    listen[key] = name;
    if (altered !== undefined) remarks.push(`"${key}" was altered, ${altered}`);
  }
  return remarks.length === 0 ? { ...row, listen } : { ...row, listen, remarks };
}

/** The rows, and at their end, if the file is damaged there, a row that says so. */
async function* untilDamage(
  rows: AsyncGenerator<HistoryRow>,
  damage: () => string | undefined,
): AsyncGenerator<HistoryRow> {
  let line = 1;
  for await (const row of rows) {
    line = row.line;
    yield 'listen' in row ? withPlainNames({ ...row, listen: byNames(row.listen) }) : row;
  }
  const error = damage();
  if (error !== undefined) yield { line, error };
}
