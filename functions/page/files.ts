/** The files of the page as `npm run page` built them. They are kept with the code, so that a fresh clone serves them as it is. */
import { readdirSync, readFileSync } from 'node:fs';
import type { StaticFile } from '#shared/edge/http/files.ts';

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** By path; the page itself is at `/`. */
export function pageFiles(): ReadonlyMap<string, StaticFile> {
  const folder = new URL('./site/', import.meta.url);
  const files = readdirSync(folder).map((name): [string, StaticFile] => {
    const type = types[name.split('.').at(-1) ?? ''];
    if (type === undefined) throw new Error(`Cannot serve "${name}": its type is not known`);
    return [name === 'index.html' ? '/' : `/${name}`, { type, text: readFileSync(new URL(name, folder), 'utf8') }];
  });
  return new Map(files);
}
