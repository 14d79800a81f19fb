/**
 * GoogleSQL text to DuckDB text, for the portable subset that the lint allows (test/sql/lint.ts). Four spellings differ
 * and nothing else is touched; functions that differ are macros (prelude.ts), null order and time zone are settings.
 *
 *   @name                  -> $name
 *   0.5                    -> 0.5e0          a DOUBLE, not a DECIMAL
 *   INT64, SAFE_CAST, …    -> BIGINT, TRY_CAST, …
 *   UNNEST(xs) AS x        -> UNNEST(xs) AS x_(x)
 */
import { closing, nextMeaning, type SqlToken, tokensOf } from '#shared/sql/engine/tokens.ts';

const words = new Map([
  ['INT64', 'BIGINT'],
  ['FLOAT64', 'DOUBLE'],
  ['STRING', 'VARCHAR'],
  ['TIMESTAMP', 'TIMESTAMPTZ'],
  ['SAFE_CAST', 'TRY_CAST'],
]);

/** The same statement for DuckDB. Deterministic; throws nothing, because the lint has read the text before. */
export function translateToDuckDb(text: string): string {
  const tokens = tokensOf(text);
  const written = tokens.map(spell);
  for (const alias of unnestAliases(tokens)) written[alias] = `${written[alias]}_(${written[alias]})`;
  return written.join('');
}

function spell({ kind, text }: SqlToken): string {
  if (kind === 'parameter') return `$${text.slice(1)}`;
  if (kind === 'number') return text.includes('.') && !/e/i.test(text) ? `${text}e0` : text;
  if (kind === 'word') return words.get(text) ?? text;
  return text;
}

/** Where the name of an unnested element stands: in DuckDB an alias names the table, in GoogleSQL the element. */
function unnestAliases(tokens: readonly SqlToken[]): number[] {
  const aliases: number[] = [];
  tokens.forEach((token, index) => {
    if (token.kind !== 'word' || token.text !== 'UNNEST') return;
    const as = nextMeaning(tokens, closing(tokens, nextMeaning(tokens, index + 1)) + 1);
    if (tokens[as]?.text === 'AS') aliases.push(nextMeaning(tokens, as + 1));
  });
  return aliases;
}
