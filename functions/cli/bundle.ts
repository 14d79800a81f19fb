/**
 * `npm run bundle`: one deployable folder a verb under dist/: one minified and source-mapped file with all it needs, what
 * starts it, and what V8 made of it, so that a start need not compile it again.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { type BuildOptions, build } from 'esbuild';
import { type Lock, lockOf } from '#functions/bundle/lock.ts';
import { plugins } from '#functions/bundle/plugins.ts';
import { verbsInCode } from '#functions/infra/bundles.ts';

const root = new URL('../../', import.meta.url).pathname;
const framework = '@google-cloud/functions-framework';
const { dependencies } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
  dependencies: Record<string, string>;
};

const lock = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')) as Lock;

/** Verbs whose client libraries want Node's own Request and Response; the others do without them. */
const withClients = ['plan', 'publish', 'train'];

const beside = {
  'index.cjs': 'functions/bundle/entry.ts',
  'warm.cjs': 'functions/bundle/warm.ts',
  'telemetry.cjs': 'shared/adapters/opentelemetry/telemetry.ts',
};

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  minify: true,
  legalComments: 'none',
  // What is run by `entry` can require, and not import.
  supported: { 'dynamic-import': false },
  // The build pack starts the framework itself; a second copy would not know what the first has registered.
  external: [framework, `${framework}/testing`],
  logLevel: 'error',
};

export async function bundle(verb: string, folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [`functions/${verb}/index.ts`],
    outfile: `${folder}/code.js`,
    ...common,
    keepNames: false,
    sourcemap: 'linked',
    inject: withClients.includes(verb) ? [] : [`${root}shared/edge/cloud/web.ts`],
    define: { 'import.meta.url': 'bundleUrl' },
    banner: { js: 'const bundleUrl=require("node:url").pathToFileURL(__filename).href;' },
    plugins: [...plugins],
  });
  for (const [file, source] of Object.entries(beside)) {
    await build({ entryPoints: [source], outfile: `${folder}/${file}`, ...common });
  }
  const manifest = manifestOf(verb);
  writeFileSync(`${folder}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(`${folder}/package-lock.json`, `${JSON.stringify(lockOf(manifest, lock), null, 2)}\n`);
}

/** The name ends in .cjs because for .js the framework would load a library to find out what it is. */
function manifestOf(verb: string) {
  return {
    name: `segue-${verb}`,
    private: true,
    main: 'index.cjs',
    engines: { node: '24' },
    scripts: { 'gcp-build': 'node warm.cjs' },
    dependencies: { [framework]: dependencies[framework] as string },
  };
}

/** Keeps what this Node compiles of a bundle for its first answers. */
export async function warm(folder: string): Promise<void> {
  await promisify(execFile)(process.execPath, ['warm.cjs'], { cwd: folder });
}

if (import.meta.main) {
  for (const verb of verbsInCode()) {
    const folder = `${root}dist/${verb}`;
    await bundle(verb, folder);
    await warm(folder);
    const kilobytes = (file: string): number => Math.round(statSync(`${folder}/${file}`).size / 1_024);
    process.stdout.write(`dist/${verb}  ${kilobytes('code.js')} KB, compiled ${kilobytes('code.cache')} KB\n`);
  }
}
