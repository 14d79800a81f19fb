/** Refuses what BigQuery and DuckDB disagree on: a statement that passes runs on both, and means the same. */
import { rules } from '#shared/sql/engine/lint/rules.ts';
import { type SqlToken, tokensOf } from '#shared/sql/engine/tokens.ts';

/** `line` counts from 1. `message` says what is wrong and what would be right. */
export type Finding = { readonly line: number; readonly message: string };

const header = ['Question', 'Grain', 'Window', 'Cost'];

/** Everything that is wrong with a statement, in the order of its lines; empty for a portable one. */
export function lint(text: string): Finding[] {
  const tokens = tokensOf(text);
  const findings = [...headerFindings(text), ...tokens.flatMap(commentFindings), ...statementFindings(tokens)];
  return findings.sort((a, b) => a.line - b.line);
}

function headerFindings(text: string): Finding[] {
  return header
    .filter((word) => !new RegExp(`^-- ${word}:`, 'm').test(text))
    .map((word) => ({ line: 1, message: `the header lacks "-- ${word}:"` }));
}

function commentFindings({ kind, text, line }: SqlToken): Finding[] {
  if (kind !== 'comment' || !text.startsWith('#')) return [];
  return [{ line, message: '"#" begins no comment in DuckDB: write "--"' }];
}

function statementFindings(all: readonly SqlToken[]): Finding[] {
  const tokens = all.filter(({ kind }) => kind !== 'space' && kind !== 'comment');
  return tokens.flatMap(({ line }, index) =>
    rules.flatMap((rule) => {
      const message = rule({ tokens, index });
      return message === undefined ? [] : [{ line, message }];
    }),
  );
}
