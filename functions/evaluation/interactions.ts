/** Reads who played what: tab-separated text with a header, plain or gzip. */
import { createReadStream } from 'node:fs';
import { Failure } from '#functions/cli/support/failure.ts';
import { linesOf } from '#shared/formats/history/lines.ts';
import { textOfFile } from '#shared/formats/history/text.ts';

export type Interaction = {
  readonly userId: string;
  readonly itemId: string;
  /** NaN where the column is there and the value is not. */
  readonly plays?: number;
  /** Unix seconds, or seconds since the user's first play. */
  readonly seconds?: number;
  /** The order of a user's interactions. */
  readonly position?: number;
};

/** Rows of a file by the names of its columns. Throws a `Failure` that names file and line. */
export async function* readTable(file: string): AsyncGenerator<Readonly<Record<string, string>>> {
  const { chunks, damage } = textOfFile(createReadStream(file));
  let names: readonly string[] | undefined;
  for await (const { line, text } of linesOf(chunks)) {
    if (text === undefined) throw new Failure(`${file}:${line} is too long for a row`);
    const cells = text.split('\t');
    if (names === undefined) names = cells;
    else if (text !== '') {
      if (cells.length > names.length) throw new Failure(`${file}:${line} has more columns than the header`);
      yield Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']));
    }
  }
  if (damage() !== undefined) throw new Failure(`${file}: ${damage()}`);
}

export async function readInteractionTable(file: string): Promise<Interaction[]> {
  const rows: Interaction[] = [];
  try {
    for await (const row of readTable(file)) rows.push(interactionOf(row, file));
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? new Failure(`There is no file "${file}"`) : error;
  }
  if (rows.length === 0) throw new Failure(`${file} holds no interaction below its header`);
  return rows;
}

function interactionOf(row: Readonly<Record<string, string>>, file: string): Interaction {
  const { user_id: userId, item_id: itemId } = row;
  if (!userId || !itemId) throw new Failure(`${file} needs the columns "user_id" and "item_id", filled in every row`);
  const seconds = row.seconds ?? row.listened_at;
  return {
    userId,
    itemId,
    ...(row.plays === undefined ? {} : { plays: row.plays === '' ? Number.NaN : numberOf(row.plays, 'plays', file) }),
    ...(seconds === undefined ? {} : { seconds: secondsOf(seconds, file) }),
    ...(row.position === undefined ? {} : { position: numberOf(row.position, 'position', file) }),
  };
}

function secondsOf(text: string, file: string): number {
  const parsed = Date.parse(text);
  return /^\d{4}-/.test(text) && Number.isFinite(parsed) ? parsed / 1000 : numberOf(text, 'seconds', file);
}

function numberOf(text: string, column: string, file: string): number {
  const value = Number(text);
  if (text === '' || !Number.isFinite(value) || value < 0) {
    throw new Failure(`${file}: "${text}" in column "${column}" is no number from 0 up`);
  }
  return value;
}
