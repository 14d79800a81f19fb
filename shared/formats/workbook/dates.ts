/** Dates of a spreadsheet: days since its epoch, which only the style of a cell tells from any other number. */

/** Numbers of the formats that every workbook has (ISO/IEC 29500-1, 18.8.30) and that show dates or times. */
const builtIn = (id: number): boolean => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 58);

/** Whether a number format shows a date or a time of day. `code`: a format of the workbook's own. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return builtIn(id);
  // What is quoted, escaped or a colour is shown as it is; [h] counts hours.
  return /[ymdhs]/i.test(code.replace(/"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]/gi, ''));
}

/** Days from 1899-12-30, from which Excel counts, and from 1904-01-01, from which Macs did, to 1970-01-01. */
const epochDays = { from1900: 25_569, from1904: 24_107 } as const;

/** "2023-11-14 22:13:20" of a serial number, "2023-11-14" of a whole one, "22:13:20" of a part of a day. */
export function dateOfSerial(serial: number, from1904: boolean): string {
  const seconds = Math.round((serial - (from1904 ? epochDays.from1904 : epochDays.from1900)) * 86_400);
  const instant = new Date(seconds * 1000);
  if (Number.isNaN(instant.getTime())) return String(serial);
  const [day = '', time = ''] = instant.toISOString().split(/[T.]/);
  if (serial >= 0 && serial < 1) return time;
  return Number.isInteger(serial) ? day : `${day} ${time}`;
}
