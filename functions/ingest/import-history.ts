/**
 * POST /v1/users/{userId}/imports: a file of listening history, whatever its format, told of as it is read.
 *
 *   body ── at most so many bytes ──▶ files in it ── pieces, oldest first ──▶ batches of listens ── wait while behind
 *                                                                                └─▶ progress, rows that are wrong
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { AcceptListens } from '#functions/ingest/accept-listens.ts';
import type { Restore, RestoreContext } from '#functions/ingest/restore.ts';
import { judgeListens } from '#shared/domain/listens/judging.ts';
import type { Answer, Call } from '#shared/edge/http/operation.ts';
import type { V1 } from '#shared/edge/http/v1.ts';
import type { HistoryOptions } from '#shared/formats/history/options.ts';
import { note, type Piece, piecesOf, type Remarks, type SendableRow, toldOf } from '#shared/formats/history/pieces.ts';
import type { HistoryFile, HistoryMember } from '#shared/formats/history/read.ts';
import type { HistoryListen, HistoryRow } from '#shared/formats/history/row.ts';
import type { Log } from '#shared/ports/log.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { ImportCounts, ImportQuery, ImportRecord } from '#shared/schemas/import.ts';
import { limits } from '#shared/schemas/limits.ts';
import { Rejection } from '#shared/schemas/problem.ts';

export type ImportPorts = {
  readonly accept: AcceptListens;
  readonly restore: Restore;
  readonly log: Log;
  /** Whether so much waits to be learned that no more should be taken in now; left out, it never does. */
  readonly isBehind?: () => boolean;
};

type ImportCall = Call<V1['importHistory']>;
type Context = RestoreContext;
type Counts = { -readonly [K in keyof ImportCounts]: number };

const nothing = (): Counts => ({ read: 0, accepted: 0, rejected: 0, unreadable: 0, omitted: 0, restored: 0 });

export function createImportHistory(ports: ImportPorts): (call: ImportCall) => Promise<Answer> {
  const importing = new Set<UserId>();
  return async ({ principal, params: { userId }, query, body, now }) => {
    if (importing.has(userId)) throw new Rejection('conflict', `"${userId}" has an import running; wait for it to end`);
    if (importing.size >= limits.importsAtOnceMax) {
      const detail = `${importing.size} imports are running; send it again in ${limits.overloadedSeconds} s`;
      throw new Rejection('overloaded', detail, { retryAfterSeconds: limits.overloadedSeconds });
    }
    importing.add(userId);
    try {
      const open = await openerOf(await body(limits.importBytesMax), query);
      await expectHistory(open());
      const lines = records(ports, open(), { query, userId, now, vouched: principal.scope === 'operator' });
      return { status: 200, lines: endingWith(lines, () => importing.delete(userId)) };
    } catch (error) {
      importing.delete(userId);
      throw error;
    }
  };
}

/** What reads files is loaded by the first import: a start need not wait for it. */
async function openerOf(bytes: Uint8Array, query: ImportQuery): Promise<() => AsyncGenerator<HistoryMember>> {
  const { readHistories } = await import('#shared/formats/history/read.ts');
  const { file: name = 'file', zone, dates, encoding, private: session } = query;
  const options: HistoryOptions = { zone, dates, encoding, withoutPrivate: session === 'leave' };
  async function* inParts(): AsyncGenerator<Uint8Array> {
    for (let from = 0; from < bytes.length; from += 65_536) yield bytes.subarray(from, from + 65_536);
  }
  return () => readHistories({ name, bytes: inParts }, options, { bytes: limits.importUnpackedBytesMax });
}

/** Refuses what holds no history before anything is taken of it. */
async function expectHistory(members: AsyncIterable<HistoryMember>): Promise<void> {
  const refusals: string[] = [];
  try {
    for await (const { name, history } of members) {
      if ('rows' in history) return;
      refusals.push(`${name}: ${history.refusal}`);
    }
  } catch (error) {
    throw new Rejection('invalid-request', `The file cannot be read: ${reasonOf(error)}`);
  }
  throw new Rejection('invalid-request', refusals.slice(0, 5).join(' ') || 'The file holds nothing');
}

/** A client that goes away ends the import where it is. */
async function* endingWith<T>(lines: AsyncIterable<T>, end: () => void): AsyncGenerator<T> {
  try {
    yield* lines;
  } finally {
    end();
  }
}

type Run = Context & {
  readonly ports: ImportPorts;
  readonly total: Counts;
  readonly after: number;
  readonly told: { rows: number };
};

