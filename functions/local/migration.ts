/**
 * The schema version of an embedded home's folder: an older one is brought up to date at start, a newer one is refused.
 *
 *   segue.db, warehouse.duckdb ──▶ segue.db.next: what users said, and every message that was accepted, named anew, to be
 *                                   learned and landed again ──▶ both set aside ──▶ segue.db.next becomes segue.db
 *                               ──▶ when all is learned, both are removed
 *
 * Killed before the new file is complete, it begins again; afterwards it goes on with setting aside, and with learning, whose
 * messages are in the new file's queue.
 */
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { homeFiles } from '#functions/backup/folder.ts';
import { subscriptions } from '#functions/local/subscriptions.ts';
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';
import { type Database, openDatabase } from '#shared/adapters/sqlite/database.ts';
import { createSqliteQueue } from '#shared/adapters/sqlite/queue.ts';
import { renamed } from '#shared/domain/identity/renaming.ts';
import type { Log } from '#shared/ports/log.ts';
import type { ListensMessage } from '#shared/schemas/message.ts';

/** 1, or none: items were named by their sources. 2: recordings by their names, and echoes. */
export const schemaVersion = 2;

export type Say = (line: string) => void;

/** Brings the folder to this version's schema, before its files are opened. Throws one sentence where it cannot. */
export async function migrate(data: string, say: Say): Promise<void> {
  const documents = join(data, homeFiles.documents);
  const next = `${documents}.next`;
  if (versionOf(next) === schemaVersion) return swap(data);
  const version = versionOf(documents);
  if (version === undefined || version === schemaVersion) return;
  if (version > schemaVersion) {
    throw new Error(
      `Cannot start: "${data}" was written by a newer Segue (schema ${version}, this one reads ${schemaVersion}); start that version, or put back a backup made before it: npm run restore`,
    );
  }
  for (const name of withLog(next)) rmSync(name, { force: true });
  say(`"${data}" is of an older version: everything that was accepted is named anew`);
  copyDocuments(documents, next);
  const database = openDatabase(next);
  try {
    await queueAgain(database, join(data, homeFiles.warehouse), say);
    database.exec(`PRAGMA application_id = ${learning}; PRAGMA user_version = ${schemaVersion}`);
    database.emptyLog();
  } finally {
    database[Symbol.dispose]();
  }
  swap(data);
}

/** Marks a folder whose messages are being learned anew. */
const learning = 0x5e60e;

/** Says of a folder that was opened that it is of this version. */
export function stamp(database: Database): void {
  database.exec(`PRAGMA user_version = ${schemaVersion}`);
}

type Migrated = {
  readonly stores: { readonly database: Database };
  readonly idle: () => Promise<void>;
  readonly run: (verb: 'train', at: number) => Promise<unknown>;
};

/**
 * After a migration nothing is answered before everything is learned, and a model that knows the new names is asked for. Then the
 * older files go: whoever is forgotten from now on would stay in them.
 */
export async function learnAnew(
  { stores: { database }, idle, run }: Migrated,
  { data, at, log }: { readonly data: string; readonly at: number; readonly log: Log },
): Promise<void> {
  if (database.prepare('PRAGMA application_id').get()?.application_id !== learning) return;
  await idle();
  await run('train', at).catch((error) => log('ERROR', 'training after a migration failed', { error: String(error) }));
  for (const name of readdirSync(data)) if (asideName.test(name)) rmSync(join(data, name));
  database.exec('PRAGMA application_id = 0');
}

/** Undefined where there is no file, or nothing in it. */
function versionOf(file: string): number | undefined {
  if (!existsSync(file)) return undefined;
  const database = new DatabaseSync(file);
  try {
    if (database.prepare('SELECT count(*) AS tables FROM sqlite_master').get()?.tables === 0) return undefined;
    return Number(database.prepare('PRAGMA user_version').get()?.user_version);
  } catch {
    // A damaged file is for the check that says so.
    return undefined;
  } finally {
    database.close();
  }
}

