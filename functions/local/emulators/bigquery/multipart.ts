/** Takes a multipart/related upload apart: the job as JSON, then its data. */
import { BigQueryError } from '#functions/local/emulators/bigquery/failure.ts';

/** The boundary is read from the body's first line: a proxy may have replaced the content type. */
export function partsOf(body: Buffer): { readonly metadata: string; readonly data: string } {
  const text = body.toString('utf8');
  const boundary = text.slice(0, text.indexOf('\r\n'));
  const parts = text
    .split(boundary)
    .slice(1, -1)
    .map((part) => part.slice(part.indexOf('\r\n\r\n') + 4).replace(/\r\n$/, ''));
  const [metadata, data] = parts;
  if (metadata === undefined || data === undefined) throw new BigQueryError('invalid', 'An upload needs two parts');
  return { metadata, data };
}
