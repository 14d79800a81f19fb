/** Cuts the lines of CSV and TSV files into records of fields. */
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { overlongLine, type TextLine } from '#shared/formats/history/lines.ts';
import { limits } from '#shared/schemas/limits.ts';

export type DelimitedRecord =
  | { readonly line: number; readonly fields: readonly string[] }
  | { readonly line: number; readonly error: string };

export const delimiters = ['\t', ',', ';', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** Lines a quoted field may span; past them its quotation mark is taken for a mistake of its first line alone. */
const linesPerRecordMax = 20;

/**
 * Records with the line on which they begin; blank lines are passed over. A line without a quotation mark is its fields
 * between delimiters; csv-parse reads the others, one record at a time, so that a forgotten closing mark does not
 * swallow the rest of the file. In a TSV that is not `quoted`, a quotation mark is text ("Heroes"), but for a field in
 * marks that needs them, since it holds a mark or a tab.
 */
export async function* delimitedRecords(
  lines: AsyncGenerator<TextLine>,
  { delimiter, quoted }: { readonly delimiter: Delimiter; readonly quoted: boolean },
): AsyncGenerator<DelimitedRecord> {
  const areText = delimiter === '\t' && !quoted;
  await using source = lines;
  /** Lines that were read for a quoted field which then did not close. */
  const pending: TextLine[] = [];
  const next = async (): Promise<TextLine | undefined> => pending.shift() ?? (await source.next()).value ?? undefined;
  for (let first = await next(); first !== undefined; first = await next()) {
    const { line, text } = first;
    if (text === undefined) yield { line, error: overlongLine };
    else if (text.trim() === '') continue;
    else if (!text.includes('"')) yield { line, fields: text.split(delimiter) };
    else if (areText) yield { line, fields: fieldsWithMarks(text) };
    else {
      const { fields, unused } = await quotedRecord(text, delimiter, next);
      pending.unshift(...unused);
      if (fields !== undefined) yield { line, fields };
      else yield { line, error: 'opens a quotation mark that nothing closes: write a quotation mark in a field as ""' };
    }
  }
}

/** The fields of one line, quotation marks taken off where they may stand, or undefined while one is open. */
export function fieldsOfLine(line: string, delimiter: Delimiter, quoted: boolean): readonly string[] | undefined {
  if (!line.includes('"')) return line.split(delimiter);
  return delimiter === '\t' && !quoted ? fieldsWithMarks(line) : fieldsOf(line, delimiter, 'one');
}

/** The fields of a line of TSV whose quotation marks are text, except around a field that cannot do without. */
function fieldsWithMarks(line: string): readonly string[] {
  const plain = line.split('\t');
  if (!/(^|\t)"([^"]|"")*(""|\t)([^"]|"")*"(\t|$)/.test(line)) return plain;
  return plain.every((field) => !field.startsWith('"') || /^"([^"]|"")*"$/.test(field))
    ? plain.map((field) => (/^".*"".*"$/.test(field) ? field.slice(1, -1).replaceAll('""', '"') : field))
    : (fieldsOf(line, '\t', 'one') ?? plain);
}

/** The fields of a record that begins with `first`, with as many further lines as its quoted fields span. */
async function quotedRecord(
  first: string,
  delimiter: Delimiter,
  next: () => Promise<TextLine | undefined>,
): Promise<{ readonly fields?: readonly string[]; readonly unused: readonly TextLine[] }> {
  let fields = fieldsOf(first, delimiter, 'one');
  let whole = first;
  const further: TextLine[] = [];
  while (fields === undefined && further.length + 1 < linesPerRecordMax) {
    const line = await next();
    if (line === undefined) break;
    further.push(line);
    if (line.text === undefined || whole.length + line.text.length > limits.historyRecordCharactersMax) break;
    whole = `${whole}\n${line.text}`;
    if (line.text.includes('"')) fields = fieldsOf(whole, delimiter, 'several');
  }
  return fields === undefined ? { unused: further } : { fields, unused: [] };
}

/**
 * The fields of one record, or undefined while a quoted field is open. Within one line a stray quotation mark is text;
 * over several it is the forgotten one of a line before, and reading on would mix two listens into one.
 */
function fieldsOf(text: string, delimiter: Delimiter, lines: 'one' | 'several'): readonly string[] | undefined {
  const plain = wellFormedFields(text, delimiter);
  if (plain !== undefined) return plain;
  try {
    const [fields] = parse(text, {
      delimiter,
      record_delimiter: '\n',
      relax_quotes: lines === 'one',
      relax_column_count: true,
    });
    return fields;
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}

/** The fields of a record in which every quotation mark is where it belongs: nearly all are so, and csv-parse takes five times as long. */
function wellFormedFields(text: string, delimiter: Delimiter): readonly string[] | undefined {
  const fields: string[] = [];
  for (let at = 0; ; ) {
    const quoted = text.charCodeAt(at) === quotationMark;
    const end = quoted ? closingOf(text, at) : text.indexOf(delimiter, at);
    if (quoted && end === -1) return undefined;
    const field = text.slice(quoted ? at + 1 : at, end === -1 ? undefined : end);
    if (quoted) fields.push(field.includes('"') ? field.replaceAll('""', '"') : field);
    else if (field.includes('"')) return undefined;
    else fields.push(field);
    const next = quoted ? end + 1 : end;
    if (next === -1 || next === text.length) return fields;
    if (text[next] !== delimiter) return undefined;
    at = next + 1;
  }
}

/** Where the mark is that closes the one at `opened`, or -1: two of them are one of the text. */
function closingOf(text: string, opened: number): number {
  let at = text.indexOf('"', opened + 1);
  while (at !== -1 && text.charCodeAt(at + 1) === quotationMark) at = text.indexOf('"', at + 2);
  return at;
}

const quotationMark = 0x22;
