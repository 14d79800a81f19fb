/**
 * How far an import is, kept on disk: a process that is killed leaves it behind, and the same command goes on from there. What
 * was sent in the moment before is sent again, and counts once all the same.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const Counts = z.object({
  read: z.int(),
  accepted: z.int(),
  rejected: z.int(),
  unreadable: z.int(),
  omitted: z.int(),
  restored: z.int(),
});
export type Counts = z.infer<typeof Counts>;

/** Where one file of history is: `counts` of the pieces that are done, and of the piece after them what was sent. */
const ImportPlace = z.object({
  finished: z.boolean(),
  counts: Counts,
  /** Batches of each lane, and what came of them. */
  lanes: z.array(z.int()),
  accepted: z.int(),
  rejected: z.int(),
  remarks: z.array(z.string()),
});
export type ImportPlace = z.infer<typeof ImportPlace>;

const Places = z.record(z.string(), ImportPlace);

export type Journal = {
  /** Where the file of that name was when the command ended early; undefined when it had not begun. */
  readonly placeOf: (name: string) => ImportPlace | undefined;
  readonly keep: (name: string, place: ImportPlace) => Promise<void>;
  /** Everything is in: the next import of this file begins anew. */
  readonly end: () => Promise<void>;
};

/** The journal of importing a path, as it is now, with everything that decides how it is read and where it goes. */
export async function openJournal(path: string, how: object): Promise<Journal> {
  const { size, mtimeMs } = await stat(path);
  const key = JSON.stringify([resolve(path), size, mtimeMs, how]);
  const folder = join(process.env.XDG_STATE_HOME ?? join(homedir(), '.local', 'state'), 'segue', 'imports');
  const file = join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`);
  const kept = await readFile(file, 'utf8').catch(() => '{}');
  const read = Places.safeParse(parse(kept));
  const places = new Map(Object.entries(read.success ? read.data : {}));
  let writing = Promise.resolve();
  const write = async (): Promise<void> => {
    await mkdir(folder, { recursive: true });
    await writeFile(`${file}.new`, JSON.stringify(Object.fromEntries(places)));
    await rename(`${file}.new`, file);
  };
  return {
    placeOf: (name) => places.get(name),
    // A place that cannot be written costs what it is for, and not the import.
    keep: (name, place) => {
      places.set(name, place);
      writing = writing.then(write).catch(() => {});
      return writing;
    },
    end: async () => {
      await writing;
      await rm(file, { force: true });
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
