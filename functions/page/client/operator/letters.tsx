/** Dead letters: messages that failed for good, with the reason, and once more. */

import { counted } from '#functions/page/client/base/words.ts';
import type { Schemas } from '#functions/page/client/home/api.ts';
import { call, ProblemError } from '#functions/page/client/home/call.ts';
import { refreshAll, useCall } from '#functions/page/client/home/resource.ts';
import { explainCloud } from '#functions/page/client/operator/cloud.ts';
import { Work } from '#functions/page/client/ui/ask.tsx';
import { Ago } from '#functions/page/client/ui/text.tsx';
import { say } from '#functions/page/client/ui/toast.tsx';
import { Empty, Loaded, Note, View } from '#functions/page/client/ui/view.tsx';

export function Letters() {
  const letters = useCall('getDeadLetters', { limit: 50 }, 30);
  return (
    <View
      title="Dead letters"
      of={letters}
      lead="Mend what the reason says first; delivering again what was handled changes nothing."
    >
      <Loaded of={letters} otherwise={(error) => <Elsewhere error={error} />}>
        {({ deadLetters, more }) =>
          deadLetters.length === 0 ? (
            <Empty title="None">
              <p>Every message was handled, or is being tried again.</p>
            </Empty>
          ) : (
            <>
              <div class="row">
                <Work
                  label={more ? 'Replay all of them' : `Replay all ${deadLetters.length}`}
                  work={() => replay(undefined)}
                />
              </div>
              <ul class="cards">
                {deadLetters.map((letter) => (
                  <Letter key={letter.deadLetterId} letter={letter} />
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
    </View>
  );
}

async function replay(deadLetterIds: string[] | undefined): Promise<void> {
  const body = deadLetterIds === undefined ? {} : { deadLetterIds };
  const { replayed } = await call('replayDeadLetters', {}, { body }).catch(explainCloud);
  refreshAll();
  say(`Delivered again: ${counted(replayed.length, 'message')}`);
}

function Elsewhere({ error }: { readonly error: Error }) {
  if (!(error instanceof ProblemError) || error.status !== 404) return <Note tone="bad">{error.message}</Note>;
  return (
    <Empty title="They are kept by Pub/Sub">
      <p>
        This home runs in the cloud. <code>npm run dead-letters -- --project PROJECT</code> lists and replays them.
      </p>
    </Empty>
  );
}

function Letter({ letter }: { readonly letter: Schemas['DeadLetterView'] }) {
  const { deadLetterId, consumer, attempts, failedAt, reason, body } = letter;
  return (
    <li class="card">
      <div class="row spread">
        <h2>{consumer}</h2>
        <span class="muted">
          given up <Ago at={failedAt} /> after {counted(attempts, 'attempt')}
        </span>
      </div>
      <p>
        <bdi>{reason.split('\n')[0]}</bdi>
      </p>
      <details>
        <summary>Message {deadLetterId}</summary>
        <pre tabIndex={0}>{body}</pre>
      </details>
      <div class="row">
        <Work label="Replay" work={() => replay([deadLetterId])} />
      </div>
    </li>
  );
}
