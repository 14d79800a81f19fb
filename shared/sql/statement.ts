/** Finds a statement by name, and fills in its parameters: what the caller says, and the dials for all the rest. */
import { readdirSync } from 'node:fs';
import type { Parameters, Statement } from '#shared/ports/warehouse.ts';
import { dials } from '#shared/sql/dials.ts';
import { statementText } from '#shared/sql/text.ts';
import { parameterNames } from '#shared/sql/tokens.ts';

const folder = new URL('./', import.meta.url);
const read = new Map<string, Statement>();

/** The statement of `shared/sql/<name>.sql`, for example "neighbours" or "checks/volume". Read once a process. */
export function statement(name: string): Statement {
  let found = read.get(name);
  if (found === undefined) {
    found = { name, text: statementText(name) };
    read.set(name, found);
  }
  return found;
}

/** The names of all statements, checks included, in the order of the alphabet. */
export function statementNames(): string[] {
  return readdirSync(folder, { recursive: true })
    .map((file) => String(file).replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, -'.sql'.length))
    .sort();
}

/**
 * The parameters a statement asks for: `given` by the caller, every other one from the dials of domain/tuning.ts, so
 * that a text and its dials cannot drift apart. Throws for a parameter nobody knows and for one the text does not use.
 */
export function statementParameters(asked: Statement, given: Parameters = {}): Parameters {
  const names = parameterNames(asked.text);
  const superfluous = Object.keys(given).filter((name) => !names.includes(name));
  if (superfluous.length > 0) {
    throw new Error(`Cannot fill statement "${asked.name}": it has no parameter "${superfluous.join('", "')}"`);
  }
  return Object.fromEntries(
    names.map((name) => {
      const value = given[name] ?? dials[name];
      if (value === undefined) {
        throw new Error(`Cannot fill statement "${asked.name}": parameter "${name}" is neither given nor a dial`);
      }
      return [name, value];
    }),
  );
}
