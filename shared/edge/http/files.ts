/** Serves a few files of a web page before everything else: compressed, checked by ETag, and allowed to load nothing from elsewhere. */
import { hash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { HttpHandler } from '#shared/edge/http/dispatch.ts';
import { pathOf } from '#shared/edge/http/match.ts';

export type StaticFile = { readonly type: string; readonly text: string };

/** Nothing inline, nothing foreign, no frame, no form that leaves, and no text that becomes markup. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const headersOfAll: Readonly<Record<string, string>> = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  // Asked for again each time, and answered 304 as long as it is the same.
  'cache-control': 'no-cache',
  vary: 'accept-encoding',
};

type Encoding = 'br' | 'gzip' | 'identity';

/** A handler that answers GET and HEAD of these paths, and leaves the rest to `answer`. */
export function withFiles(files: ReadonlyMap<string, StaticFile>, answer: HttpHandler): HttpHandler {
  const packed = new Map<string, Uint8Array>();
  const bytesOf = (path: string, { text }: StaticFile, encoding: Encoding): Uint8Array => {
    const key = `${encoding} ${path}`;
    const bytes = packed.get(key) ?? pack(text, encoding);
    packed.set(key, bytes);
    return bytes;
  };
  return async (request, peer) => {
    const reading = request.method === 'GET' || request.method === 'HEAD';
    const path = reading ? pathOf(request.url) : '';
    const file = files.get(path);
    if (file === undefined) return answer(request, peer);
    const encoding = encodingFor(request.headers.get('accept-encoding') ?? '');
    const etag = `"${hash('sha1', file.text, 'base64url')}-${encoding}"`;
    const headers = { ...headersOfAll, etag, 'content-type': file.type };
    if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
    const bytes = bytesOf(path, file, encoding);
    return new Response(request.method === 'HEAD' ? null : (bytes as Uint8Array<ArrayBuffer>), {
      status: 200,
      headers: {
        ...headers,
        'content-length': String(bytes.length),
        ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
      },
    });
  };
}

function encodingFor(accepted: string): Encoding {
  if (/\bbr\b/.test(accepted)) return 'br';
  return /\bgzip\b/.test(accepted) ? 'gzip' : 'identity';
}

function pack(text: string, encoding: Encoding): Uint8Array {
  if (encoding === 'br') return brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
  return encoding === 'gzip' ? gzipSync(text, { level: 9 }) : Buffer.from(text);
}
