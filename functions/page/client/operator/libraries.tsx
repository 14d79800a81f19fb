/** Libraries of media servers: what each holds, when it was read, and what keeps it from being read. */

import { counted, figureOf } from '#functions/page/client/base/words.ts';
import type { Calls } from '#functions/page/client/home/api.ts';
import { call } from '#functions/page/client/home/call.ts';
import { refreshAll, useCall } from '#functions/page/client/home/resource.ts';
import { explainCloud } from '#functions/page/client/operator/cloud.ts';
import { Work } from '#functions/page/client/ui/ask.tsx';
import { Ago, Name } from '#functions/page/client/ui/text.tsx';
import { say } from '#functions/page/client/ui/toast.tsx';
import { Empty, Loaded, Note, View } from '#functions/page/client/ui/view.tsx';

type Library = Calls['getLibraries']['answer']['libraries'][number];

export function LibrariesPage() {
  const libraries = useCall('getLibraries', {}, 5);
  return (
    <View title="Libraries" of={libraries} lead="Media servers: what they hold is playable, and editions go into them.">
      <Loaded of={libraries}>
        {({ libraries }) =>
          libraries.length === 0 ? (
            <Empty title="None yet">
              <p>
                SEGUE_LIBRARIES names them, with the account and whose library it is: JSON, or a file that holds it.
                They are read at the start, each night, and where something changed.
              </p>
            </Empty>
          ) : (
            <>
              <div class="row">
                <Work label="Read all now" work={() => readAll().catch(explainCloud)} />
              </div>
              <ul class="cards">
                {libraries.map((library) => (
                  <LibraryCard key={library.libraryId} library={library} />
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
    </View>
  );
}

async function readAll(): Promise<void> {
  await call('postRun', { verb: 'collect' }, { body: {} });
  refreshAll();
  say('The libraries are read');
}

function LibraryCard({ library }: { readonly library: Library }) {
  const { libraryId, server, songs, nameless, readAt, reading, trouble } = library;
  return (
    <li class="card">
      <div class="row spread">
        <h2>
          <Name of={server} otherwise="not read yet" />
        </h2>
        <span class="muted">
          {reading !== null ? (
            `reading: ${counted(reading, 'song')} so far`
          ) : readAt === null ? (
            'never read'
          ) : (
            <>
              read <Ago at={readAt} />
            </>
          )}
        </span>
      </div>
      <p class="muted">
        {counted(songs, 'song')}
        {nameless > 0 && `, and ${figureOf(nameless)} without an artist: nobody can tell what they are`} ·{' '}
        <span class="code">{libraryId}</span>
      </p>
      {trouble !== null && (
        <Note tone="bad">
          <p>
            <bdi>{trouble.message}</bdi>, since <Ago at={trouble.since} />. What was read before stays.
          </p>
        </Note>
      )}
    </li>
  );
}
