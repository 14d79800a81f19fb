/** Questions before what cannot be taken back, and buttons for work that takes its time. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { sayWrong } from '#functions/page/client/ui/toast.tsx';

type AskProps = {
  readonly label: string;
  readonly title: string;
  readonly children: ComponentChildren;
  /** What must be typed first; nothing when left out. */
  readonly typed?: string;
  readonly onYes: () => Promise<void>;
};

/** A button that asks before it does something. */
export function AskFirst({ label, title, children, typed, onYes }: AskProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState('');
  const close = (): void => {
    dialog.current?.close();
    setText('');
  };
  return (
    <>
      <button type="button" class="danger" onClick={() => dialog.current?.showModal()}>
        {label}
      </button>
      <dialog ref={dialog} aria-label={title}>
        <h2>{title}</h2>
        {children}
        {typed !== undefined && (
          <label>
            Type <bdi class="code">{typed}</bdi> to go on
            <input value={text} autocomplete="off" onInput={(event) => setText(event.currentTarget.value)} />
          </label>
        )}
        <div class="row end">
          <button type="button" onClick={close}>
            Leave it
          </button>
          <Work
            label={label}
            tone="danger"
            disabled={typed !== undefined && text !== typed}
            work={() => onYes().finally(close)}
          />
        </div>
      </dialog>
    </>
  );
}

type WorkProps = {
  readonly label: string;
  readonly tone?: 'danger' | 'first' | '';
  readonly disabled?: boolean;
  readonly work: () => Promise<void>;
};

/** A button whose work is told of while it lasts: it counts the seconds, and says why it failed. */
export function Work({ label, tone = '', disabled = false, work }: WorkProps) {
  const [since, setSince] = useState<number>();
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (since === undefined) return;
    const timer = setInterval(() => setSeconds(Math.floor((Date.now() - since) / 1_000)), 500);
    return () => clearInterval(timer);
  }, [since]);
  const begin = async (): Promise<void> => {
    setSeconds(0);
    setSince(Date.now());
    try {
      await work();
    } catch (error) {
      sayWrong(error);
    } finally {
      setSince(undefined);
    }
  };
  const busy = since !== undefined;
  return (
    <button
      type="button"
      class={`${tone} ${busy ? 'busy' : ''}`}
      disabled={disabled || busy}
      aria-busy={busy}
      onClick={() => void begin()}
    >
      {label}
      {busy && seconds > 0 && <span class="seconds"> {seconds} s</span>}
    </button>
  );
}
