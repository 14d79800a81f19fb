import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Lock, lockOf } from '#functions/bundle/lock.ts';

const root = new URL('../../../', import.meta.url);
const ours = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')) as Lock;
const { dependencies } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
  dependencies: Record<string, string>;
};
const framework = '@google-cloud/functions-framework';
const manifest = { name: 'segue-serve', dependencies: { [framework]: dependencies[framework] as string } };

describe('lockOf', () => {
  it('lockOf: holds the package with everything it needs, at the versions and digests of ours, and nothing else', () => {
    const { packages } = lockOf(manifest, ours) as Lock;
    expect(packages[`node_modules/${framework}`]).toMatchObject({ version: dependencies[framework] });
    expect(packages['node_modules/express']).toEqual(ours.packages['node_modules/express']);
    expect(Object.keys(packages).some((path) => /duckdb|vitest|bigquery/.test(path))).toBe(false);
  });

  it('lockOf: a package nested under another is found before the one further up', () => {
    const packages = {
      'node_modules/a': { dependencies: { b: '2' } },
      'node_modules/a/node_modules/b': { dependencies: { c: '1' } },
      'node_modules/b': {},
      'node_modules/c': { dev: true },
    };
    const lock = lockOf({ name: 'x', dependencies: { a: '1' } }, { packages }) as Lock;
    expect(Object.keys(lock.packages)).toEqual([
      '',
      'node_modules/a',
      'node_modules/a/node_modules/b',
      'node_modules/c',
    ]);
    expect(lock.packages['node_modules/c']).toEqual({});
  });

  it('lockOf: npm finds manifest and lock in agreement, and would install nothing else', () => {
    const folder = mkdtempSync(join(tmpdir(), 'segue-lock-'));
    try {
      writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
      writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lockOf(manifest, ours)));
      const npm = spawnSync('npm', ['ci', '--dry-run', '--ignore-scripts', '--offline'], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect(npm.stderr).not.toMatch(/can only install packages when|Missing:|Invalid:/);
      expect(npm.status).toBe(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
