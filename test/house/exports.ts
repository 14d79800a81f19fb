/** Exports that nothing imports: either dead, or private and not said to be. */
import { exportsOf, textOf } from '#test/house/sources.ts';

export type DeadExport = { readonly file: string; readonly name: string };

/** Names exported by `files` that none of `readers` imports, entry points left out: the platform or a command line reads those. */
export function deadExportsAmong(
  files: readonly string[],
  readers: readonly string[],
  isEntry: (file: string) => boolean,
): DeadExport[] {
  const imported = new Set(readers.flatMap((file) => namesImportedBy(file)));
  return files
    .filter((file) => !isEntry(file))
    .flatMap((file) => exportsOf(file).map((name) => ({ file, name })))
    .filter(({ file, name }) => !imported.has(`${file} ${name}`) && !imported.has(`${file} *`))
    .filter(({ file, name }) => !isTypeInUse(file, name));
}

/** Each as "path name"; a namespace or lazy import takes everything. */
function namesImportedBy(file: string): string[] {
  const text = textOf(file);
  const named = [...text.matchAll(/^(?:import|export)\s+(?:type\s+)?\{([^}]*)\}\s+from\s+'#([^']+)'/gm)].flatMap(
    ([, names, path]) =>
      (names as string)
        .split(',')
        .map((name) =>
          name
            .trim()
            .replace(/^type\s+/, '')
            .replace(/\s+as\s+.*$/, ''),
        )
        .filter((name) => name !== '')
        .map((name) => `${path} ${name}`),
  );
  const whole = [
    ...text.matchAll(
      /^(?:import|export)\s+(?:type\s+)?\*.*?from\s+'#([^']+)'|(?:import|URL)\(\s*'#?(?:[./]*)([^']+\.ts)'/gm,
    ),
  ].map(([, namespace, lazy]) => `${namespace ?? lazy} *`);
  return [...named, ...whole];
}

/** A type that its own file speaks of belongs to what that file exports. */
function isTypeInUse(file: string, name: string): boolean {
  const text = textOf(file);
  const isType = new RegExp(`^export (?:type|interface) ${name}\\b`, 'm').test(text);
  return isType && [...text.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].length > 1;
}
