/**
 * `npm run page`: the OpenAPI document as it stands in the repository, the types of the page's client from it, and the files that
 * are served, from their sources.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { apiTypes } from '#functions/page/api-types.ts';
import { openApi } from '#shared/edge/http/openapi.ts';

const here = new URL('./', import.meta.url).pathname;

/** What `client/home/api.ts` must say. */
export const clientTypes = (): string => apiTypes(JSON.parse(JSON.stringify(openApi())));

/** What `shared/docs/openapi.json` must say: what a home answers at `/openapi.json`. */
export const document = (): string => `${JSON.stringify(openApi(), null, 1)}\n`;

/** The files of the site by name. The same sources give the same bytes. */
export async function buildSite(): Promise<ReadonlyMap<string, string>> {
  const { outputFiles } = await build({
    absWorkingDir: here,
    entryPoints: { page: 'client/main.tsx', style: 'client/style/page.css' },
    outdir: here,
    bundle: true,
    format: 'esm',
    target: ['chrome115', 'firefox115', 'safari16.4'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: { 'process.env.NODE_ENV': '"production"' },
    minify: true,
    legalComments: 'none',
    charset: 'utf8',
    write: false,
    logLevel: 'error',
  });
  const built = outputFiles.map(({ path, text }): [string, string] => [path.slice(here.length), text]);
  const copied = ['index.html', 'icon.svg'].map((name): [string, string] => [
    name,
    readFileSync(`${here}client/${name}`, 'utf8'),
  ]);
  return new Map([...built, ...copied]);
}

if (import.meta.main) {
  writeFileSync(`${here}../../shared/docs/openapi.json`, document());
  writeFileSync(`${here}client/home/api.ts`, clientTypes());
  const files = await buildSite();
  rmSync(`${here}site`, { recursive: true, force: true });
  mkdirSync(`${here}site`);
  for (const [name, text] of files) writeFileSync(`${here}site/${name}`, text);
}
