/** Reads listening history in whatever known format it comes, recognised by content: streaming and bounded in memory. */
import { putBack } from '#shared/formats/history/put-back.ts';
import { type HistoryOptions, recognise } from '#shared/formats/history/recognise.ts';
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
};

/**
 * The history in a file, plain or gzip, or undefined when its first 64 Ki characters are in none of the known formats.
 * Holds one record and one chunk of the file at a time. Errors of `bytes` itself are thrown.
 */
export async function readHistory(
  bytes: AsyncIterable<Uint8Array>,
  options: HistoryOptions = {},
): Promise<HistoryFile | undefined> {
  const text = textOfFile(bytes);
  const chunks = text.chunks[Symbol.asyncIterator]();
  let head = '';
  while (head.length < limits.historyRecordCharactersMax) {
    const next = await chunks.next();
    if (next.done) break;
    head += next.value;
  }
  const format = await recognise(head);
  if (format === undefined) {
    await chunks.return?.();
    return undefined;
  }
  const rows = format.read(putBack(head, chunks), options);
  return { format: format.format, namesUsers: format.namesUsers, rows: untilDamage(rows, text.damage) };
}

/** The rows, and at their end, if the file is damaged there, a row that says so. */
async function* untilDamage(
  rows: AsyncGenerator<HistoryRow>,
  damage: () => string | undefined,
): AsyncGenerator<HistoryRow> {
  let line = 1;
  for await (const row of rows) {
    line = row.line;
    yield row;
  }
  const error = damage();
  if (error !== undefined) yield { line, error };
}
