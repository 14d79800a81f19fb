/** One message at a time about what was just done, with the way back where there is one. */
import { useEffect } from 'preact/hooks';
import { createStore, useStore } from '#functions/page/client/base/store.ts';
import { sentenceOf } from '#functions/page/client/home/call.ts';

type Toast = { readonly text: string; readonly tone?: 'bad'; readonly undo?: () => Promise<void> };

const toast = createStore<Toast | undefined>(undefined);
const shownMs = 12_000;

export const say = (text: string, undo?: () => Promise<void>): void =>
  toast.set({ text, ...(undo === undefined ? {} : { undo }) });
export const sayWrong = (error: unknown): void => toast.set({ text: sentenceOf(error), tone: 'bad' });

/** Does something, and says in the problem's own sentence why it could not be done. */
export async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    sayWrong(error);
  }
}

export function Toasts() {
  const shown = useStore(toast);
  useEffect(() => {
    if (shown === undefined) return;
    const timer = setTimeout(() => toast.set(undefined), shownMs);
    return () => clearTimeout(timer);
  }, [shown]);
  const undo = shown?.undo;
  return (
    <div class="toasts" role="status">
      {shown !== undefined && (
        <div class={`toast ${shown.tone ?? ''}`}>
          <span>{shown.text}</span>
          {undo !== undefined && (
            <button type="button" class="plain" onClick={() => void attempt(undo).then(() => say('Taken back'))}>
              Undo
            </button>
          )}
          <button type="button" class="plain" onClick={() => toast.set(undefined)}>
            Close
          </button>
        </div>
      )}
    </div>
  );
}
