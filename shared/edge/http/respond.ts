/** From a handler's answer to a Response. */
import { hash } from 'node:crypto';
import type { Answer } from '#shared/edge/http/operation.ts';
import type { Dialect } from '#shared/edge/http/problem-response.ts';

/**
 * JSON or text with an ETag; 304 when the client has it already. HEAD is GET without the body. What is read of a user is
 * kept by that user's own client at most; everything else is not kept at all.
 */
export function respond(request: Request, answer: Answer, { headers: common }: Pick<Dialect, 'headers'>): Response {
  const reading = request.method === 'GET' || request.method === 'HEAD';
  const headers: Record<string, string> = { ...common, 'cache-control': 'no-store', ...answer.headers };
  if (answer.lines !== undefined) {
    headers['content-type'] = 'application/x-ndjson';
    return new Response(linesOf(answer.lines), { status: answer.status, headers });
  }
  const text = answer.text?.text ?? (answer.json === undefined ? undefined : JSON.stringify(answer.json));
  if (text === undefined) return new Response(null, { status: answer.status, headers });
  headers['content-type'] = answer.text?.type ?? 'application/json';
  if (reading && answer.status === 200) {
    headers.etag = `"${hash('sha1', text, 'base64url')}"`;
    headers['cache-control'] = `private, max-age=${answer.maxAgeSeconds ?? 0}`;
    headers.vary = 'accept, authorization';
    if (matches(request.headers.get('if-none-match'), headers.etag))
      return new Response(null, { status: 304, headers });
  }
  return new Response(request.method === 'HEAD' ? null : text, { status: answer.status, headers });
}

function matches(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}

function linesOf(lines: AsyncIterable<unknown>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const iterator = lines[Symbol.asyncIterator]();
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await iterator.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
    },
    cancel: async () => {
      await iterator.return?.();
    },
  });
}
