/** Cold start: from the start of the process to the first answer, per bundled verb, beside a hello world on the same framework. */
import type { Options } from '#test/bench/options.ts';
import type { Row } from '#test/bench/row.ts';

export async function coldStartRows(_options: Options): Promise<Row[]> {
  return [];
}
