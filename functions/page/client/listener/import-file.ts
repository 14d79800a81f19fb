/** Sends one file of history and reads what the home tells of it: a JSON record a line, while it reads. */
import type { Schemas } from '#functions/page/client/home/api.ts';
import { send, Unreachable } from '#functions/page/client/home/call.ts';

export type WrongLine = { readonly line?: number; readonly detail: string };
export type ImportProgress = {
  readonly state: 'waiting' | 'sending' | 'reading' | 'done';
  /** Part of the bytes that are on their way. */
  readonly sent?: number;
  /** Records of the file that were read: where to go on if it breaks off. */
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly lines: readonly WrongLine[];
  readonly remarks: readonly string[];
};

/** Lines that are kept to be shown. */
const linesMax = 1_000;

/** Progress as it is made; goes on behind what `start` has read. Throws in words when it breaks off. */
export async function* importFile(userId: string, file: File, start: ImportProgress): AsyncGenerator<ImportProgress> {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const asked = { userId, file: file.name.slice(0, 200), zone, after: start.read };
  let progress: ImportProgress = { ...start, state: 'sending', sent: 0 };
  yield progress;
  const response = await send('importHistory', asked, { body: file });
  progress = { ...progress, state: 'reading', sent: 1 };
  yield progress;
  for await (const record of recordsOf(response)) {
    progress = withRecord(progress, record, start);
    yield progress;
    if (record.type === 'failure') throw new Error(record.detail);
  }
  if (progress.state !== 'done') throw new Unreachable();
}

type Told = Schemas['ImportRecord'];

function withRecord(progress: ImportProgress, record: Told, start: ImportProgress): ImportProgress {
  switch (record.type) {
    case 'file':
      if (record.refusal === undefined) return progress;
      return { ...progress, lines: added(progress.lines, { detail: `${record.file}: ${record.refusal}` }) };
    case 'row':
      return {
        ...progress,
        lines: added(progress.lines, { line: record.line, detail: record.detail }),
      };
    case 'read':
      return { ...progress, remarks: [...progress.remarks, ...record.remarks].slice(0, 20) };
    case 'progress':
    case 'result':
      return {
        ...progress,
        state: record.type === 'result' ? 'done' : progress.state,
        read: record.read,
        accepted: start.accepted + record.accepted,
        rejected: start.rejected + record.rejected + record.unreadable,
      };
    default:
      return progress;
  }
}

const added = (lines: readonly WrongLine[], line: WrongLine): readonly WrongLine[] =>
  lines.length < linesMax ? [...lines, line] : lines;

async function* recordsOf(response: Response): AsyncGenerator<Told> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) return;
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Unreachable();
    });
    const lines = `${rest}${value ?? ''}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield JSON.parse(line) as Told;
    if (done) return;
  }
}
