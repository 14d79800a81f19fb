/** The files of the page over HTTP: compressed, checked by ETag, and under a policy that lets in nothing foreign. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { withFiles } from '#shared/edge/http/files.ts';

const text = '<p>hello</p>'.repeat(200);
const handle = withFiles(
  new Map([['/', { type: 'text/html; charset=utf-8', text }]]),
  async () => new Response('beyond', { status: 404 }),
);
const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
  handle(new Request(`http://segue.test${path}`, init));
const bytesOf = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer());

describe('withFiles', () => {
  it('answers in the encoding that the client takes, and says so', async () => {
    const [plain, zipped, brotli] = await Promise.all(
      ['', 'gzip, deflate', 'gzip, br'].map((accepted) => ask('/', { headers: { 'accept-encoding': accepted } })),
    );
    expect([plain, zipped, brotli].map((each) => each?.headers.get('content-encoding'))).toEqual([null, 'gzip', 'br']);
    expect((await bytesOf(plain as Response)).toString()).toBe(text);
    expect(gunzipSync(await bytesOf(zipped as Response)).toString()).toBe(text);
    expect(brotliDecompressSync(await bytesOf(brotli as Response)).toString()).toBe(text);
    for (const each of [plain, zipped, brotli]) expect(each?.headers.get('vary')).toBe('accept-encoding');
  });

  it('answers 304 to who has it already, and HEAD without a body', async () => {
    const etag = (await ask('/')).headers.get('etag') as string;
    const again = await ask('/', { headers: { 'if-none-match': etag } });
    expect([again.status, (await bytesOf(again)).length]).toEqual([304, 0]);
    const head = await ask('/', { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), (await bytesOf(head)).length]).toEqual([
      200,
      String(text.length),
      0,
    ]);
  });

  it('allows nothing inline and nothing from elsewhere', async () => {
    const { headers } = await ask('/');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:|data:/);
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it.each([
    ['another path', '/page', 'GET'],
    ['another method', '/', 'POST'],
    ['OPTIONS', '/', 'OPTIONS'],
  ])('leaves %s to whom it belongs', async (_what, path, method) => {
    expect(await (await ask(path, { method })).text()).toBe('beyond');
  });
});
