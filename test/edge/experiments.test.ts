import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readExperiments } from '#shared/edge/experiments.ts';
import { noExperiments } from '#shared/schemas/experiment.ts';

const folder = mkdtempSync(join(tmpdir(), 'segue-experiments-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const calm = { name: 'calm', variants: [{ name: 'still', share: 0.5, overrides: { 'recommend.jitter': 0 } }] };
const config = { holdback: 0.1, experiments: [calm] };

describe('readExperiments', () => {
  it('reads JSON, or the file that is named, or nothing', () => {
    const file = join(folder, 'experiments.json');
    writeFileSync(file, JSON.stringify(config));
    expect(readExperiments(file)).toEqual(config);
    expect(readExperiments(` ${JSON.stringify(config)}`)).toEqual(config);
    expect(readExperiments(undefined)).toBe(noExperiments);
    expect(readExperiments('')).toBe(noExperiments);
  });

  it.each([
    ['{', /from SEGUE_EXPERIMENTS: .*JSON/],
    ['nowhere.json', /from "nowhere.json", which SEGUE_EXPERIMENTS names: .*no such file/],
    ['{"experiments": [{"name": "x"}]}', /\/experiments\/0\/variants: /],
    [
      '{"experiments": [{"name": "x", "variants": [{"name": "A", "share": 0.5}]}]}',
      /\/experiments\/0\/variants\/0\/name: .*lower-case/,
    ],
    [JSON.stringify({ experiments: [calm, calm] }), /\/experiments: .*distinct names/],
    [
      JSON.stringify(config).replace('recommend.jitter', 'recommend.volume'),
      /variant "still" of "calm": Cannot override "recommend.volume": there is no such dial/,
    ],
    [
      JSON.stringify(config).replace('recommend.jitter', 'model.lovedMax'),
      /variant "still" of "calm": "model.lovedMax" is not one user's own/,
    ],
  ])('names the place of what is wrong in %s', (given, said) => {
    expect(() => readExperiments(given)).toThrow(said);
  });
});
