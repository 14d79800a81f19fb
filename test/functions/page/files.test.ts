/** What is committed of the page is what its sources give: the files that are served, and the types of its client. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { apiTypes, typeOf } from '#functions/page/api-types.ts';
import { buildSite, clientTypes, document } from '#functions/page/build.ts';
import { pageFiles } from '#functions/page/files.ts';
import { openApi } from '#shared/edge/http/openapi.ts';
import { v1 } from '#shared/edge/http/v1.ts';

const client = new URL('../../../functions/page/client/', import.meta.url);
const mend = 'mend with npm run page';

describe('document', () => {
  it(`is what shared/docs/openapi.json says (${mend})`, () => {
    expect(readFileSync(new URL('../../../shared/docs/openapi.json', import.meta.url), 'utf8')).toBe(document());
  });
});

describe('clientTypes', () => {
  it(`is what client/home/api.ts says, made from the OpenAPI document (${mend})`, () => {
    expect(readFileSync(new URL('home/api.ts', client), 'utf8')).toBe(clientTypes());
  });

  it('names every operation with its method and path', () => {
    const text = apiTypes(openApi());
    for (const [id, { method, path }] of Object.entries(v1)) {
      expect(text).toContain(`  ${id}: ['${method}', '${path.replace(/:(\w+)/g, '{$1}')}'],`);
    }
  });

  it('writes what JSON Schema means, and refuses what it does not know', () => {
    expect(typeOf({ type: ['number', 'null'] })).toBe('number | null');
    expect(typeOf({ enum: ["it's", 1] })).toBe(`"it's" | 1`);
    expect(typeOf({ type: 'object', properties: { a: { type: 'integer' }, 'b-c': {} }, required: ['a'] })).toBe(
      "{ a: number; 'b-c'?: unknown }",
    );
    expect(typeOf({ type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'null' }] } })).toBe(
      'Array<string | null>',
    );
    expect(() => typeOf({ type: 'thing' })).toThrow('Cannot write a type');
  });
});

describe('pageFiles', () => {
  it(`are what their sources give (${mend})`, async () => {
    const built = await buildSite();
    const served = pageFiles();
    expect([...served.keys()].sort()).toEqual(
      [...built.keys()].map((name) => `/${name}`.replace('/index.html', '/')).sort(),
    );
    for (const [name, text] of built) {
      expect(served.get(name === 'index.html' ? '/' : `/${name}`)?.text === text, name).toBe(true);
    }
  });

  it('load nothing from elsewhere, hold nothing inline, and are 80 KB compressed at the most', () => {
    const files = [...pageFiles().values()];
    const bytes = files.reduce((sum, { text }) => sum + gzipSync(text, { level: 9 }).length, 0);
    expect(bytes).toBeLessThanOrEqual(80 * 1_024);
    const html = pageFiles().get('/')?.text ?? '';
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:|https?:/);
    expect(html.match(/<script[^>]*>/g)).toEqual(['<script type="module" src="/page.js">']);
    process.stdout.write(`page: ${files.length} files, ${bytes} bytes compressed\n`);
  });
});
