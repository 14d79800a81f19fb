/** Prints a demo as a person would like to read it. */

import { groupDigits } from '#functions/cli/support/progress.ts';
import type { DemoReport } from '#functions/demo/run.ts';
import type { Edition } from '#shared/schemas/edition.ts';

const shownMax = 20;

export function printReport(report: DemoReport, print: (line: string) => void): void {
  for (const edition of report.playlists) printEdition(edition, print);
  for (const why of report.missing) print(`\n${why}`);
  const { listensAccepted, listensPerSecond, users, editions, seconds, peakMemoryMb, user, steps } = report;
  print('');
  print(
    `These are the playlists of "${user}", ${report.modelVersion === null ? 'and there are none yet' : `from model ${report.modelVersion}`}.`,
  );
  for (const { step, seconds } of steps) print(`  ${step.padEnd(32)} ${seconds.toFixed(1).padStart(6)} s`);
  print(
    `${groupDigits(listensAccepted)} listens of ${groupDigits(users)} users, ${groupDigits(listensPerSecond)} listens/s in and learned, ` +
      `${groupDigits(editions)} editions, ${seconds.toFixed(1)} s in all, ${groupDigits(peakMemoryMb)} MB at the most`,
  );
  print(`All editions together have SHA-256 ${report.editionsSha256}: the same seed gives the same, in either home.`);
}

function printEdition({ title, description, items }: Edition, print: (line: string) => void): void {
  const rows = items.slice(0, shownMax).map(({ position, item, reason }) => ({
    position: String(position).padStart(3),
    name: `${item.title ?? item.itemId}${item.artistName === undefined ? '' : ` – ${item.artistName}`}`,
    reason: reason.text,
  }));
  const width = Math.min(56, Math.max(...rows.map(({ name }) => name.length), 0));
  print('');
  print(title);
  print(description);
  for (const { position, name, reason } of rows) print(`${position}  ${padded(name, width)}  ${reason}`);
  if (items.length > shownMax) print(`     and ${items.length - shownMax} more`);
}

function padded(text: string, width: number): string {
  return text.length <= width ? text.padEnd(width) : `${text.slice(0, width - 1)}…`;
}