async function* records(
  ports: ImportPorts,
  members: AsyncIterable<HistoryMember>,
  { query, ...context }: Context & { readonly query: ImportQuery },
): AsyncGenerator<ImportRecord> {
  const run: Run = { ...context, ports, total: nothing(), after: query.after ?? 0, told: { rows: 0 } };
  try {
    for await (const { name, history } of members) {
      if ('refusal' in history) yield { type: 'file', file: name, refusal: history.refusal };
      else yield* recordsOfFile(name, history, run);
    }
    yield { type: 'result', ...run.total };
  } catch (error) {
    // The status has been told: what ends the import now is told as a record.
    const { read } = run.total;
    ports.log('WARNING', 'import ended early', { verb: 'ingest', read, error: reasonOf(error) });
    yield { type: 'failure', detail: `${reasonOf(error)}; send the file again with after=${read}`, read };
  }
}

async function* recordsOfFile(file: string, history: HistoryFile, run: Run): AsyncGenerator<ImportRecord> {
  yield { type: 'file', file, format: history.format };
  const counts = nothing();
  const remarks: Remarks = new Map();
  const named = ownOf(run.userId);
  const rows = after(history.rows, run);
  for await (const piece of piecesOf(rows, { max: limits.importSortedMax, named, remarks })) {
    counts.omitted += piece.omitted;
    counts.unreadable += piece.unreadable.length;
    run.total.omitted += piece.omitted;
    run.total.unreadable += piece.unreadable.length;
    for (const { line, error } of piece.unreadable) yield* told(run, { file, line, code: 'unreadable', detail: error });
    yield* restoreHeld(file, piece, counts, run);
    yield* send(file, piece, counts, { ...run, remarks });
    counts.read += piece.read;
    run.total.read += piece.read;
    yield { type: 'progress', ...run.total };
  }
  yield { type: 'read', file, ...counts, remarks: [...history.remarks(), ...toldOf(remarks)] };
}

async function* restoreHeld(file: string, { held }: Piece, counts: Counts, run: Run): AsyncGenerator<ImportRecord> {
  for (const { line, record } of held) {
    const detail = await run.ports.restore(record, run).catch((error: unknown) => {
      if (error instanceof Rejection) return error.message;
      throw error;
    });
    const count = detail === undefined ? 'restored' : 'rejected';
    counts[count] += 1;
    run.total[count] += 1;
    if (detail !== undefined) yield* told(run, { file, line, code: 'not-restored', detail });
  }
}

/** Passes over what an import before this one has read. */
async function* after(rows: AsyncIterable<HistoryRow>, run: Run): AsyncGenerator<HistoryRow> {
  for await (const row of rows) {
    if (run.total.read < run.after) run.total.read += 1;
    else yield row;
  }
}

type Sending = Run & { readonly remarks: Remarks };

async function* send(file: string, { listens }: Piece, counts: Counts, run: Sending): AsyncGenerator<ImportRecord> {
  const { total, now, ports } = run;
  for (let from = 0; from < listens.length; from += limits.listensPerRequestMax) {
    for (let pauses = 0; ports.isBehind?.() === true; pauses++) {
      if (pauses === limits.importPausesMax) throw new Error('Too much waits to be learned');
      if (pauses % 20 === 0) yield { type: 'progress', ...total };
      await sleep(limits.importPauseMs);
    }
    const batch = listens.slice(from, from + limits.listensPerRequestMax);
    const sent = batch.map(({ listen }) => listen);
    // As the operator would send them: a user who is forgotten meanwhile is not made again.
    const judged = judgeListens(sent, 'operator', now);
    const { accepted, refused } = await ports.accept({ sent, ...judged, sender: undefined, now });
    for (const field of judged.dropped.flatMap(({ fields }) => fields)) {
      note(run.remarks, `left out or put right: ${field}`);
    }
    counts.accepted += accepted;
    counts.rejected += refused.length;
    total.accepted += accepted;
    total.rejected += refused.length;
    for (const { index, code, detail } of refused) {
      yield* told(run, { file, line: (batch[index] as SendableRow).line, code, detail });
    }
  }
}

type WrongRow = Omit<Extract<ImportRecord, { type: 'row' }>, 'type'>;

function* told(run: Run, row: WrongRow): Generator<ImportRecord> {
  run.told.rows += 1;
  if (run.told.rows <= limits.importRowsToldMax) yield { type: 'row', ...row };
}

/** A file may name its user otherwise than this home; one that names several is not this user's alone. */
function ownOf(userId: UserId): (listen: HistoryListen) => HistoryListen | { readonly error: string } {
  let first: string | undefined;
  return (listen) => {
    const { userId: other, id, ...rest } = listen;
    if (other === undefined || other === userId) return { ...listen, userId };
    first ??= other;
    if (other !== first) {
      return { error: `is of "${other}", where the file began with "${first}": import one user's file at a time` };
    }
    // Its id was made for another user.
    return { ...rest, userId } as HistoryListen;
  };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
