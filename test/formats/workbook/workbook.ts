/** Writes a small workbook as spreadsheets write them, for tests. */
import { zipOf } from '#test/formats/history/zip.ts';

/** A cell: text that is shared, a number, or a number that a style shows as a date. */
export type Cell = string | number | { readonly date: number } | undefined;

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const type = 'http://schemas.openxmlformats.org';

export function workbookOf(
  sheets: Readonly<Record<string, readonly (readonly Cell[])[]>>,
  { from1904 = false }: { readonly from1904?: boolean } = {},
): Buffer {
  const texts: string[] = [];
  const cellOf = (cell: Cell, at: string): string => {
    if (cell === undefined) return '';
    if (typeof cell === 'number') return `<c r="${at}"><v>${cell.toExponential().toUpperCase()}</v></c>`;
    if (typeof cell === 'object') return `<c r="${at}" s="1"><v>${cell.date}</v></c>`;
    return `<c r="${at}" t="s"><v>${texts.push(cell) - 1}</v></c>`;
  };
  const pages = Object.values(sheets).map(
    (rows) =>
      `<?xml version="1.0"?><worksheet><sheetData>${rows
        .map((row, y) =>
          row.length === 0
            ? ''
            : `<row r="${y + 1}">${row.map((cell, x) => cellOf(cell, `${letters[x]}${y + 1}`)).join('')}</row>`,
        )
        .join('')}</sheetData></worksheet>`,
  );
  const names = Object.keys(sheets);
  return zipOf(
    {
      '[Content_Types].xml': '<Types/>',
      '_rels/.rels': '<Relationships/>',
      'xl/workbook.xml': `<workbook xmlns:r="${type}/officeDocument/2006/relationships"><workbookPr date1904="${from1904 ? 1 : 0}"/><sheets>${names.map((name, n) => `<sheet name="${escaped(name)}" sheetId="${n + 1}" r:id="rId${n + 1}"/>`).join('')}</sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': `<Relationships>${pages.map((_, n) => `<Relationship Id="rId${n + 1}" Target="worksheets/sheet${n + 1}.xml"/>`).join('')}</Relationships>`,
      'xl/sharedStrings.xml': `<sst>${texts.map((text) => `<si><r><t xml:space="preserve">${escaped(text)}</t></r><rPh sb="0" eb="1"><t>reading</t></rPh></si>`).join('')}</sst>`,
      'xl/styles.xml':
        '<styleSheet><numFmts><numFmt numFmtId="165" formatCode="[$-409]yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="165"/></cellXfs></styleSheet>',
      ...Object.fromEntries(pages.map((xml, n) => [`xl/worksheets/sheet${n + 1}.xml`, xml])),
    },
    true,
  );
}
