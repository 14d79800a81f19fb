/** Connections that read: each streams one result at a time, sees one snapshot, and is used again when it is through. */
import type { DuckDBConnection, DuckDBDataChunk, DuckDBInstance, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { prelude } from '#shared/adapters/duckdb/prelude.ts';
import { readers as readersOf } from '#shared/adapters/duckdb/values.ts';

/** Connections kept for the next reader. More are opened when more read at once, and closed after. */
const idleMax = 4;

type Bound = {
  readonly values: Record<string, DuckDBValue>;
  readonly types: Record<string, DuckDBType>;
};

export type Readers = {
  /** Rows in pages of at most `pageRows`; what is in memory is one page and DuckDB's own buffer. */
  pages<R>(text: string, bound: Bound, pageRows: number): AsyncIterable<readonly R[]>;
  close(): void;
};

export function openReaders(database: DuckDBInstance): Readers {
  const idle: DuckDBConnection[] = [];
  const connections = new Set<DuckDBConnection>();

  const open = async (): Promise<DuckDBConnection> => {
    const connection = await database.connect();
    connections.add(connection);
    for (const line of prelude) await connection.run(line);
    return connection;
  };
  const discard = (connection: DuckDBConnection): void => {
    connections.delete(connection);
    connection.closeSync();
  };

  return {
    async *pages<R>(text: string, { values, types }: Bound, pageRows: number) {
      const connection = idle.pop() ?? (await open());
      let finished = false;
      try {
        const result = await connection.stream(text, values, types);
        const columns = readersOf(result);
        let page: R[] = [];
        for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
          for (const row of rowsOf<R>(chunk, columns)) {
            page.push(row);
            if (page.length < pageRows) continue;
            yield page;
            page = [];
          }
        }
        if (page.length > 0) yield page;
        finished = true;
      } finally {
        // A result that was left half read still belongs to its connection: neither is used again.
        if (finished && idle.length < idleMax) idle.push(connection);
        else discard(connection);
      }
    },
    close() {
      for (const connection of connections) connection.closeSync();
      connections.clear();
    },
  };
}

function* rowsOf<R>(chunk: DuckDBDataChunk, columns: ReturnType<typeof readersOf>): Generator<R> {
  const values = chunk.getColumns();
  for (let row = 0; row < chunk.rowCount; row++) {
    const object: Record<string, unknown> = {};
    columns.forEach(({ name, read }, index) => {
      object[name] = read((values[index] as DuckDBValue[])[row] as DuckDBValue);
    });
    yield object as R;
  }
}
