/** Reads history files and sends their listens to a Segue: the import command and the demo share it. */
import type { Client } from '#functions/cli/support/client.ts';
import { Failure } from '#functions/cli/support/failure.ts';
import { startProgress } from '#functions/cli/support/progress.ts';
import { sendListens } from '#functions/cli/support/send-listens.ts';
import { sourcesOf } from '#functions/cli/support/source-files.ts';
import type { HistoryOptions } from '#shared/formats/history/options.ts';
import { type HistoryFile, readHistories } from '#shared/formats/history/read.ts';
import { knownFormats } from '#shared/formats/history/refusal.ts';
import type { HistoryListen, HistoryRow } from '#shared/formats/history/row.ts';

/**
 * Listens held and sorted at a time: about 100 MB, measured at 1 KB each. A file of up to this many is sent oldest first per
 * user whatever its own order; a longer one is sorted piece by piece, so a long newest-first file still sends older
 * pieces after newer ones, and the profiles of its users are rebuilt once at the end.
 */
const sortedListensMax = 100_000;

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

/** `read` = accepted + rejected + unreadable + omitted, once an import is done. */
export type Counts = { read: number; accepted: number; rejected: number; unreadable: number; omitted: number };

export type Imported = Counts & {
  /** What became of each file with history in it, files of archives apart. */
  readonly files: (Counts & { readonly name: string; readonly format: string; readonly remarks: string[] })[];
  /** The first of each kind, as `file:line: what`. */
  readonly rejections: string[];
  readonly unreadables: string[];
};

const nothing = (): Counts => ({ read: 0, accepted: 0, rejected: 0, unreadable: 0, omitted: 0 });

type Row = { readonly line: number; readonly listen: HistoryListen };

/** Imports the files one after the other; `inspect` all of them first, so that none fails when others are in already. */
export async function importFiles(request: Import): Promise<Imported> {
  const imported: Imported = { ...nothing(), files: [], rejections: [], unreadables: [] };
  for await (const source of sourcesOf(request.files)) {
    for await (const { name, history } of withReadErrors(readHistories(source, request.options), source.name)) {
      if ('rows' in history) await importHistory({ name, history, request, imported });
    }
  }
  return imported;
}

/** What a path holds: each file with its format, or why it is passed over. */
export type Inventory = readonly { readonly name: string; readonly format?: string; readonly refusal?: string }[];

/** The inventory of a path, or a `Failure` that says why nothing of it can be imported. */
export async function inspect(
  path: string,
  user: string | undefined,
  options: HistoryOptions = {},
): Promise<Inventory> {
  const found: { name: string; format?: string; refusal?: string }[] = [];
  for await (const source of sourcesOf([path])) {
    for await (const { name, history } of withReadErrors(readHistories(source, options), source.name)) {
      if ('refusal' in history) found.push({ name, refusal: history.refusal });
      else if (history.namesUsers || user !== undefined) found.push({ name, format: history.format });
      else
        throw new Failure(
          `"${name}" (${history.format}) does not say whose listens it holds: name the user with --user`,
        );
    }
  }
  if (found.some(({ format }) => format !== undefined)) return found;
  const reasons = found.slice(0, complaintsMax).map(({ name, refusal }) => `  ${name}: ${refusal}`);
  throw new Failure(
    `"${path}" holds no history that can be read.\n${reasons.join('\n')}\nRead are:\n${knownFormats.map((known) => `  - ${known}`).join('\n')}`,
  );
}

/** Errors of a file or an archive itself end the command with its name. */
async function* withReadErrors<T>(all: AsyncIterable<T>, name: string): AsyncGenerator<T> {
  try {
    yield* all;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`Cannot read "${name}": ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

type Job = {
  readonly name: string;
  readonly history: HistoryFile;
  readonly request: Import;
  readonly imported: Imported;
};

async function importHistory({ name, history, request, imported }: Job): Promise<void> {
  const counts = nothing();
  const remarks = new Map<string, number>();
  using progress = (request.progress ?? startProgress)({ what: `importing ${name}`, unit: 'listens', total: 0 });
  for await (const piece of piecesOf(history.rows)) {
    counts.read += piece.length;
    progress.expect(counts.read);
    const rows = readableRows(piece, { name, user: request.user, counts, remarks }, imported);
    progress.advance(piece.length - rows.length);
    const { accepted, rejected } = await sendListens(request.client, rows, progress.advance);
    counts.accepted += accepted;
    counts.rejected += rejected.length;
    for (const { row, code, detail } of rejected.toSorted((a, b) => a.row.line - b.row.line)) {
      complain(imported.rejections, `${name}:${row.line}: ${code}, ${detail}`);
    }
  }
  for (const count of Object.keys(counts) as (keyof Counts)[]) imported[count] += counts[count];
  const told = [...remarks].map(([remark, times]) => `${times.toLocaleString('en')}: ${remark}`);
  imported.files.push({ ...counts, name, format: history.format, remarks: [...history.remarks(), ...told] });
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
  of: {
    readonly name: string;
    readonly user: string | undefined;
    readonly counts: Counts;
    readonly remarks: Map<string, number>;
  },
  imported: Imported,
): Row[] {
  const remark = (text: string): void => {
    if (of.remarks.has(text) || of.remarks.size < complaintsMax) of.remarks.set(text, (of.remarks.get(text) ?? 0) + 1);
  };
  return piece.flatMap((row) => {
    if ('omitted' in row) {
      of.counts.omitted += 1;
      remark(`left out, ${row.omitted}`);
      return [];
    }
    const verdict = 'error' in row ? row : withUser(row, of.user);
    if ('listen' in verdict) {
      if ('remarks' in row) row.remarks?.forEach(remark);
      return [verdict];
    }
    of.counts.unreadable += 1;
    complain(imported.unreadables, `${of.name}:${row.line}: ${verdict.error}`);
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
