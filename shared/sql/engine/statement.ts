/** Finds a statement by name, and fills in its parameters: what the caller says, and the dials for all the rest. */
import { canonicalJson, sha256 } from '#shared/domain/digest.ts';
import type { Parameters, Statement } from '#shared/ports/warehouse.ts';
import { statementDials } from '#shared/sql/engine/dials.ts';
import { statementText, textNames } from '#shared/sql/engine/text.ts';
import { parameterNames } from '#shared/sql/engine/tokens.ts';

const read = new Map<string, Statement>();

/** The statement of `shared/sql/<name>.sql`, for example "train/model_neighbours". Read once a process. */
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
  return textNames().sort();
}

/** Names the statements of this code by their content: what a model was made with, in whatever version of the code. */
export function statementsDigest(): string {
  return sha256(canonicalJson(statementNames().map((name) => [name, statement(name).text]))).slice(0, 16);
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
      const value = given[name] ?? statementDials[name];
      if (value === undefined) {
        throw new Error(`Cannot fill statement "${asked.name}": parameter "${name}" is neither given nor a dial`);
      }
      return [name, value];
    }),
  );
}
