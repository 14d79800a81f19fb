import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { plantedDefects } from '#test/mutation/defects.ts';

it('plantedDefects: each fits its file in one place, so that none is left out when the code moves on', () => {
  const stale = plantedDefects.filter(({ file, from }) => readFileSync(file, 'utf8').split(from).length !== 2);
  expect(stale.map(({ name, file }) => `${name} (${file})`)).toEqual([]);
});
