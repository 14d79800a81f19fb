/** What every warehouse checks before anything runs: the verb of a statement and the names of its parameters. */
import type { Parameters, Statement } from '#shared/ports/warehouse.ts';
import { parameterNames } from '#shared/sql/engine/tokens.ts';

export const selects = ['SELECT', 'WITH'];
export const deletes = ['DELETE'];

/** Throws when the statement starts with another verb, or when a parameter is missing or superfluous. */
export function checkStatement({ name, text }: Statement, parameters: Parameters, verbs: readonly string[]): void {
  const verb = /^(?:\s+|--[^\n]*\n)*(\w+)/.exec(text)?.[1] ?? '';
  if (!verbs.includes(verb))
    throw new Error(`Cannot run "${name}": it starts with "${verb}", not ${verbs.join(' or ')}`);
  const asked = parameterNames(text);
  const missing = asked.filter((parameter) => !Object.hasOwn(parameters, parameter));
  const superfluous = Object.keys(parameters).filter((parameter) => !asked.includes(parameter));
  if (missing.length > 0) throw new Error(`Cannot run "${name}": parameter "${missing.join('", "')}" is missing`);
  if (superfluous.length > 0) {
    throw new Error(`Cannot run "${name}": it has no parameter "${superfluous.join('", "')}"`);
  }
}
