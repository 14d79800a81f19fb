/** Reads history files and sends their listens to a Segue: the import command and the demo share it. */
import type { Client } from '#functions/cli/support/client.ts';
import { Refused } from '#functions/cli/support/failure.ts';
import { withReadErrors } from '#functions/cli/support/inventory.ts';
import { type Counts, type ImportPlace, type Journal, openJournal } from '#functions/cli/support/journal.ts';
import { startProgress } from '#functions/cli/support/progress.ts';
import { lanes, sendListens } from '#functions/cli/support/send-listens.ts';
import { sourcesOf } from '#functions/cli/support/source-files.ts';
import type { HistoryOptions } from '#shared/formats/history/options.ts';
import { note, type Piece, piecesOf, type Remarks, toldOf } from '#shared/formats/history/pieces.ts';
import { type HistoryFile, readHistories } from '#shared/formats/history/read.ts';
import type { HistoryListen, HistoryRow } from '#shared/formats/history/row.ts';
import type { HeldRecord } from '#shared/schemas/import.ts';

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
  /** Names where they go, so that an import that was killed goes on; without it, every import begins anew. */
  readonly resumeAs?: string;
  readonly progress?: typeof startProgress;
};

export type Imported = Counts & {
  /** What became of each file with history in it, files of archives apart. */
  readonly files: (Counts & { readonly name: string; readonly format: string; readonly remarks: string[] })[];
  /** The first of each kind, as `file:line: what`. */
  readonly rejections: string[];
  readonly unreadables: string[];
  /** Records that an import before this one had read. */
  resumedAfter: number;
};

/** `read` = accepted + rejected + unreadable + omitted + restored, once an import is done. */
const nothing = (): Counts => ({ read: 0, accepted: 0, rejected: 0, unreadable: 0, omitted: 0, restored: 0 });

/** Imports the files one after the other; `inspect` all of them first, so that none fails when others are in already. */
export async function importFiles(request: Import): Promise<Imported> {
  const imported: Imported = { ...nothing(), files: [], rejections: [], unreadables: [], resumedAfter: 0 };
  const journals: Journal[] = [];
  for await (const source of sourcesOf(request.files)) {
    const { resumeAs, user, options = {} } = request;
    const journal =
      resumeAs === undefined || source.path === undefined
        ? undefined
        : await openJournal(source.path, { resumeAs, user, options });
    if (journal !== undefined) journals.push(journal);
    for await (const { name, history } of withReadErrors(readHistories(source, options), source.name)) {
      if ('rows' in history) await importHistory({ name, history, request, imported, journal });
    }
  }
  for (const journal of journals) await journal.end();
  return imported;
}

type Job = {
  readonly name: string;
  readonly history: HistoryFile;
  readonly request: Import;
  readonly imported: Imported;
  readonly journal: Journal | undefined;
};

async function importHistory(job: Job): Promise<void> {
  const { name, history, request, imported, journal } = job;
  const before = journal?.placeOf(name);
  imported.resumedAfter += before?.counts.read ?? 0;
  const counts = { ...(before?.counts ?? nothing()) };
  const remarks: Remarks = new Map();
  const earlier = before?.remarks ?? [];
  if (before?.finished !== true) {
    using progress = (request.progress ?? startProgress)({ what: `importing ${name}`, unit: 'listens', total: 0 });
    progress.expect(counts.read);
    progress.advance(counts.read);
    const rows = behind(history.rows, counts.read);
    let place = before;
    for await (const piece of piecesOf(rows, { max: sortedListensMax, named: namedBy(request.user), remarks })) {
      progress.expect(counts.read + piece.read);
      await importPiece(piece, { ...job, counts, place, remarks, advance: progress.advance });
      place = { ...placeAt(counts), remarks: [...earlier, ...toldOf(remarks)] };
      await journal?.keep(name, place);
    }
    await journal?.keep(name, { ...placeAt(counts), finished: true, remarks: [...earlier, ...toldOf(remarks)] });
  }
  for (const count of Object.keys(nothing()) as (keyof Counts)[]) imported[count] += counts[count];
  const told = [...history.remarks(), ...earlier, ...toldOf(remarks)];
  imported.files.push({ ...counts, name, format: history.format, remarks: told });
}

