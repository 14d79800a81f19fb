/** Prints a bench as a Markdown table: what README shows is what the command printed. */
import type { machine } from '#test/bench/machine.ts';
import type { Row } from '#test/bench/row.ts';

export type BenchReport = { readonly machine: ReturnType<typeof machine>; readonly rows: readonly Row[] };

export function tableOf({ machine: { cpu, cores, memoryGib, os, node }, rows }: BenchReport): string {
  const lines = rows.map(({ name, value, unit, baseline, ratio }) =>
    [
      name,
      `${shown(value)} ${unit}`,
      baseline === null ? '–' : shown(baseline),
      ratio === null ? '–' : String(ratio),
    ].join(' | '),
  );
  return [
    `${cpu}, ${cores} cores, ${memoryGib} GiB, ${os}, Node ${node}`,
    '',
    '| figure | value | baseline | ratio |',
    '|---|---|---|---|',
    ...lines.map((line) => `| ${line} |`),
    '',
  ].join('\n');
}

function shown(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: value >= 1_000 ? 15 : 3 });
}
