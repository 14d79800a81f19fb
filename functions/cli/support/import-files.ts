/** Reads history files and sends their listens to a Segue: the import command and the demo share it. */
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Client } from '#functions/cli/support/client.ts';
import { Failure } from '#functions/cli/support/failure.ts';
import { startProgress } from '#functions/cli/support/progress.ts';
import { sendListens } from '#functions/cli/support/send-listens.ts';
import { type HistoryFile, readHistory } from '#shared/formats/history/read.ts';
import { type HistoryOptions, knownFormats } from '#shared/formats/history/recognise.ts';
import type { HistoryListen, HistoryRow } from '#shared/formats/history/row.ts';

/**
 * Listens held and sorted at a time: about 100 MB, measured at 1 KB each. A file of up to this many is sent oldest first per
 * user whatever its own order; a longer one is sorted piece by piece, so a long newest-first file still sends older
 * pieces after newer ones, and the profiles of its users are rebuilt once at the end.
 */
export const sortedListensMax = 100_000;

/** Complaints of each kind that are shown; the rest is counted. */
export const complaintsMax = 20;

export type Import = {
  readonly files: readonly string[];
  readonly client: Client;
  /** Whose listens they are where the file does not say. */
  readonly user?: string | undefined;
  readonly options?: HistoryOptions;
  readonly progress?: typeof startProgress;
};

/** `read` = accepted + rejected + unreadable, once an import is done. */
export type Imported = {
  read: number;
  accepted: number;
  rejected: number;
  unreadable: number;
  /** The first of each kind, as `file:line: what`. */
  readonly rejections: string[];
  readonly unreadables: string[];
};

type Row = { readonly line: number; readonly listen: HistoryListen };

/** Imports the files one after the other; `inspect` all of them first, so that none fails when others are in already. */
export async function importFiles(request: Import): Promise<Imported> {
  const imported: Imported = { read: 0, accepted: 0, rejected: 0, unreadable: 0, rejections: [], unreadables: [] };
  for (const file of request.files) await importFile(file, request, imported);
  return imported;
}

/** The format of a file, or a `Failure` that says why it cannot be imported. */
export async function inspect(file: string, user: string | undefined): Promise<string> {
  await using bytes = bytesOf(file);
  const { format, namesUsers } = await historyOf(file, bytes);
  if (!namesUsers && user === undefined) {
    throw new Failure(`"${file}" (${format}) does not say whose listens it holds: name the user with --user`);
  }
  return format;
}

async function historyOf(
  file: string,
  bytes: AsyncIterable<Uint8Array>,
  options?: HistoryOptions,
): Promise<HistoryFile> {
  let history: HistoryFile | undefined;
  try {
    history = await readHistory(bytes, options);
  } catch (error) {
    throw new Failure(`Cannot read "${file}": ${error instanceof Error ? error.message : error}`, { cause: error });
  }
  if (history !== undefined) return history;
  throw new Failure(
    `"${file}" is in no known format. Known are:\n${knownFormats.map((known) => `  - ${known}`).join('\n')}`,
  );
}

async function importFile(file: string, request: Import, imported: Imported): Promise<void> {
  const name = basename(file);
  await using bytes = bytesOf(file);
  const history = await historyOf(file, bytes, request.options);
  using progress = (request.progress ?? startProgress)({ what: `importing ${name}`, unit: 'listens', total: 0 });
  let read = 0;
  for await (const piece of piecesOf(history.rows)) {
    read += piece.length;
    progress.expect(read);
    const rows = readableRows(piece, { name, user: request.user }, imported);
    progress.advance(piece.length - rows.length);
    const { accepted, rejected } = await sendListens(request.client, rows, progress.advance);
    imported.accepted += accepted;
    imported.rejected += rejected.length;
    for (const { row, code, detail } of rejected.toSorted((a, b) => a.row.line - b.row.line)) {
      complain(imported.rejections, `${name}:${row.line}: ${code}, ${detail}`);
    }
  }
}

/** The bytes of a file, read as they are asked for; the file is closed when the generator ends or is disposed of. */
async function* bytesOf(file: string): AsyncGenerator<Uint8Array> {
  await using handle = await open(file);
  for (;;) {
    const { bytesRead, buffer } = await handle.read(new Uint8Array(65_536));
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

async function* piecesOf(rows: AsyncIterable<HistoryRow>): AsyncGenerator<HistoryRow[]> {
  let piece: HistoryRow[] = [];
  for await (const row of rows) {
    piece.push(row);
    if (piece.length < sortedListensMax) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}

/** The rows that can be sent, each with its user; the others are counted and complained about. */
function readableRows(
  piece: readonly HistoryRow[],
  { name, user }: { readonly name: string; readonly user: string | undefined },
  imported: Imported,
): Row[] {
  imported.read += piece.length;
  return piece.flatMap((row) => {
    const verdict = 'error' in row ? row : withUser(row, user);
    if ('listen' in verdict) return [verdict];
    imported.unreadable += 1;
    complain(imported.unreadables, `${name}:${row.line}: ${verdict.error}`);
    return [];
  });
}

function withUser(row: Row, user: string | undefined): Row | { readonly error: string } {
  if (row.listen.userId !== undefined) return row;
  if (user !== undefined) return { line: row.line, listen: { ...row.listen, userId: user } };
  return { error: 'names no user: give one in its "user_id", or for all such rows with --user' };
}

function complain(complaints: string[], complaint: string): void {
  if (complaints.length < complaintsMax) complaints.push(complaint);
}
