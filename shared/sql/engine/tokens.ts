/** Cuts a statement into tokens: what the DuckDB adapter rewrites, the lint reads and the parameters are found in. */
import { memoise } from '#shared/domain/memoise.ts';

export type SqlToken = {
  readonly kind: 'space' | 'comment' | 'string' | 'number' | 'parameter' | 'word' | 'symbol';
  readonly text: string;
  /** Line of its first character, from 1. */
  readonly line: number;
};

/** Alternatives in the order they are tried. A quote that never closes falls through to `symbol`, for the lint to refuse. */
const grammar = new RegExp(
  [
    String.raw`(?<space>\s+)`,
    String.raw`(?<comment>--[^\n]*|#[^\n]*|/\*[\s\S]*?\*/)`,
    String.raw`(?<string>'[^'\n]*')`,
    String.raw`(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)`,
    String.raw`(?<parameter>@[A-Za-z_]\w*)`,
    String.raw`(?<word>[A-Za-z_]\w*)`,
    String.raw`(?<symbol><=|>=|!=|<>|\|\||=>|[\s\S])`,
  ].join('|'),
  'g',
);

/** The tokens of a statement; joined, their texts are the statement again. */
export function tokensOf(text: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  let line = 1;
  for (const match of text.matchAll(grammar)) {
    const kind = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined)?.[0] as SqlToken['kind'];
    tokens.push({ kind, text: match[0], line });
    line += match[0].split('\n').length - 1;
  }
  return tokens;
}

/** The names of the parameters of a statement, each once, in the order of their first use. */
export const parameterNames: (text: string) => readonly string[] = memoise(
  (text) => text,
  (text) => {
    const parameters = tokensOf(text).filter(({ kind }) => kind === 'parameter');
    return [...new Set(parameters.map(({ text }) => text.slice(1)))];
  },
);

/** The index of the next token that is neither white space nor a comment, at or after `from`; -1 behind the last. */
export function nextMeaning(tokens: readonly SqlToken[], from: number): number {
  for (let index = from; index < tokens.length; index++) {
    const kind = tokens[index]?.kind;
    if (kind !== 'space' && kind !== 'comment') return index;
  }
  return -1;
}

/** The index of the parenthesis that closes the one at `open`; -1 when none does. */
export function closing(tokens: readonly SqlToken[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    const token = tokens[index] as SqlToken;
    if (token.kind !== 'symbol') continue;
    if (token.text === '(') depth += 1;
    if (token.text === ')') depth -= 1;
    if (depth === 0) return index;
  }
  return -1;
}
