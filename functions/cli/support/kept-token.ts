/** The operator token as a home on this machine keeps it beside its data, so that nobody has to copy it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeFiles } from '#functions/backup/folder.ts';

/** Undefined where none is kept: the home was given one by SEGUE_OPERATOR_TOKEN, or is elsewhere. */
export function keptToken(): string | undefined {
  const file = join(process.env.SEGUE_DATA ?? './.segue', homeFiles.operatorToken);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}
