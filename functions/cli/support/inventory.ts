/** What paths hold of listening history, found out before anything of it is sent. */
import { Failure } from '#functions/cli/support/failure.ts';
import { sourcesOf } from '#functions/cli/support/source-files.ts';
import type { HistoryOptions } from '#shared/formats/history/options.ts';
import { readHistories } from '#shared/formats/history/read.ts';
import { knownFormats } from '#shared/formats/history/refusal.ts';

/** Reasons that are shown where nothing can be read. */
const reasonsMax = 20;

/** Each file with its format, or why it is passed over. */
export type Inventory = readonly { readonly name: string; readonly format?: string; readonly refusal?: string }[];

/** The inventory of a path, or a `Failure` that says why nothing of it can be imported. */
export async function inspect(
  path: string,
  user: string | undefined,
  options: HistoryOptions = {},
): Promise<Inventory> {
  const found: { name: string; format?: string; refusal?: string }[] = [];
  for await (const source of sourcesOf([path])) {
    for await (const { name, history } of withReadErrors(readHistories(source, options), source.name)) {
      if ('refusal' in history) found.push({ name, refusal: history.refusal });
      else if (history.namesUsers || user !== undefined) found.push({ name, format: history.format });
      else
        throw new Failure(
          `"${name}" (${history.format}) does not say whose listens it holds: name the user with --user`,
        );
    }
  }
  if (found.some(({ format }) => format !== undefined)) return found;
  const reasons = found.slice(0, reasonsMax).map(({ name, refusal }) => `  ${name}: ${refusal}`);
  throw new Failure(
    `"${path}" holds no history that can be read.\n${reasons.join('\n')}\nRead are:\n${knownFormats.map((known) => `  - ${known}`).join('\n')}`,
  );
}

/** Errors of a file or an archive itself end the command with its name. */
export async function* withReadErrors<T>(all: AsyncIterable<T>, name: string): AsyncGenerator<T> {
  try {
    yield* all;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`Cannot read "${name}": ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}
