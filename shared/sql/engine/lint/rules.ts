/** The rules of the lint, one a sentence: each looks at one token of a statement and says what is wrong with it. */
import { beforeParenthesis, functions, instead, keywords, refusals } from '#shared/sql/engine/lint/words.ts';
import { closing, type SqlToken } from '#shared/sql/engine/tokens.ts';

/** A statement without white space and comments, and the place being looked at. */
export type Place = { readonly tokens: readonly SqlToken[]; readonly index: number };

/** What is wrong at a place and what would be right, or undefined. */
export type Rule = (place: Place) => string | undefined;

const tokenAt = ({ tokens, index }: Place, offset = 0): SqlToken | undefined => tokens[index + offset];
const textAt = (place: Place, offset = 0): string | undefined => tokenAt(place, offset)?.text;
const isWord = (place: Place, ...words: readonly string[]): boolean =>
  tokenAt(place)?.kind === 'word' && words.includes((textAt(place) as string).toUpperCase());

const knownFunctionsOnly: Rule = (place) => {
  const { kind, text } = tokenAt(place) as SqlToken;
  const name = text.toUpperCase();
  if (kind !== 'word' || textAt(place, 1) !== '(' || beforeParenthesis.has(name) || functions.has(name)) return;
  return `"${text}" differs between the engines or is not known to agree: ${instead.get(name) ?? 'do without it, or prove it with the judge and add it to words.ts'}`;
};

const noForeignWords: Rule = (place) => {
  const { kind, text } = tokenAt(place) as SqlToken;
  const name = text.toUpperCase();
  if (kind !== 'word' || !refusals.has(name) || textAt(place, -1) === '.' || textAt(place, 1) === '(') return;
  return `"${text}" is not portable: ${refusals.get(name)}`;
};

const capitals: Rule = (place) => {
  const { kind, text } = tokenAt(place) as SqlToken;
  const name = text.toUpperCase();
  if (kind !== 'word' || text === name || textAt(place, -1) === '.') return;
  const calls = functions.has(name) && textAt(place, 1) === '(';
  return keywords.has(name) || calls ? `"${text}" must be "${name}"` : undefined;
};

const symbols: ReadonlyMap<string, string> = new Map([
  ['/', 'use SAFE_DIVIDE: 1 / 0 is an error in one engine and infinite in the other'],
  ['`', 'name tables and columns without quotes'],
  ['"', 'write strings in single quotes: in DuckDB a double one names a column'],
  ["'", 'close the string on its line'],
  [';', 'write one statement a file, without an end'],
  [':', 'use CAST: GoogleSQL has no "::"'],
  ['|', 'write a query: DuckDB has no pipes'],
  ['[', 'deal in rows: arrays differ'],
  ['$', 'write @name: the adapter spells parameters for DuckDB'],
  ['?', 'write @name: parameters have names'],
  ['%', 'use MOD'],
  ['~', 'match outside, or STARTS_WITH'],
  ['\\', 'write the character itself'],
]);

const portableSymbols: Rule = (place) => {
  const { kind, text } = tokenAt(place) as SqlToken;
  const remedy = kind === 'symbol' ? symbols.get(text) : undefined;
  if (remedy !== undefined) return `"${text}" is not portable: ${remedy}`;
  if (text === '=' && textAt(place, 1) === '=') return '"==" is not portable: write "="';
  return;
};

const plainStrings: Rule = (place) => {
  const { kind, text } = tokenAt(place) as SqlToken;
  if (kind !== 'string') return;
  if (text.includes('\\')) return `${text} has a backslash: GoogleSQL reads an escape, DuckDB a character`;
  if (tokenAt(place, 1)?.kind === 'string') return `${text} stands beside a string: a doubled quote differs`;
  return;
};

