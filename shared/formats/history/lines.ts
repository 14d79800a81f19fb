/** Cuts text into lines with their numbers, never holding more than one line of the longest length allowed. */
import { limits } from '#shared/schemas/limits.ts';

/** Text in pieces of any size. */
export type Chunks = AsyncIterable<string> | Iterable<string>;

/** `text` is undefined for a line longer than is taken, whose text was let go. */
export type TextLine = { readonly line: number; readonly text: string | undefined };

/** Lines end with "\n" or "\r\n". The last one needs no end; an empty rest after the last end is no line. */
export async function* linesOf(
  chunks: Chunks,
  charactersMax: number = limits.historyRecordCharactersMax,
): AsyncGenerator<TextLine> {
  const finished = (line: number, text: string, overlong: boolean): TextLine =>
    overlong || text.length > charactersMax
      ? { line, text: undefined }
      : { line, text: text.endsWith('\r') ? text.slice(0, -1) : text };
  let line = 1;
  let held = '';
  let overlong = false;
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', from)) {
      yield finished(line, held + chunk.slice(from, end), overlong);
      line += 1;
      held = '';
      overlong = false;
      from = end + 1;
    }
    held += chunk.slice(from);
    if (held.length > charactersMax) {
      overlong = true;
      held = '';
    }
  }
  if (held !== '' || overlong) yield finished(line, held, overlong);
}

export const overlongLine = `is longer than ${limits.historyRecordCharactersMax} characters: a listen takes one short line`;

/** Text whose lines end with a lone "\r", as old spreadsheets write them, with "\n" in its place. */
export async function* withLineFeeds(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const chunk of chunks) yield chunk.replaceAll('\r', '\n');
}
