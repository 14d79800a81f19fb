/** The configuration of a job, the same through the official client and over REST. */
import { queryParameters } from '#shared/adapters/bigquery/values.ts';
import type { Parameters, Statement } from '#shared/ports/warehouse.ts';
import type { TableName } from '#shared/schemas/tables.ts';

export type Dataset = {
  readonly projectId: string;
  readonly datasetId: string;
  /** Where the dataset lives, for example "europe-west1": jobs run there. */
  readonly location: string;
};

/** Tables are there already: Terraform makes them. A table keeps its schema and layout when its rows are replaced. */
const dispositions = { replace: 'WRITE_TRUNCATE_DATA', append: 'WRITE_APPEND' } as const;
export type Disposition = keyof typeof dispositions;

/** BigQuery ends a job by itself before the function that waits for it would be ended. */
export const jobTimeoutMs = 25 * 60_000;

export function queryJob({ projectId, datasetId }: Dataset, statement: Statement, parameters: Parameters) {
  return {
    query: statement.text,
    useLegacySql: false,
    parameterMode: 'NAMED',
    queryParameters: queryParameters(parameters),
    defaultDataset: { projectId, datasetId },
  };
}

export function destination(
  { projectId, datasetId }: Dataset,
  { table, disposition }: { readonly table: TableName; readonly disposition: Disposition },
) {
  return {
    destinationTable: { projectId, datasetId, tableId: table },
    createDisposition: 'CREATE_NEVER',
    writeDisposition: dispositions[disposition],
  };
}

/** What a job is called in the audit log and on the bill, and when it ends at the latest. */
export function jobSettings(name: string) {
  const statement = name.replaceAll(/[^a-z0-9_-]/g, '_').slice(0, 63);
  return { labels: { statement }, jobTimeoutMs: String(jobTimeoutMs) };
}

/** An error that names the statement. */
export function explainError({ name }: Statement, cause: unknown): Error {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.startsWith('Cannot run') ? (cause as Error) : new Error(`Cannot run "${name}": ${message}`, { cause });
}
