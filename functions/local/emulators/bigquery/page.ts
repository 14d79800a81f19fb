/** A page of a query's result: it ends where the client asked, or where BigQuery ends it by its bytes. */
import type { JobOutcome, ResultRow } from '#functions/local/emulators/bigquery/jobs.ts';

/** "The maximum response size for tabledata.list and getQueryResults" of the documentation, before compression. */
const pageBytesMax = 10_000_000;

export type AskedPage = { readonly maxResults: number; readonly pageToken: string | null };

export function pageOf({ fields, rows, affectedRows }: JobOutcome, { maxResults, pageToken }: AskedPage): object {
  const from = Number(pageToken ?? 0);
  const page: ResultRow[] = [];
  for (let bytes = 0, at = from; at < rows.length && page.length < maxResults && bytes < pageBytesMax; at++) {
    const row = rows[at] as ResultRow;
    page.push(row);
    bytes += row.f.reduce((sum, { v }) => sum + (v?.length ?? 4) + 10, 10);
  }
  const to = from + page.length;
  return {
    schema: { fields },
    totalRows: String(rows.length),
    rows: page,
    ...(maxResults > 0 && to < rows.length ? { pageToken: String(to) } : {}),
    ...(affectedRows === undefined ? {} : { numDmlAffectedRows: String(affectedRows) }),
  };
}
