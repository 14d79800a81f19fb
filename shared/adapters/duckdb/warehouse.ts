/** The warehouse on one machine: GoogleSQL statements on DuckDB, in a durable file or in memory. */
import { lstatSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { translateToDuckDb } from '#shared/adapters/duckdb/dialect.ts';
import { createKeeper, type OpenDatabase } from '#shared/adapters/duckdb/keeper.ts';
import { appendRows } from '#shared/adapters/duckdb/load.ts';
import { openReaders } from '#shared/adapters/duckdb/readers.ts';
import { createTable, ensureTables, replaceTable } from '#shared/adapters/duckdb/schema.ts';
import { scrub } from '#shared/adapters/duckdb/scrub.ts';
import { bind } from '#shared/adapters/duckdb/values.ts';
import { openWriter } from '#shared/adapters/duckdb/writer.ts';
import { StoreUnavailable } from '#shared/ports/unavailable.ts';
import type { Parameters, Statement, Warehouse } from '#shared/ports/warehouse.ts';
import { checkStatement, deletes, selects } from '#shared/sql/engine/check-statement.ts';

export type WarehouseOptions = {
  /** A file, made when it is not there, or ':memory:'. One process at a time opens a file. */
  readonly path: string;
  /** Threads of one statement. With one, sums of doubles are the same to the last bit in every run. */
  readonly threads?: number;
  /** Past it, DuckDB spills to disk beside the file. */
  readonly memoryLimitMb?: number;
  /** Changes nothing in the file, not even its tables. */
  readonly readOnly?: boolean;
};

export type DuckDbWarehouse = Warehouse &
  AsyncDisposable & {
    /** The tables as of one instant in a new file: writes wait meanwhile, reads do not. */
    copyTo(path: string): Promise<void>;
    /** Leaves nothing in the file of rows that were removed. */
    scrub(): Promise<void>;
    close(): Promise<void>;
  };

const pageRowsDefault = 10_000;

/** Opens the warehouse and makes the tables of shared/schemas/tables.ts that are missing. A commit survives a kill. */
export async function openWarehouse(options: WarehouseOptions): Promise<DuckDbWarehouse> {
  const path = fileOf(options.path);
  const keeper = await createKeeper(() => openFile({ ...options, path }));
  const transaction = <R>(work: (connection: DuckDBConnection) => Promise<R>): Promise<R> =>
    keeper.use(({ writer }) => writer.transaction(work));

  const pages = <R>(statement: Statement, parameters: Parameters, pageRows = pageRowsDefault) => {
    checkStatement(statement, parameters, selects);
    const bound = bind(parameters);
    return explained(
      statement,
      keeper.stream(({ readers }) => readers.pages<R>(translateToDuckDb(statement.text), bound, pageRows)),
    );
  };

  const warehouse: DuckDbWarehouse = {
    pages,

    async materialise(statement, parameters, { table, disposition }) {
      checkStatement(statement, parameters, selects);
      const { values, types } = bind(parameters);
      const text = translateToDuckDb(statement.text);
      const work = transaction(async (connection) => {
        const target = disposition === 'replace' ? await createTable(connection, table, `${table}__next`) : table;
        await connection.run(`INSERT INTO ${target} BY NAME ${text}`, values, types);
        if (disposition === 'replace') await replaceTable(connection, table, target);
      });
      await work.catch((cause) => fail(statement, cause));
    },

    async remove(statement, parameters) {
      checkStatement(statement, parameters, deletes);
      const { values, types } = bind(parameters);
      const work = transaction((connection) => connection.run(translateToDuckDb(statement.text), values, types));
      return (await work.catch((cause) => fail(statement, cause))).rowsChanged;
    },

    async load(table, rows, disposition = 'append') {
      await transaction(async (connection) => {
        const target = disposition === 'replace' ? await createTable(connection, table, `${table}__next`) : table;
        await appendRows(connection, { table, target, rows });
        if (disposition === 'replace') await replaceTable(connection, table, target);
      });
    },

    copyTo: (file) => keeper.use(({ writer }) => writer.alone((connection) => copyTo(connection, file))),

    scrub: async () => {
      if (path !== ':memory:') await scrub(keeper, path);
    },

    close: keeper.close,

    [Symbol.asyncDispose]: () => warehouse.close(),
  };
  return warehouse;
}

async function openFile({
  path,
  threads = 2,
  memoryLimitMb = 1_024,
  readOnly = false,
}: WarehouseOptions): Promise<OpenDatabase> {
  const spill = path === ':memory:' ? join(tmpdir(), `segue-${process.pid}`) : `${path}.tmp`;
  const database = await DuckDBInstance.create(path, {
    threads: String(threads),
    memory_limit: `${memoryLimitMb}MB`,
    temp_directory: spill,
    default_null_order: 'nulls_first_on_asc_last_on_desc',
    preserve_insertion_order: 'false',
    autoinstall_known_extensions: 'false',
    ...(readOnly ? { access_mode: 'READ_ONLY' } : {}),
  });
  // Nobody else has the file now: what a killed process spilled beside it is of no use, and may hold who was forgotten since.
  if (!readOnly) rmSync(spill, { recursive: true, force: true });
  const writer = await openWriter(database);
  const readers = openReaders(database);
  if (!readOnly) await writer.transaction(ensureTables);
  return { database, writer, readers };
}

/** DuckDB puts its log beside the name it is given, and finds it again only there: a link is followed before it is opened. */
function fileOf(path: string): string {
  if (path === ':memory:') return path;
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isSymbolicLink() ? fileOf(resolve(dirname(path), readlinkSync(path))) : path;
}

/** A new file has no block that was ever used, and so nothing of what was removed. */
async function copyTo(connection: DuckDBConnection, file: string): Promise<void> {
  const [name] = (await connection.runAndReadAll('SELECT current_database()')).getRows()[0] ?? [];
  await connection.run(`ATTACH '${file.replaceAll("'", "''")}' AS backup`);
  try {
    await connection.run(`COPY FROM DATABASE "${String(name).replaceAll('"', '""')}" TO backup`);
  } finally {
    await connection.run('DETACH backup');
  }
}

async function* explained<R>(statement: Statement, pages: AsyncIterable<readonly R[]>): AsyncGenerator<readonly R[]> {
  try {
    yield* pages;
  } catch (cause) {
    fail(statement, cause);
  }
}

function fail({ name }: Statement, cause: unknown): never {
  if (cause instanceof StoreUnavailable) throw cause;
  throw new Error(`Cannot run "${name}": ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
}
