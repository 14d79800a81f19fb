/** Reads a whole history at once, for tests. */

import type { HistoryOptions } from '#shared/formats/history/options.ts';
import { readHistory } from '#shared/formats/history/read.ts';
import type { HistoryListen, HistoryRow } from '#shared/formats/history/row.ts';

/** The bytes in pieces of `size`, as a file stream would give them. */
export async function* inPieces(bytes: Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const nothing = {
  format: undefined,
  namesUsers: undefined,
  rows: [],
  listens: [],
  errors: [],
  remarks: [],
  omitted: [],
};

export type Read = {
  readonly refusal: string | undefined;
  /** What was assumed, of the file or of single rows. */
  readonly remarks: readonly string[];
  readonly omitted: readonly { readonly line: number; readonly omitted: string }[];
  readonly format: string | undefined;
  readonly namesUsers: boolean | undefined;
  readonly rows: readonly HistoryRow[];
  readonly listens: readonly HistoryListen[];
  readonly errors: readonly { readonly line: number; readonly error: string }[];
};

export async function readAll(
  file: string | Uint8Array,
  options: HistoryOptions = {},
  pieceSize?: number,
): Promise<Read> {
  const bytes = typeof file === 'string' ? bytesOf(file) : file;
  const history = await readHistory(inPieces(bytes, pieceSize), options);
  const rows: HistoryRow[] = [];
  if ('refusal' in history) return { ...nothing, refusal: history.refusal };
  for await (const row of history.rows) rows.push(row);
  return {
    format: history.format,
    namesUsers: history.namesUsers,
    refusal: undefined,
    remarks: [
      ...new Set([...history.remarks(), ...rows.flatMap((row) => ('listen' in row ? (row.remarks ?? []) : []))]),
    ],
    omitted: rows.flatMap((row) => ('omitted' in row ? [row] : [])),
    rows,
    listens: rows.flatMap((row) => ('listen' in row ? [row.listen] : [])),
    errors: rows.flatMap((row) => ('error' in row ? [row] : [])),
  };
}
