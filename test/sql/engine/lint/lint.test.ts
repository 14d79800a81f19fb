import { describe, expect, it } from 'vitest';
import { lint } from '#shared/sql/engine/lint/lint.ts';
import { statement, statementNames } from '#shared/sql/engine/statement.ts';

const header = '-- Question: q\n-- Grain: g\n-- Window: w\n-- Cost: c\n';
const messages = (text: string) => lint(header + text).map(({ line, message }) => `${line}: ${message}`);

describe('lint', () => {
  it.each(statementNames())('finds nothing in %s.sql', (name) => {
    expect(lint(statement(name).text)).toEqual([]);
  });

  it.each([
    ['elapsed units', 'SELECT TIMESTAMP_DIFF(a, b, DAY) AS d FROM t', 'subtract UNIX_SECONDS'],
    ['a logarithm with a base', 'SELECT LOG(a, 2) AS x FROM t', 'divide LN by LN'],
    ['an exponential', 'SELECT EXP(a) AS x FROM t', 'use POW(2.0, x)'],
    ['an unknown function', 'SELECT SOUNDEX(a) AS x FROM t', 'prove it with the judge'],
    ['a function in small letters', 'SELECT count(*) AS n FROM t', '"count" must be "COUNT"'],
    ['a keyword in small letters', 'SELECT a from t', '"from" must be "FROM"'],
    ['a division', 'SELECT a / b AS x FROM t', 'use SAFE_DIVIDE'],
    ['a clock', 'SELECT CURRENT_TIMESTAMP() AS x', 'pass the instant as a parameter'],
    ['chance', 'SELECT a FROM t ORDER BY RAND()', 'pass a seed'],
    ['arrays', 'SELECT ARRAY_AGG(a ORDER BY b LIMIT 3) AS xs FROM t', 'deal in rows'],
    ['structs', 'SELECT STRUCT(a, b) AS x FROM t', 'deal in rows'],
    ['an offset', 'SELECT x FROM t CROSS JOIN UNNEST(xs) AS x WITH OFFSET', 'deal in rows'],
    ['an unnested expression', "SELECT x FROM t CROSS JOIN UNNEST(JSON_QUERY_ARRAY(a, '$.b')) AS x", 'takes the name'],
    ['an unnested array without a name', 'SELECT 1 AS one FROM t CROSS JOIN UNNEST(xs)', 'needs a name'],
    ['backticks', 'SELECT a FROM `t`', 'without quotes'],
    ['double quotes', 'SELECT "a" AS x', 'single quotes'],
    ['an escape', "SELECT 'a\\n' AS x", 'has a backslash'],
    ['a doubled quote', "SELECT 'o''clock' AS x", 'stands beside a string'],
    ['an open string', "SELECT 'a AS x", 'close the string'],
    ['a data set', 'SELECT a FROM d.t', '"d.t" is qualified'],
    ['a cast of a number', 'SELECT CAST(a AS INT64) AS x FROM t', 'a cast to INT64 differs'],
    ['a cast to text', 'SELECT CAST(a AS STRING) AS x FROM t', 'a cast to STRING differs'],
    ['a safe cast of a number', 'SELECT SAFE_CAST(a AS INT64) AS x FROM t', 'a cast to INT64 differs'],
    ['another cast', 'SELECT a::INT64 AS x FROM t', 'GoogleSQL has no "::"'],
    ['all columns', 'SELECT * FROM t', 'changes with the table'],
    ['all columns but one', 'SELECT t.* EXCEPT (a) FROM t', '"* EXCEPT" differs'],
    ['a bare union', 'SELECT 1 AS a UNION SELECT 2 AS a', 'needs ALL or DISTINCT'],
    ['an unordered rank', 'SELECT ROW_NUMBER() OVER (PARTITION BY a) AS n FROM t', 'needs ORDER BY'],
    ['an unordered limit', 'SELECT a FROM t LIMIT 3', 'needs ORDER BY'],
    ['three arguments', 'SELECT GREATEST(a, COALESCE(b, 0), c) AS x FROM t', 'takes two arguments'],
    ['QUALIFY', 'SELECT a FROM t QUALIFY ROW_NUMBER() OVER (ORDER BY a) = 1', 'filter after it'],
    ['a table option', 'CREATE TABLE u AS SELECT 1 AS a', 'cannot begin a statement'],
    ['writing', 'INSERT INTO t SELECT 1 AS a', 'said by the Warehouse port'],
    ['two statements', 'SELECT 1 AS a; SELECT 2 AS a', 'one statement a file'],
    ['an interval', 'SELECT a + INTERVAL 1 DAY AS b FROM t', 'subtract UNIX_SECONDS'],
    ['a parameter of DuckDB', 'SELECT $a AS b', 'write @name'],
    ['a parameter in capitals', 'SELECT @userId AS b', 'lower case with underscores'],
    ['a comment of GoogleSQL', 'SELECT 1 AS a # one', 'begins no comment in DuckDB'],
  ])('refuses %s', (_what, text, remedy) => {
    expect(messages(text).join('\n')).toContain(remedy);
  });

  it('names the line', () => {
    expect(messages('SELECT\n  a,\n  b / c AS x\nFROM t')).toEqual([expect.stringMatching(/^7: "\/" is not portable/)]);
  });

  it('wants a header that says question, grain, window and cost', () => {
    expect(lint('-- Question: q\nSELECT 1 AS a').map(({ message }) => message)).toEqual([
      'the header lacks "-- Grain:"',
      'the header lacks "-- Window:"',
      'the header lacks "-- Cost:"',
    ]);
  });

  it('leaves comments and strings alone', () => {
    expect(messages('-- a / b, `t`, LOG(x)\nSELECT \'a / b "c"\' AS x -- ; RAND()')).toEqual([]);
  });
});
