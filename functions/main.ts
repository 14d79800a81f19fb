/** Where a deployment of the sources starts: loads the one verb that FUNCTION_TARGET names, and nothing of the others. */
import { requireVariable } from '#shared/edge/cloud/config.ts';

const verbs = ['ingest', 'learn', 'train', 'publish', 'plan', 'assemble', 'serve', 'forget', 'watch'];

const target = requireVariable('FUNCTION_TARGET', process.env.FUNCTION_TARGET);
if (!verbs.includes(target)) {
  throw new Error(`Cannot start: FUNCTION_TARGET is "${target}" and must be one of "${verbs.join('", "')}"`);
}
await import(`./${target}/index.ts`);
