/** The judge over a set of tables: which columns a statement has by BigQuery's rules, and which rows. */
import type { Parameters } from '#shared/ports/warehouse.ts';
import { columnsOf } from '#shared/schemas/columns.ts';
import { type TableName, tableNames } from '#shared/schemas/tables.ts';
import { type Call, openJudgeClient } from '#test/support/judge/client.ts';
import {
  fromProto,
  parameterProto,
  type TypeProto,
  toProto,
  typeProto,
  type Value,
  type ValueProto,
} from '#test/support/judge/values.ts';

export type Row = Readonly<Record<string, Value>>;
export type Contents = ReadonlyMap<TableName, readonly Row[]>;

export type Judge = {
  /** The rows of a query, in its order. */
  rows(text: string, parameters: Parameters): Promise<Row[]>;
  /** How many rows a DELETE would remove. Nothing is removed. */
  removed(text: string, parameters: Parameters): Promise<number>;
} & AsyncDisposable;

/** Features of the analyser that BigQuery does not have. */
const notInBigQuery = ['FEATURE_V_1_4_WITH_EXPRESSION', 'FEATURE_V_1_3_INLINE_LAMBDA_ARGUMENT'];

type Column = { readonly name: string; readonly type: TypeProto };
type Cells = { readonly cell: readonly ValueProto[] };

export async function openJudge(contents: Contents): Promise<Judge> {
  const client = await openJudgeClient();
  const language = await languageOf(client.call);
  const { registered_id } = await client.call<{ registered_id: string }>('RegisterCatalog', {
    simple_catalog: {
      name: 'warehouse',
      builtin_function_options: { language_options: language },
      table: tableNames.map((name, index) => ({
        name,
        serialization_id: String(index + 1),
        column: columnsOf(name).map((column) => ({ name: column.name, type: typeProto(column.type) })),
      })),
    },
    table_content: Object.fromEntries(tableNames.map((name) => [name, contentOf(name, contents.get(name) ?? [])])),
  });
  const request = (sql: string, parameters: Parameters) => {
    const protos = Object.entries(parameters).map(([name, value]) => parameterProto(name, value));
    return {
      sql,
      registered_catalog_id: registered_id,
      options: { language_options: language, query_parameters: protos.map(({ name, type }) => ({ name, type })) },
      params: protos.map(({ name, value }) => ({ name, value })),
    };
  };

  return {
    async rows(text, parameters) {
      type Evaluated = {
        content: { table_data: { row?: readonly Cells[] } };
        prepared: { columns: readonly Column[] };
      };
      const { content, prepared } = await client.call<Evaluated>('EvaluateQuery', request(text, parameters));
      const names = prepared.columns.map(({ name }) => name);
      return (content.table_data.row ?? []).map(({ cell }) =>
        Object.fromEntries(cell.map((value, index) => [names[index] as string, fromProto(value)])),
      );
    },
    async removed(text, parameters) {
      type Modified = { content?: readonly { operation: string }[] };
      const { content = [] } = await client.call<Modified>('EvaluateModify', request(text, parameters));
      return content.filter(({ operation }) => operation === 'DELETE').length;
    },
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}

type Language = { readonly enabled_language_features: readonly string[] };

/** Everything BigQuery has, with the types that BigQuery has. */
async function languageOf(call: Call): Promise<object> {
  const all = await call<Language>('GetLanguageOptions', { maximum_features: true });
  return {
    ...all,
    product_mode: 'PRODUCT_EXTERNAL',
    enabled_language_features: all.enabled_language_features.filter((feature) => !notInBigQuery.includes(feature)),
    supported_statement_kinds: ['RESOLVED_QUERY_STMT', 'RESOLVED_DELETE_STMT'],
  };
}

function contentOf(table: TableName, rows: readonly Row[]): object {
  const columns = columnsOf(table);
  const row = rows.map((values) => ({ cell: columns.map(({ name, type }) => toProto(values[name] ?? null, type)) }));
  return { table_data: { row } };
}
