/** Where a deployment of the sources starts: loads the one verb that FUNCTION_TARGET names, and nothing of the others. */

import { requireVariable } from '#shared/edge/cloud/config.ts';
import { verbNames } from '#shared/edge/cloud/verb-names.ts';

const target = requireVariable('FUNCTION_TARGET', process.env.FUNCTION_TARGET);
if (!verbNames.some((verb) => verb === target)) {
  throw new Error(`Cannot start: FUNCTION_TARGET is "${target}" and must be one of "${verbNames.join('", "')}"`);
}
await import(`./${target}/index.ts`);
