/** The secrets of an embedded home: given by the environment or made once, checked at every start, kept readable for their owner alone. */
import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Characters below which a secret can be guessed; what is made here has 122 random bits in 36. */
const secretCharactersMin = 16;

export type SecretFile = {
  readonly folder: string;
  readonly name: string;
  /** The variable of the environment that gives it; empty counts as left out. */
  readonly variable: string;
};

/** `made` says that the secret is new. Throws one sentence when it is too short to be one, wherever it comes from. */
export function secretOf(
  { folder, name, variable }: SecretFile,
  env: Readonly<Record<string, string | undefined>>,
): { readonly secret: string; readonly made: boolean } {
  const given = env[variable];
  if (given !== undefined && given !== '') return { secret: checked(given, `${variable} has`), made: false };
  const file = join(folder, name);
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  // Empty is what a full disk left of a first start: nobody was ever told a secret of it.
  if (kept !== '') return { secret: checked(kept, `"${file}" holds`), made: false };
  const secret = randomUUID();
  writeWhole(file, `${secret}\n`);
  return { secret, made: true };
}

function checked(secret: string, where: string): string {
  if (secret.length >= secretCharactersMin && !/\s/.test(secret)) return secret;
  const found = `${secret.length} characters${/\s/.test(secret) ? ' with spaces' : ''}`;
  throw new Error(`Cannot start: ${where} ${found}; a secret has at least ${secretCharactersMin} and no spaces`);
}

/** Whole and on the disk, or not there at all. */
function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const next = `${file}.next`;
  withFile(next, 'w', (open) => {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += writeSync(open, bytes, at);
  });
  renameSync(next, file);
  withFile(dirname(file), 'r', () => {});
}

function withFile(path: string, flags: string, work: (open: number) => void): void {
  const open = openSync(path, flags, 0o600);
  try {
    work(open);
    fsyncSync(open);
  } finally {
    closeSync(open);
  }
}
