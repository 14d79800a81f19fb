/**
 * Opens an Excel workbook (xlsx, ISO/IEC 29500): its sheets by their names, each as the CSV that Excel would save.
 *
 *   xl/workbook.xml ── names ──▶ xl/_rels/workbook.xml.rels ──▶ xl/worksheets/sheet1.xml ──▶ CSV
 *                                 xl/sharedStrings.xml, xl/styles.xml: texts, and which numbers are dates ──┘
 */
import { isDateFormat } from '#shared/formats/workbook/dates.ts';
import { type Book, csvOf } from '#shared/formats/workbook/sheet.ts';
import { readXml } from '#shared/formats/workbook/xml.ts';
import { limits } from '#shared/schemas/limits.ts';

/** Files of an archive by their paths. */
export type Files = ReadonlyMap<string, () => AsyncIterable<Uint8Array>>;

const bookPath = 'xl/workbook.xml';

export const isWorkbook = (files: Files): boolean => files.has(bookPath) && files.has('[Content_Types].xml');

/** The sheets of a workbook as CSV in UTF-8, in their order. */
export async function* sheetsOf(
  files: Files,
): AsyncGenerator<{ readonly name: string; readonly bytes: AsyncIterable<Uint8Array> }> {
  const { sheets, from1904 } = await readBook(files);
  const paths = await readPaths(files);
  const book = { texts: await readTexts(files), dates: await readDateStyles(files), from1904 };
  for (const { name, id } of sheets) {
    const xml = files.get(paths.get(id) ?? '');
    if (xml !== undefined) yield { name, bytes: encoded(csvOf(xml(), book)) };
  }
}

async function* encoded(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const text of texts) yield encoder.encode(text);
}

async function readBook(files: Files) {
  const sheets: { name: string; id: string }[] = [];
  let from1904 = false;
  await readXml(partOf(files, bookPath), {
    open: (tag, { name = '', date1904, ...attributes }) => {
      if (tag === 'sheet') sheets.push({ name, id: attributes['r:id'] ?? '' });
      if (tag === 'workbookPr') from1904 = /^(1|true)$/.test(date1904 ?? '');
    },
  });
  return { sheets, from1904 };
}

/** Where each sheet lies, by its id. */
async function readPaths(files: Files): Promise<ReadonlyMap<string, string>> {
  const paths = new Map<string, string>();
  await readXml(partOf(files, 'xl/_rels/workbook.xml.rels'), {
    open: (_, { Id, Target = '' }) => {
      if (Id !== undefined) paths.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`);
    },
  });
  return paths;
}

/** Texts that cells refer to by number, without the readings (`rPh`) that stand beside Japanese ones. */
async function readTexts(files: Files): Promise<readonly string[]> {
  const texts: string[] = [];
  let characters = 0;
  let inText = false;
  let inReading = false;
  await readXml(partOf(files, 'xl/sharedStrings.xml'), {
    open: (tag) => {
      if (tag === 'si') texts.push('');
      if (tag === 'rPh') inReading = true;
      inText = tag === 't' && !inReading;
    },
    text: (text) => {
      if (!inText) return;
      texts[texts.length - 1] += text;
      characters += text.length;
      if (characters > limits.workbookCharactersMax)
        throw new Error('holds too much text: save its sheet as CSV (UTF-8)');
    },
    close: (tag) => {
      if (tag === 'rPh') inReading = false;
      inText = false;
    },
  });
  return texts;
}

/** Of each style whether it shows a number as a date. */
async function readDateStyles(files: Files): Promise<Book['dates']> {
  const own = new Map<string, string>();
  const styles: boolean[] = [];
  let inCells = false;
  await readXml(partOf(files, 'xl/styles.xml'), {
    open: (tag, { numFmtId = '', formatCode = '' }) => {
      if (tag === 'numFmt') own.set(numFmtId, formatCode);
      if (tag === 'cellXfs') inCells = true;
      if (tag === 'xf' && inCells) styles.push(isDateFormat(Number(numFmtId), own.get(numFmtId)));
    },
    close: (tag) => {
      if (tag === 'cellXfs') inCells = false;
    },
  });
  return styles;
}

/** A part that a small writer leaves out is empty. */
async function* partOf(files: Files, path: string): AsyncGenerator<Uint8Array> {
  const bytes = files.get(path);
  if (bytes === undefined) yield new TextEncoder().encode('<none/>');
  else yield* bytes();
}
