/** The lock file of a bundle: the part of ours that one package needs, so that a deployment installs what was tested. */

type Locked = {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly dev?: boolean;
};
export type Lock = { readonly packages: Readonly<Record<string, Locked>> };

/** `manifest`: the bundle's package.json. Throws when ours does not hold what it depends on. */
export function lockOf(
  manifest: { readonly name: string; readonly dependencies: Readonly<Record<string, string>> },
  { packages }: Lock,
): object {
  const taken = new Map<string, Locked>();
  const open = Object.keys(manifest.dependencies).map((name) => ({ from: '', name, isNeeded: true }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const path = placeOf(packages, next.from, next.name);
    if (path === undefined) {
      if (!next.isNeeded) continue;
      throw new Error(`package-lock.json does not hold "${next.name}"`);
    }
    if (taken.has(path)) continue;
    const { dev: _, ...locked } = packages[path] as Locked;
    taken.set(path, locked);
    for (const name of Object.keys(locked.dependencies ?? {})) open.push({ from: path, name, isNeeded: true });
    for (const name of Object.keys({ ...locked.optionalDependencies, ...locked.peerDependencies }))
      open.push({ from: path, name, isNeeded: false });
  }
  const { name } = manifest;
  return {
    name,
    lockfileVersion: 3,
    requires: true,
    packages: { '': { name, dependencies: manifest.dependencies }, ...Object.fromEntries([...taken].sort(byPath)) },
  };
}

/** Where Node finds a package from another one: beside it or further up. */
function placeOf(packages: Lock['packages'], from: string, name: string): string | undefined {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const path = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (path in packages) return path;
    if (at === '') return undefined;
  }
}

function byPath([a]: readonly [string, Locked], [b]: readonly [string, Locked]): number {
  return a < b ? -1 : 1;
}
