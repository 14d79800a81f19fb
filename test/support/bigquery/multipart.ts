/** Takes a multipart/related upload apart: the job as JSON, then its data. */
import { Failure } from '#test/support/bigquery/failure.ts';

export function partsOf(contentType: string, body: Buffer): { readonly metadata: string; readonly data: string } {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (boundary === undefined) throw new Failure('invalid', `An upload needs a boundary, got "${contentType}"`);
  const parts = body
    .toString('utf8')
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => part.slice(part.indexOf('\r\n\r\n') + 4).replace(/\r\n$/, ''));
  const [metadata, data] = parts;
  if (metadata === undefined || data === undefined) throw new Failure('invalid', 'An upload needs two parts');
  return { metadata, data };
}
