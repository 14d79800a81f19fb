/** What a listener can set, as a form: saved whole, refused in the problem's own words. */
import { useState } from 'preact/hooks';
import type { Schemas } from '#functions/page/client/home/api.ts';
import { call } from '#functions/page/client/home/call.ts';
import { refreshAll } from '#functions/page/client/home/resource.ts';
import { Work } from '#functions/page/client/ui/ask.tsx';
import { say } from '#functions/page/client/ui/toast.tsx';
import { Section } from '#functions/page/client/ui/view.tsx';

type Values = Schemas['UserSettings'];

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const kinds = [
  ['track', 'Music'],
  ['episode', 'Podcasts'],
] as const;

type PartProps = { readonly draft: Values; readonly set: (change: Partial<Values>) => void };

export function Preferences({ userId, settings }: { readonly userId: string; readonly settings: Values }) {
  const [draft, setDraft] = useState<Values>(settings);
  const set = (change: Partial<Values>): void => setDraft({ ...draft, ...change });
  const changed = JSON.stringify(draft) !== JSON.stringify(settings);
  const save = async (): Promise<void> => {
    // What is left out stays as it is: an address that was taken out is said to be none.
    const body = { ...draft, webhookUrl: draft.webhookUrl || null };
    setDraft((await call('putUser', { userId }, { body })).settings);
    refreshAll();
    say('Saved. The next playlists are made so');
  };
  return (
    <Section title="Playlists">
      <div class="form">
        <Times draft={draft} set={set} />
        <Contents draft={draft} set={set} />
        <label class="across">
          Webhook
          <input
            type="url"
            placeholder="https://…"
            value={draft.webhookUrl ?? ''}
            onInput={(event) => set({ webhookUrl: event.currentTarget.value })}
          />
          <span class="muted small">Called when a playlist is there. The operator has the key it is signed with.</span>
        </label>
      </div>
      <div class="row">
        <Work label="Save" tone="first" disabled={!changed} work={save} />
        {changed && (
          <button type="button" onClick={() => setDraft(settings)}>
            Discard
          </button>
        )}
      </div>
    </Section>
  );
}

/** When they are made. */
function Times({ draft, set }: PartProps) {
  return (
    <>
      <label>
        Time zone
        <input list="zones" value={draft.timeZone} onInput={(event) => set({ timeZone: event.currentTarget.value })} />
        <datalist id="zones">
          {Intl.supportedValuesOf('timeZone').map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </label>
      <label>
        The week starts on
        <select
          value={draft.weekStartsOn}
          onChange={(event) => set({ weekStartsOn: Number(event.currentTarget.value) })}
        >
          {weekdays.map((name, nth) => (
            <option key={name} value={nth + 1}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        Made at
        <select value={draft.dueHour} onChange={(event) => set({ dueHour: Number(event.currentTarget.value) })}>
          {Array.from({ length: 24 }, (_, hour) => (
            <option key={hour} value={hour}>{`${String(hour).padStart(2, '0')}:00`}</option>
          ))}
        </select>
      </label>
    </>
  );
}

/** What they are made of. */
function Contents({ draft, set }: PartProps) {
  return (
    <>
      <label>
        Items in each
        <input
          type="number"
          min="5"
          max="100"
          value={draft.length}
          onInput={(event) => set({ length: Number(event.currentTarget.value) })}
        />
      </label>
      <label>
        What may be in them
        <select
          value={draft.playable ?? 'everything'}
          onChange={({ currentTarget: { value } }) => set({ playable: value === 'library' ? 'library' : 'everything' })}
        >
          <option value="everything">Everything</option>
          <option value="library">What your library holds</option>
        </select>
      </label>
      <fieldset>
        <legend>Of what</legend>
        {kinds.map(([kind, name]) => (
          <label key={kind} class="check">
            <input
              type="checkbox"
              checked={draft.kinds.includes(kind)}
              onChange={({ currentTarget: { checked } }) =>
                set({ kinds: checked ? [...draft.kinds, kind] : draft.kinds.filter((each) => each !== kind) })
              }
            />
            {name}
          </label>
        ))}
        <label class="check">
          <input
            type="checkbox"
            checked={draft.explicit}
            onChange={(event) => set({ explicit: event.currentTarget.checked })}
          />
          What is marked explicit, too
        </label>
      </fieldset>
    </>
  );
}