/** What is made of listens is made again: it is left out. Who was forgotten stays so, and the operator's words do. */
const leftOut = {
  profiles: "json_extract(body, '$.forgottenAt') IS NULL",
  items: "json_extract(body, '$.source') IS NOT 'operator'",
  addresses: 'TRUE',
  tellings: 'TRUE',
  recentListens: 'TRUE',
} as const;

function copyDocuments(from: string, to: string): void {
  const database = new DatabaseSync(from);
  try {
    database.prepare('VACUUM INTO ?').run(to);
  } finally {
    database.close();
  }
  const copy = new DatabaseSync(to);
  try {
    for (const [table, rows] of Object.entries(leftOut)) {
      const isThere = copy.prepare('SELECT 1 FROM sqlite_master WHERE name = ?').get(table) !== undefined;
      if (isThere) copy.exec(`DELETE FROM "${table}" WHERE ${rows}`);
    }
  } finally {
    copy.close();
  }
}

/** Messages published together. */
const pageRows = 500;

/** Queues what had landed, and behind it what was still on its way. */
async function queueAgain(database: Database, warehouseFile: string, say: Say): Promise<void> {
  const queue = createSqliteQueue(database, subscriptions, Date.now);
  const underWay = takeUnderWay(database);
  let done = 0;
  const publish = async (bodies: readonly string[]): Promise<void> => {
    const outgoing = bodies.map(messageOf).filter((message) => message.type !== 'rebuild');
    await queue.publish(
      'listens',
      outgoing.map((message) => ({ message, orderingKey: 'userId' in message ? message.userId : '' })),
    );
    done += bodies.length;
    if (done % (20 * pageRows) === 0) say(`${done} messages read`);
  };
  if (existsSync(warehouseFile)) {
    await using warehouse = await openWarehouse({ path: warehouseFile, readOnly: true });
    const landed = { name: 'landed', text: 'SELECT data FROM listen_messages ORDER BY publish_time, message_id' };
    for await (const rows of warehouse.pages<{ readonly data: string }>(landed, {}, pageRows)) {
      await publish(rows.map(({ data }) => data));
    }
  }
  for (let at = 0; at < underWay.length; at += pageRows) await publish(underWay.slice(at, at + pageRows));
  say(`${done} messages read; they are learned now`);
}

function messageOf(body: string): ListensMessage {
  const message = JSON.parse(body) as ListensMessage;
  return message.type === 'listened' ? { ...message, listens: message.listens.map(renamed) } : message;
}

/** Bodies of listens that have not landed; what has landed and was not learned is learned with all the rest. */
function takeUnderWay(database: Database): string[] {
  const rows = database
    .prepare(
      `SELECT messages.body FROM messages JOIN deliveries ON deliveries.message_id = messages.id
       WHERE deliveries.subscription = 'warehouse' ORDER BY deliveries.id`,
    )
    .all() as { body: string }[];
  database.exec(`
    DELETE FROM deliveries WHERE subscription IN ('learn', 'warehouse');
    DELETE FROM messages WHERE id NOT IN (SELECT message_id FROM deliveries);
  `);
  return rows.map(({ body }) => body);
}

/** Sets the older files aside and puts the new one in their place; done again, it goes on where it stopped. */
function swap(data: string): void {
  const documents = join(data, homeFiles.documents);
  for (const file of [join(data, homeFiles.warehouse), documents]) {
    for (const part of withLog(file)) if (existsSync(part)) renameSync(part, aside(part));
  }
  renameSync(`${documents}.next`, documents);
}

const aside = (file: string): string => `${file}.older`;
const asideName = /^(?:segue\.db|warehouse\.duckdb)(?:-wal|-shm|\.wal)?\.older$/;

const withLog = (file: string): string[] => [file, `${file}-wal`, `${file}-shm`, `${file}.wal`];
