/** `npm run bundle`: one deployable folder a verb under dist/, one minified and source-mapped file with all it needs. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { plugins } from '#functions/cli/bundle/plugins.ts';
import { verbsInCode } from '#functions/cli/infra/bundles.ts';

const root = new URL('../../', import.meta.url).pathname;
const framework = '@google-cloud/functions-framework';
const { dependencies } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
  dependencies: Record<string, string>;
};

/** Verbs whose client libraries want Node's own Request and Response; the others do without them. */
const withClients = ['plan', 'publish', 'train'];

export async function bundle(verb: string, folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: [`functions/${verb}/index.ts`],
    outfile: `${folder}/index.cjs`,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    minify: true,
    keepNames: false,
    sourcemap: 'linked',
    legalComments: 'none',
    // The build pack starts the framework itself; a second copy would not know what the first has registered.
    external: [framework],
    inject: withClients.includes(verb) ? [] : [`${root}shared/edge/cloud/web.ts`],
    define: { 'import.meta.url': 'bundleUrl' },
    banner: { js: 'const bundleUrl=require("node:url").pathToFileURL(__filename).href;' },
    plugins: [...plugins],
    logLevel: 'error',
  });
  writeFileSync(`${folder}/package.json`, `${JSON.stringify(manifestOf(verb), null, 2)}\n`);
}

/** The name ends in .cjs because for .js the framework would load a library to find out what it is. */
function manifestOf(verb: string): object {
  return {
    name: `segue-${verb}`,
    private: true,
    main: 'index.cjs',
    engines: { node: '24' },
    dependencies: { [framework]: dependencies[framework] },
  };
}

if (import.meta.main) {
  for (const verb of verbsInCode()) {
    await bundle(verb, `${root}dist/${verb}`);
    const kilobytes = Math.round(readFileSync(`${root}dist/${verb}/index.cjs`).length / 1_024);
    process.stdout.write(`dist/${verb}  ${kilobytes} KB\n`);
  }
}
