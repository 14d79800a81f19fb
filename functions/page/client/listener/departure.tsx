/** The ways out: everything held on somebody as a file, and an erasure with its receipt. */

import { hrefOf } from '#functions/page/client/base/route.ts';
import { figureOf } from '#functions/page/client/base/words.ts';
import { call, send } from '#functions/page/client/home/call.ts';
import { useCall } from '#functions/page/client/home/resource.ts';
import { session, signOut } from '#functions/page/client/home/session.ts';
import { AskFirst, Work } from '#functions/page/client/ui/ask.tsx';
import { saveAs } from '#functions/page/client/ui/download.ts';
import { Ago } from '#functions/page/client/ui/text.tsx';
import { Loaded, Section, View } from '#functions/page/client/ui/view.tsx';

export function Departure({ userId }: { readonly userId: string }) {
  const erase = async (): Promise<void> => {
    const { receiptId } = await call('deleteUser', { userId });
    const opened = session.get();
    if (opened.state === 'in' && opened.scope === 'user') signOut();
    location.hash = hrefOf('receipt', undefined, receiptId);
  };
  return (
    <Section title="Take along, or leave">
      <p class="muted">The export holds everything that is kept about you, a JSON record a line.</p>
      <div class="row">
        <Work
          label="Export"
          work={async () => saveAs(`segue ${userId.slice(0, 60)}.ndjson`, await send('exportUser', { userId }, {}))}
        />
        <AskFirst label="Erase everything" title="Erase everything?" typed={userId} onYes={erase}>
          <p>
            Listens, playlists, taste and wishes are removed from every store, for good, and the models are made anew
            without them. The name cannot be used again. A receipt tells how far it is.
          </p>
        </AskFirst>
      </div>
    </Section>
  );
}

/** How far an erasure is. It needs no token: the receipt's id is the key. */
export function ErasureReceipt({ receiptId }: { readonly receiptId: string }) {
  const receipt = useCall('getReceipt', { receiptId }, 3);
  return (
    <View title="Receipt" of={receipt} lead="of an erasure">
      <Loaded of={receipt}>
        {({ state, requestedAt, doneAt, deadline, removed }) => (
          <>
            <p>
              {state === 'done' && doneAt !== null ? (
                <>
                  <strong>Done.</strong> Nothing is left: removed <Ago at={doneAt} />.
                </>
              ) : (
                <>
                  <strong>Under way</strong> since <Ago at={requestedAt} />; promised within the time that ends{' '}
                  <Ago at={deadline} />. This page asks again by itself.
                </>
              )}
            </p>
            <table class="figures">
              <caption>Removed, store by store</caption>
              <tbody>
                {Object.entries(removed).map(([store, rows]) => (
                  <tr key={store}>
                    <th scope="row">{store}</th>
                    <td class="number">{figureOf(rows)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <p class="muted small">
              Keep this address to look again: <bdi class="code">{receiptId}</bdi>
            </p>
          </>
        )}
      </Loaded>
    </View>
  );
}
