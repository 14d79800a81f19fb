import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const told = {
  GOOGLE_CLOUD_PROJECT: 'p',
  SEGUE_REGION: 'europe-west1',
  SEGUE_DATABASE: 'segue',
  SEGUE_DATASET: 'segue',
  SEGUE_OPERATOR_TOKEN_HASH: 'h',
  SEGUE_INGEST_URL: 'http://127.0.0.1:1',
  FUNCTION_TARGET: 'serve',
};
const main = new URL('../../../functions/main.ts', import.meta.url).pathname;

function start(environment: Readonly<Record<string, string>>) {
  const env = { PATH: process.env.PATH, ...environment };
  const { status, stderr } = spawnSync(process.execPath, [main], { env, encoding: 'utf8' });
  return { status, stderr };
}

describe('functions/main.ts', () => {
  it('starts the verb it is told', () => {
    expect(start(told)).toEqual({ status: 0, stderr: '' });
  });

  it.each(Object.keys(told))('names %s when it is missing', (name) => {
    const { status, stderr } = start(Object.fromEntries(Object.entries(told).filter(([key]) => key !== name)));
    expect(status).toBe(1);
    expect(stderr).toContain(`environment variable "${name}" is not set`);
  });

  it('names the verbs when it is told another', () => {
    expect(start({ ...told, FUNCTION_TARGET: '../x' }).stderr).toContain('must be one of "ingest", "learn"');
  });
});
