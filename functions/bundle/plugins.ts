/** What a bundle puts in place of files it does not have beside it, and leaves out because nothing calls it. */
import { globSync, readFileSync } from 'node:fs';
import { build, type OnLoadResult, type Plugin } from 'esbuild';
import { pageFiles } from '#functions/page/files.ts';

const root = new URL('../../', import.meta.url).pathname;

function replacing(name: string, filter: RegExp, contents: () => string | Promise<string>): Plugin {
  return {
    name,
    setup: ({ onLoad }) => {
      onLoad({ filter }, async (): Promise<OnLoadResult> => ({ contents: await contents(), loader: 'ts' }));
    },
  };
}

/** Statements become strings of the bundle. */
const statements = replacing('statements', /shared\/sql\/engine\/text\.ts$/, () => {
  const folder = `${root}shared/sql/`;
  const texts = globSync('**/*.sql', { cwd: folder }).map((file) => [
    file.slice(0, -'.sql'.length),
    readFileSync(`${folder}${file}`, 'utf8'),
  ]);
  return `const texts = new Map(${JSON.stringify(texts)});
    export function statementText(name) {
      const text = texts.get(name);
      if (text === undefined) throw new Error('There is no statement "' + name + '"');
      return text;
    }
    export function textNames() { return [...texts.keys()]; }`;
});

/** The files of the page become strings of the bundle. */
const page = replacing('page', /functions\/page\/files\.ts$/, () => {
  return `const files = new Map(${JSON.stringify([...pageFiles()])}); export function pageFiles() { return files; }`;
});

/** The thread of the factoriser becomes an address that holds its whole code. */
const worker = replacing('worker', /adapters\/threads\/factoriser\.ts$/, async () => {
  const folder = `${root}shared/adapters/threads/`;
  const { outputFiles } = await build({
    entryPoints: [`${folder}factoriser-worker.ts`],
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'esm',
    minify: true,
    write: false,
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
  const address = `new URL('data:text/javascript;base64,${code}')`;
  const source = readFileSync(`${folder}factoriser.ts`, 'utf8');
  const bundled = source.replace("new URL('./factoriser-worker.ts', import.meta.url)", address);
  if (bundled === source) throw new Error('Cannot bundle the factoriser: it no longer names its thread as it did');
  return bundled;
});

/** Zod brings its messages in fifty languages, 250 KB; ours are English. */
const languages = replacing(
  'languages',
  /zod\/v4\/locales\/index\.js$/,
  () => "export { default as en } from './en.js';",
);

/** Telemetry is a file of its own beside the code: who does not ask for it does not read it. */
const telemetry: Plugin = {
  name: 'telemetry',
  setup: ({ onResolve }) => {
    onResolve({ filter: /adapters\/opentelemetry\/telemetry\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './telemetry.cjs', external: true } : undefined,
    );
  },
};

export const plugins: readonly Plugin[] = [statements, page, worker, languages, telemetry];
