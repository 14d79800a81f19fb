/** Documents in SQLite: one table a collection, made from schemas/collections.ts. */
import type { Database, Durability } from '#shared/adapters/sqlite/database.ts';
import { checkQuery, valuesOf } from '#shared/ports/document-query.ts';
import type { DocumentStore, Query, Write } from '#shared/ports/document-store.ts';
import {
  type BodyOf,
  type CollectionName,
  collectionNames,
  collections,
  type FieldValue,
} from '#shared/schemas/collections.ts';
import { limits } from '#shared/schemas/limits.ts';

type Stored = { id: string; body: string };

/** Creates missing tables and indexes; existing ones stay. */
export function createSqliteDocumentStore(database: Database, durability: Durability = 'synced'): DocumentStore {
  for (const name of collectionNames) createTable(database, name);

  const put = (collection: CollectionName, id: string, body: unknown, expiresAt: number | undefined): void => {
    const fields = fieldsOf(collection, body);
    database
      .prepare(upsertOf(collection, 'REPLACE'))
      .run(id, JSON.stringify(body), expiresAt ?? null, ...Object.values(fields));
  };
  const create = (collection: CollectionName, id: string, body: unknown, expiresAt: number | undefined): void => {
    const fields = fieldsOf(collection, body);
    database
      .prepare(upsertOf(collection, 'IGNORE'))
      .run(id, JSON.stringify(body), expiresAt ?? null, ...Object.values(fields));
  };
  const remove = (collection: CollectionName, id: string): void => {
    database.prepare(`DELETE FROM "${collection}" WHERE id = ?`).run(id);
  };
  const get = (collection: CollectionName, id: string): unknown => {
    const row = database.prepare(`SELECT body FROM "${collection}" WHERE id = ?`).get(id) as Stored | undefined;
    return row === undefined ? undefined : JSON.parse(row.body);
  };
  const apply = (write: Write): void => {
    if (write.op === 'delete') remove(write.collection, write.id);
    else if (write.op === 'set') put(write.collection, write.id, write.body, write.expiresAt);
    else create(write.collection, write.id, write.body, write.expiresAt);
  };

  return {
    read: async <C extends CollectionName>(collection: C, ids: readonly string[]) =>
      ids.map((id) => get(collection, id) as BodyOf<C> | undefined),

    update: (collection, id, evolve) =>
      database.write(() => {
        const { next, expiresAt, result } = evolve(get(collection, id) as Parameters<typeof evolve>[0]);
        if (next === null) remove(collection, id);
        else if (next !== undefined) put(collection, id, next, expiresAt);
        return result;
      }, durability),

    write: (writes) =>
      database.write(() => {
        for (const write of writes) apply(write);
      }, durability),

    query: async <C extends CollectionName>(collection: C, query: Query) => {
      checkQuery(collection, query);
      const { sql, values } = selectOf(collection, query);
      const rows = database.prepare(sql).all(...values) as Stored[];
      return rows.map(({ id, body }) => ({ id, body: JSON.parse(body) as BodyOf<C> }));
    },
  };
}

/**
 * Removes documents whose time is over, and refused listens beyond `quarantinedMax`, the oldest first; resolves with their
 * number. At most `limit` a call and collection, of refused listens ten times that.
 */
export function sweepExpired(database: Database, now: number, limit = 1_000): Promise<number> {
  return database.write(() => {
    let removed = 0;
    for (const name of collectionNames) {
      if (!collections[name].expires) continue;
      const sql = `DELETE FROM "${name}" WHERE rowid IN (SELECT rowid FROM "${name}" WHERE expires_at <= ? LIMIT ?)`;
      removed += Number(database.prepare(sql).run(now, limit).changes);
    }
    const surplus = `
      DELETE FROM quarantine WHERE id IN (SELECT id FROM quarantine ORDER BY expires_at LIMIT
        max(0, min(?, (SELECT count(*) FROM quarantine) - ?)))`;
    removed += Number(database.prepare(surplus).run(limit * 10, limits.quarantinedMax).changes);
    return removed;
  });
}

function fieldNames(collection: CollectionName): readonly string[] {
  return [...new Set(collections[collection].queries.flat())].sort();
}

function fieldsOf(collection: CollectionName, body: unknown): Record<string, FieldValue> {
  const all = (collections[collection].fields as (body: unknown) => Record<string, FieldValue>)(body);
  return Object.fromEntries(fieldNames(collection).map((name) => [name, all[name] ?? null]));
}

function createTable(database: Database, name: CollectionName): void {
  const fields = fieldNames(name).map((field) => `, "${field}"`);
  database.exec(
    `CREATE TABLE IF NOT EXISTS "${name}" (id TEXT PRIMARY KEY, body TEXT NOT NULL, expires_at INTEGER${fields.join('')})`,
  );
  for (const query of collections[name].queries) {
    const columns = query.map((field) => `"${field}"`).join(', ');
    database.exec(`CREATE INDEX IF NOT EXISTS "${name}_${query.join('_')}" ON "${name}" (${columns}, id)`);
  }
  if (collections[name].expires) {
    database.exec(
      `CREATE INDEX IF NOT EXISTS "${name}_expires" ON "${name}" (expires_at) WHERE expires_at IS NOT NULL`,
    );
  }
}

const upserts = new Map<string, string>();

function upsertOf(collection: CollectionName, onConflict: 'REPLACE' | 'IGNORE'): string {
  const key = `${onConflict} ${collection}`;
  let sql = upserts.get(key);
  if (sql === undefined) {
    const names = fieldNames(collection);
    const columns = ['id', 'body', 'expires_at', ...names.map((name) => `"${name}"`)];
    const marks = columns.map(() => '?').join(', ');
    const updates = columns.slice(1).map((column) => `${column} = excluded.${column}`);
    const action = onConflict === 'IGNORE' ? 'DO NOTHING' : `DO UPDATE SET ${updates.join(', ')}`;
    sql = `INSERT INTO "${collection}" (${columns.join(', ')}) VALUES (${marks}) ON CONFLICT (id) ${action}`;
    upserts.set(key, sql);
  }
  return sql;
}

function selectOf(collection: CollectionName, query: Query): { sql: string; values: FieldValue[] } {
  const { where, orderBy, atLeast, atMost, after, limit } = query;
  const conditions: string[] = [];
  const values: FieldValue[] = [];
  const add = (condition: string, ...more: FieldValue[]): void => {
    conditions.push(condition);
    values.push(...more);
  };
  for (const [field, wanted] of Object.entries(where)) {
    const any = valuesOf(wanted);
    if (any.length === 1) add(`"${field}" IS ?`, any[0] as FieldValue);
    else add(`"${field}" IN (${any.map(() => '?').join(', ')})`, ...any);
  }
  const descending = orderBy?.direction === 'descending';
  if (orderBy !== undefined) {
    const column = `"${orderBy.field}"`;
    add(`${column} IS NOT NULL`);
    if (atLeast !== undefined) add(`${column} >= ?`, atLeast);
    if (atMost !== undefined) add(`${column} <= ?`, atMost);
    if (after !== undefined) add(`(${column}, id) ${descending ? '<' : '>'} (?, ?)`, after.value, after.id);
  } else if (after !== undefined) add('id > ?', after.id);
  const direction = descending ? 'DESC' : 'ASC';
  const order = orderBy === undefined ? 'id' : `"${orderBy.field}" ${direction}, id ${direction}`;
  const filter = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  values.push(limit);
  return { sql: `SELECT id, body FROM "${collection}" ${filter} ORDER BY ${order} LIMIT ?`, values };
}
