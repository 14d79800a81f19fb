/** train. */
import type { Options } from '#test/bench/options.ts';
import type { Row } from '#test/bench/row.ts';

export async function trainRows(_options: Options): Promise<Row[]> {
  return [];
}
