import { describe, expect, it } from 'vitest';
import { int64 } from '#shared/ports/warehouse.ts';
import { statementDials } from '#shared/sql/engine/dials.ts';
import { statement, statementNames, statementParameters } from '#shared/sql/engine/statement.ts';
import { parameterNames, tokensOf } from '#shared/sql/engine/tokens.ts';

describe('statement', () => {
  it('finds statements by name, those in folders too', () => {
    expect(statement('refresh/listens').text).toMatch(/^-- Question: /);
    expect(statement('forget/listens')).toBe(statement('forget/listens'));
    expect(() => statement('nothing')).toThrow();
  });

  it('has no dial that no statement uses', () => {
    const used = new Set(statementNames().flatMap((name) => parameterNames(statement(name).text)));
    expect(Object.keys(statementDials).filter((name) => !used.has(name))).toEqual([]);
  });
});

describe('statementParameters', () => {
  const asked = { name: 'test', text: 'SELECT @user_id AS a, @kernel_kappa AS b -- @not_me' };

  it('takes what is given and dials for the rest; what is given counts first', () => {
    expect(statementParameters(asked, { user_id: 'ada' })).toEqual({
      user_id: 'ada',
      kernel_kappa: statementDials.kernel_kappa,
    });
    expect(statementParameters(asked, { user_id: 'ada', kernel_kappa: 1 }).kernel_kappa).toBe(1);
  });

  it('refuses what is missing and what is too much', () => {
    expect(() => statementParameters(asked)).toThrow('"user_id" is neither given nor a dial');
    expect(() => statementParameters(asked, { user_id: 'ada', limit: int64(1) })).toThrow('no parameter "limit"');
  });
});

describe('tokensOf', () => {
  it('cuts a text without losing a character, and counts lines', () => {
    const text = "SELECT a.b, 'x -- y', 0.5e-3 -- note\n/* two\nlines */ FROM t WHERE a <= @p;";
    const tokens = tokensOf(text);
    expect(tokens.map((token) => token.text).join('')).toBe(text);
    expect(tokens.find((token) => token.text === 'FROM')?.line).toBe(3);
    expect(tokens.filter(({ kind }) => kind === 'comment').map((token) => token.text)).toEqual([
      '-- note',
      '/* two\nlines */',
    ]);
  });
});
