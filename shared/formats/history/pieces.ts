/** A history in pieces that can be sent: its listens oldest first, and what became of every other record. */

import type { HistoryListen, HistoryRow } from '#shared/formats/history/row.ts';
import type { HeldRecord } from '#shared/schemas/import.ts';

export type SendableRow = { readonly line: number; readonly listen: HistoryListen };

export type Piece = {
  /** Records of the file that went into it. */
  readonly read: number;
  readonly listens: readonly SendableRow[];
  readonly held: readonly { readonly line: number; readonly record: HeldRecord }[];
  readonly unreadable: readonly { readonly line: number; readonly error: string }[];
  readonly omitted: number;
};

/** Remarks and how often each was made. */
export type Remarks = Map<string, number>;

/** Different remarks that are told of one file. */
const remarksMax = 20;

export type PieceOptions = {
  /** Records of a piece. */
  readonly max: number;
  /** Names the user of a listen, or says why it has none. */
  readonly named: (listen: HistoryListen) => HistoryListen | { readonly error: string };
  readonly remarks: Remarks;
};

/** The pieces of a history, the listens of each in the order of their time: profiles count what comes in order at once. */
export async function* piecesOf(rows: AsyncIterable<HistoryRow>, options: PieceOptions): AsyncGenerator<Piece> {
  let records: HistoryRow[] = [];
  for await (const row of rows) {
    records.push(row);
    if (records.length < options.max) continue;
    yield pieceOf(records, options);
    records = [];
  }
  if (records.length > 0) yield pieceOf(records, options);
}

function pieceOf(records: readonly HistoryRow[], { named, remarks }: PieceOptions): Piece {
  const listens: SendableRow[] = [];
  const held: { line: number; record: HeldRecord }[] = [];
  const unreadable: { line: number; error: string }[] = [];
  let omitted = 0;
  for (const row of records) {
    if ('error' in row) unreadable.push(row);
    else if ('held' in row) held.push({ line: row.line, record: row.held });
    else if ('omitted' in row) {
      omitted += 1;
      note(remarks, `left out, ${row.omitted}`);
    } else {
      const listen = named(row.listen);
      if ('error' in listen) unreadable.push({ line: row.line, error: listen.error });
      else {
        listens.push({ line: row.line, listen });
        for (const text of row.remarks ?? []) note(remarks, text);
      }
    }
  }
  listens.sort((a, b) => a.listen.listenedAt - b.listen.listenedAt);
  return { read: records.length, listens, held, unreadable, omitted };
}

/** Counts a remark, up to so many different ones. */
export function note(remarks: Remarks, text: string): void {
  if (remarks.has(text) || remarks.size < remarksMax) remarks.set(text, (remarks.get(text) ?? 0) + 1);
}

/** Remarks as they are told: each with how often it was made. */
export const toldOf = (remarks: Remarks): string[] =>
  [...remarks].map(([text, times]) => `${times.toLocaleString('en')}: ${text}`);
