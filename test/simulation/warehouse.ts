/** The warehouse in memory: tables of rows, and every statement the verbs under simulation use, as a plain function. */
import type { Parameters, Statement, Warehouse } from '#shared/ports/warehouse.ts';
import { type RowOf, type TableName, tableNames } from '#shared/schemas/tables.ts';
import { catalogueStatements } from '#test/simulation/statements/catalogue.ts';
import { exposureStatements } from '#test/simulation/statements/exposures.ts';
import { forgetStatements } from '#test/simulation/statements/forget.ts';
import { listensStatements } from '#test/simulation/statements/listens.ts';
import { profileStatements } from '#test/simulation/statements/profile.ts';
import { publishStatements } from '#test/simulation/statements/publish.ts';
import { qualityStatements } from '#test/simulation/statements/quality.ts';
import { trainStatements } from '#test/simulation/statements/train.ts';

export type Rows = { [T in TableName]: RowOf<T>[] };

/** A SELECT: rows from tables. The test beside the doubles holds each against DuckDB running the shipped text. */
export type Select = (tables: Rows, parameters: Parameters) => readonly object[];
/** A DELETE: the table, and which of its rows go. */
export type Delete = {
  readonly from: TableName;
  readonly goes: (tables: Rows, parameters: Parameters) => (row: never) => boolean;
};

export type MemoryWarehouse = Warehouse & {
  readonly tables: Rows;
  /** Reads what a SELECT says now; what it resolves with puts that into the table, whenever it is called. */
  readonly begin: (statement: Statement, parameters: Parameters, destination: Destination) => () => void;
};
type Destination = { readonly table: TableName; readonly disposition: 'replace' | 'append' };

const selects: Readonly<Record<string, Select>> = {
  ...catalogueStatements,
  ...exposureStatements,
  ...listensStatements.selects,
  ...profileStatements,
  ...publishStatements,
  ...qualityStatements,
  ...trainStatements,
};
const deletes: Readonly<Record<string, Delete>> = { ...listensStatements.deletes, ...forgetStatements };

export function createMemoryWarehouse(): MemoryWarehouse {
  const tables = Object.fromEntries(tableNames.map((name) => [name, []])) as unknown as Rows;
  const ask = ({ name }: Statement, parameters: Parameters): readonly object[] => {
    const select = selects[name];
    if (select === undefined) throw new Error(`Cannot run "${name}": the simulation does not know it`);
    return select(tables, parameters);
  };
  const put = (table: TableName, rows: readonly object[], disposition: 'replace' | 'append'): void => {
    if (disposition === 'replace') tables[table] = [...rows] as never;
    else (tables[table] as object[]).push(...rows);
  };
  const begin: MemoryWarehouse['begin'] = (statement, parameters, { table, disposition }) => {
    const rows = ask(statement, parameters);
    return () => put(table, rows, disposition);
  };
  return {
    tables,
    begin,
    async *pages<R>(statement: Statement, parameters: Parameters) {
      const rows = ask(statement, parameters) as readonly R[];
      if (rows.length > 0) yield rows;
    },
    materialise: async (...asked) => begin(...asked)(),
    remove: async ({ name }, parameters) => {
      const known = deletes[name];
      if (known === undefined) throw new Error(`Cannot run "${name}": the simulation does not know it`);
      const before = tables[known.from] as object[];
      const goes = known.goes(tables, parameters) as (row: object) => boolean;
      const kept = before.filter((row) => !goes(row));
      tables[known.from] = kept as never;
      return before.length - kept.length;
    },
    load: async (table, rows, disposition = 'append') => put(table, rows, disposition),
  };
}