const castsThatAgree: Rule = (place) => {
  if (!isWord(place, 'CAST', 'SAFE_CAST') || textAt(place, 1) !== '(') return;
  const type = textAt({ ...place, index: closing(place.tokens, place.index + 1) }, -1);
  if (type === 'FLOAT64') return;
  if (type === 'INT64' && isWord(place, 'SAFE_CAST') && textAt(place, 2) === 'JSON_VALUE') return;
  return `a cast to ${type} differs: only SAFE_CAST(JSON_VALUE(…) AS INT64) and casts to FLOAT64 agree; ROUND or FLOOR numbers`;
};

const unqualifiedTables: Rule = (place) =>
  isWord(place, 'FROM', 'JOIN') && textAt(place, 2) === '.'
    ? `"${textAt(place, 1)}.${textAt(place, 3)}" is qualified: name the table alone, the data set is configuration`
    : undefined;

const namedArrays: Rule = (place) => {
  if (!isWord(place, 'UNNEST')) return;
  if (textAt(place, 3) !== ')') {
    return 'UNNEST takes the name of an array: make it in a common table expression first, or DuckDB joins on the text it is made of';
  }
  return textAt(place, 4) === 'AS' ? undefined : 'UNNEST needs a name: AS element';
};

const wholeRows: Rule = (place) => {
  if (textAt(place) !== '*' || textAt(place, -1) === '(') return;
  if (isWord({ ...place, index: place.index + 1 }, 'EXCEPT', 'REPLACE', 'EXCLUDE'))
    return 'name the columns: "* EXCEPT" differs';
  return isWord({ ...place, index: place.index - 1 }, 'SELECT')
    ? 'name the columns: "SELECT *" changes with the table'
    : undefined;
};

const setOperators: Rule = (place) => {
  if (!isWord(place, 'UNION', 'INTERSECT', 'EXCEPT')) return;
  const next = textAt(place, 1);
  return next === 'ALL' || next === 'DISTINCT' ? undefined : `"${textAt(place)}" needs ALL or DISTINCT`;
};

const orderedWindows: Rule = (place) => {
  if (!isWord(place, 'ROW_NUMBER', 'LAG', 'LEAD', 'RANK', 'DENSE_RANK')) return;
  const over = closing(place.tokens, place.index + 1) + 1;
  const window = place.tokens.slice(over, closing(place.tokens, over + 1));
  return window.some(({ text }) => text === 'ORDER')
    ? undefined
    : `"${textAt(place)}" needs ORDER BY: without it any row is first`;
};

const orderedLimits: Rule = (place) => {
  if (!isWord(place, 'LIMIT')) return;
  return place.tokens.some(({ text }) => text === 'ORDER')
    ? undefined
    : '"LIMIT" needs ORDER BY: without it any rows are given';
};

const twoArguments: Rule = (place) => {
  if (!isWord(place, 'GREATEST', 'LEAST') || textAt(place, 1) !== '(') return;
  let depth = 0;
  let commas = 0;
  for (const { text } of place.tokens.slice(place.index + 1, closing(place.tokens, place.index + 1))) {
    if (text === '(') depth += 1;
    if (text === ')') depth -= 1;
    if (text === ',' && depth === 1) commas += 1;
  }
  return commas === 1 ? undefined : `"${textAt(place)}" takes two arguments here: nest it for more`;
};

const snakeParameters: Rule = (place) => {
  const { kind, text } = tokenAt(place) as SqlToken;
  return kind === 'parameter' && !/^@[a-z][a-z0-9_]*$/.test(text)
    ? `"${text}" must be lower case with underscores`
    : undefined;
};

const leadingVerb: Rule = (place) =>
  place.index === 0 && !isWord(place, 'SELECT', 'WITH', 'DELETE')
    ? `"${textAt(place)}" cannot begin a statement: SELECT, WITH or DELETE can`
    : undefined;

export const rules: readonly Rule[] = [
  leadingVerb,
  knownFunctionsOnly,
  noForeignWords,
  capitals,
  portableSymbols,
  plainStrings,
  castsThatAgree,
  unqualifiedTables,
  namedArrays,
  wholeRows,
  setOperators,
  orderedWindows,
  orderedLimits,
  twoArguments,
  snakeParameters,
];
