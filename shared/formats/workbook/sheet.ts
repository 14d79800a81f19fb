/** One sheet of a workbook as CSV: a line for each row, every field in quotation marks, dates written out. */
import { dateOfSerial } from '#shared/formats/workbook/dates.ts';
import { visitXml, type XmlAttributes } from '#shared/formats/workbook/xml.ts';
import { limits } from '#shared/schemas/limits.ts';

/** What the sheets of a workbook share. */
export type Book = {
  readonly texts: readonly string[];
  /** Of each style whether it shows a number as a date. */
  readonly dates: readonly boolean[];
  readonly from1904: boolean;
};

/** Rows that a sheet leaves out are empty lines, so that lines are counted as rows are. */
export async function* csvOf(xml: AsyncIterable<Uint8Array>, book: Book): AsyncGenerator<string> {
  let lines = '';
  let rows = 0;
  let fields: string[] = [];
  let cell: XmlAttributes = {};
  let value = '';
  let inValue = false;
  const visiting = visitXml(xml, {
    open: (tag, attributes) => {
      if (tag === 'row') {
        const row = Math.min(Number(attributes.r ?? rows + 1), limits.workbookRowsMax);
        if (row > rows + 1) lines += '\n'.repeat(row - rows - 1);
        rows = Math.max(row, rows + 1);
        fields = [];
      } else if (tag === 'c') {
        cell = attributes;
        value = '';
      }
      inValue = tag === 'v' || tag === 't';
    },
    text: (text) => {
      if (inValue) value += text;
    },
    close: (tag) => {
      inValue = false;
      if (tag === 'c') fields[columnOf(cell.r) ?? fields.length] = textOf(cell, value, book);
      if (tag === 'row') lines += `${Array.from(fields, quoted).join(',')}\n`;
    },
  });
  for await (const _ of visiting) {
    if (lines !== '') yield lines;
    lines = '';
  }
}

const quoted = (field: string | undefined): string =>
  field === undefined || field === '' ? '' : `"${field.replaceAll('"', '""')}"`;

/** "AB12" is the 28th column, counted from 0; undefined where a cell does not say where it stands. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (letters === undefined) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function textOf(
  { t: type = 'n', s: style = '' }: XmlAttributes,
  value: string,
  { texts, dates, from1904 }: Book,
): string {
  if (type === 's') return texts[Number(value)] ?? '';
  if (type === 'e') return '';
  if (type !== 'n' || value === '') return value;
  const number = Number(value);
  if (Number.isNaN(number)) return value;
  // A number in full: a spreadsheet keeps 1700000000000 as 1.7E12.
  return style !== '' && dates[Number(style)] ? dateOfSerial(number, from1904) : String(number);
}