const placeAt = (counts: Counts): ImportPlace => ({
  finished: false,
  counts: { ...counts },
  lanes: Array.from({ length: lanes }, () => 0),
  accepted: 0,
  rejected: 0,
  remarks: [],
});

/** Passes over the records that are in already. */
async function* behind(rows: AsyncIterable<HistoryRow>, records: number): AsyncGenerator<HistoryRow> {
  let passed = 0;
  for await (const row of rows) {
    if (passed < records) passed += 1;
    else yield row;
  }
}

type PieceJob = Job & {
  readonly counts: Counts;
  readonly place: ImportPlace | undefined;
  readonly remarks: Remarks;
  readonly advance: (by: number) => void;
};

/** Sends a piece, but for the batches of it that are in already, and counts it once it is in. */
async function importPiece(piece: Piece, job: PieceJob): Promise<void> {
  const { name, request, imported, journal, counts, remarks, advance } = job;
  const place = job.place ?? placeAt(counts);
  const at = { ...place, lanes: [...place.lanes] };
  for (const { line, error } of piece.unreadable) complain(imported.unreadables, `${name}:${line}: ${error}`);
  const restored = await restore(piece, job);
  advance(piece.read - piece.listens.length);
  await sendListens(request.client, piece.listens, {
    skip: place.lanes,
    onSent: async ({ lane, rows, accepted, rejected, dropped }) => {
      advance(rows);
      at.lanes[lane] = (at.lanes[lane] ?? 0) + 1;
      at.accepted += accepted;
      at.rejected += rejected.length;
      for (const { row, code, detail } of rejected)
        complain(imported.rejections, `${name}:${row.line}: ${code}, ${detail}`);
      for (const field of dropped) note(remarks, `left out or put right by the server: ${field}`);
      await journal?.keep(name, at);
    },
  });
  counts.read += piece.read;
  counts.unreadable += piece.unreadable.length;
  counts.omitted += piece.omitted;
  counts.accepted += at.accepted;
  counts.rejected += at.rejected + piece.held.length - restored;
  counts.restored += restored;
}

/** What another home held beside listens; taking it in again changes nothing. */
async function restore({ held }: Piece, { name, request, imported }: PieceJob): Promise<number> {
  let restored = 0;
  for (const { line, record } of held) {
    const refusal = await restoreOne(request.client, record, request.user);
    if (refusal === undefined) restored += 1;
    else complain(imported.rejections, `${name}:${line}: ${refusal}`);
  }
  return restored;
}

/** Why a record was not taken in, or undefined when it was. */
async function restoreOne(client: Client, record: HeldRecord, user: string | undefined): Promise<string | undefined> {
  const userId = record.userId ?? user;
  if (userId === undefined) return namesNoUser;
  const body = `${JSON.stringify({ type: record.type, ...(record.value as object) })}\n`;
  try {
    const answer = (await client.sendLines(`/v1/users/${encodeURIComponent(userId)}/imports`, body)) as {
      type?: string;
      detail?: string;
    }[];
    return answer.find(({ type }) => type === 'failure' || type === 'row')?.detail;
  } catch (error) {
    if (!(error instanceof Refused) || error.status === 401 || error.status === 403) throw error;
    return error.message;
  }
}

const namesNoUser = 'names no user: give one in its "user_id", or for all such rows with --user';

function namedBy(user: string | undefined): (listen: HistoryListen) => HistoryListen | { readonly error: string } {
  return (listen) => {
    if (listen.userId !== undefined) return listen;
    if (user !== undefined) return { ...listen, userId: user };
    return { error: namesNoUser };
  };
}

function complain(complaints: string[], complaint: string): void {
  if (complaints.length < complaintsMax) complaints.push(complaint);
}
