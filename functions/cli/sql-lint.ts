/** `npm run sql:lint`: every statement of shared/sql held against the portable subset; exits with 1 when one is not. */
import { lint } from '#shared/sql/engine/lint/lint.ts';
import { statement, statementNames } from '#shared/sql/engine/statement.ts';

const names = statementNames();
const findings = names.flatMap((name) =>
  lint(statement(name).text).map(({ line, message }) => `shared/sql/${name}.sql:${line}: ${message}`),
);
for (const finding of findings) console.error(finding);
if (findings.length > 0) process.exitCode = 1;
else console.error(`${names.length} statements are portable`);
