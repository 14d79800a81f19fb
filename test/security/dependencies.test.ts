/** What is installed with Segue: few packages, each at one version, each the very bytes that were tried. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Package = {
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
  readonly hasInstallScript?: boolean;
};
type Manifest = Readonly<
  Record<'dependencies' | 'devDependencies' | 'allowScripts', Readonly<Record<string, string | boolean>>>
>;

const read = (name: string) => JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'));
const manifest = read('package.json') as Manifest;
const { packages } = read('package-lock.json') as { packages: Readonly<Record<string, Package>> };
const installed = Object.entries(packages).filter(([path]) => path !== '');
const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

describe('dependencies', () => {
  it('package.json names exact versions, so that nothing changes by itself', () => {
    const named = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(named.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)))).toEqual([]);
  });

  it('package-lock.json holds the digest of every package, wherever it is fetched from', () => {
    const without = installed.filter(([, { integrity = '' }]) => !integrity.startsWith('sha512-'));
    expect(without.map(([path]) => path)).toEqual([]);
  });

  it('package.json says of every package with an install script whether it may run', () => {
    const scripted = new Set(installed.filter(([, each]) => each.hasInstallScript).map(([path]) => nameOf(path)));
    expect([...scripted].filter((name) => !(name in manifest.allowScripts) && name !== 'fsevents')).toEqual([]);
  });

  it('I11 Bounded: what runs is few packages', () => {
    const running = installed.filter(([, { dev, optional, devOptional }]) => !dev && !optional && !devOptional);
    expect(Object.keys(manifest.dependencies).length).toBeLessThanOrEqual(23);
    expect(running.length).toBeLessThanOrEqual(250);
    process.stdout.write(
      `dependencies: ${Object.keys(manifest.dependencies).length} named, ${running.length} packages run\n`,
    );
  });
});
