/** Import: files of history are dropped or chosen, sent as they are, and told of line by line as they are read. */
import { useRef, useState } from 'preact/hooks';
import { counted, figureOf } from '#functions/page/client/base/words.ts';
import { sentenceOf } from '#functions/page/client/home/call.ts';
import { refreshAll } from '#functions/page/client/home/resource.ts';
import { type ImportProgress, importFile } from '#functions/page/client/listener/import-file.ts';
import { Meter } from '#functions/page/client/ui/chart.tsx';

type Run = { readonly file: File; readonly progress: ImportProgress; readonly error?: string };

const nothingRead: ImportProgress = { state: 'waiting', read: 0, accepted: 0, rejected: 0, lines: [], remarks: [] };

export function HistoryImport({ userId, done }: { readonly userId: string; readonly done: () => void }) {
  const [runs, setRuns] = useState<readonly Run[]>([]);
  const [over, setOver] = useState(false);
  const queue = useRef<Promise<void>>(Promise.resolve());
  const show = (run: Run): void => setRuns((before) => [...before.filter(({ file }) => file !== run.file), run]);

  const run = async (file: File, start: ImportProgress): Promise<void> => {
    let progress = start;
    try {
      for await (const next of importFile(userId, file, start)) {
        progress = next;
        show({ file, progress });
      }
    } catch (error) {
      show({ file, progress, error: sentenceOf(error) });
    }
    done();
    refreshAll();
  };
  /** One after the other: a home takes one import of a user at a time. */
  const goOn = (file: File, from: ImportProgress): void => {
    queue.current = queue.current.then(() => run(file, from));
  };
  const add = (files: Iterable<File>): void => {
    for (const file of files) {
      show({ file, progress: nothingRead });
      goOn(file, nothingRead);
    }
  };
  return (
    <div
      class={over ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        add(event.dataTransfer?.files ?? []);
      }}
    >
      <label class="button">
        Import files
        <input
          class="hidden"
          type="file"
          multiple
          onChange={(event) => {
            add(event.currentTarget.files ?? []);
            event.currentTarget.value = '';
          }}
        />
      </label>
      <span class="muted">
        or drop them here: exports of ListenBrainz, Spotify, Last.fm, Apple Music and others, packed or not
      </span>
      {runs.map(({ file, progress, error }) => (
        <RunView
          key={`${file.name} ${file.size}`}
          file={file}
          progress={progress}
          error={error}
          again={() => goOn(file, progress)}
        />
      ))}
    </div>
  );
}

type RunViewProps = Omit<Run, 'error'> & { readonly error: string | undefined; readonly again: () => void };

function RunView({ file, progress, error, again }: RunViewProps) {
  const { state, accepted, rejected, lines, remarks, read } = progress;
  const said = error ?? words[state];
  return (
    <section class="run" aria-label={`Import of ${file.name}`}>
      <div class="row spread">
        <strong>
          <bdi>{file.name}</bdi>
        </strong>
        <span role="status">
          {state === 'done' ? `${counted(accepted, 'listen')} taken in` : said}
          {rejected > 0 && `, ${figureOf(rejected)} not`}
        </span>
      </div>
      {state !== 'done' && error === undefined && (
        <Meter part={progress.sent ?? 0} tone={state === 'reading' ? 'moving' : ''} />
      )}
      {state === 'reading' && <p class="muted small">{counted(read, 'record')} read</p>}
      {error !== undefined && (
        <button type="button" onClick={again}>
          {read > 0 ? `Go on behind ${counted(read, 'record')}` : 'Try again'}
        </button>
      )}
      {remarks.map((remark) => (
        <p key={remark} class="muted small">
          {remark}
        </p>
      ))}
      {lines.length > 0 && (
        <details>
          <summary>{counted(lines.length, 'line')} could not be used</summary>
          <ul class="lines">
            {lines.slice(0, 200).map(({ line, detail }, nth) => (
              <li key={nth}>
                <span class="number">{line === undefined ? '' : `line ${line}`}</span> <bdi>{detail}</bdi>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

const words = { waiting: 'waiting', sending: 'sending', reading: 'reading', done: 'done' } as const;
