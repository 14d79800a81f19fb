/** Which code this is, for manifests: SEGUE_CODE_VERSION as deployed, else the package's version. */
import { readFileSync } from 'node:fs';

export function codeVersion(): string {
  const given = process.env.SEGUE_CODE_VERSION;
  if (given !== undefined && given !== '') return given;
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}
