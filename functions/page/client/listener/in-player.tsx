/** What stands in a listener's player, and what an edition holds that their library does not. */

import { hrefOf } from '#functions/page/client/base/route.ts';
import { counted } from '#functions/page/client/base/words.ts';
import { send } from '#functions/page/client/home/call.ts';
import { useCall } from '#functions/page/client/home/resource.ts';
import { type EditionPatch, patchNames } from '#functions/page/client/listener/patches.ts';
import { Work } from '#functions/page/client/ui/ask.tsx';
import { saveAs } from '#functions/page/client/ui/download.ts';
import { Name } from '#functions/page/client/ui/text.tsx';
import { Loaded, Section } from '#functions/page/client/ui/view.tsx';

export function InPlayer({ userId }: { readonly userId: string }) {
  const deliveries = useCall('getDeliveries', { userId });
  return (
    <Section title="In your player">
      <Loaded of={deliveries}>
        {({ deliveries }) =>
          deliveries.length === 0 ? (
            <p class="muted">
              Nothing yet. Where the operator names a media server of yours, each edition becomes a playlist in it.
            </p>
          ) : (
            <ul class="plain-list">
              {deliveries.map(({ libraryId, server, patch, period, playlistId }) => (
                <li key={`${libraryId} ${playlistId}`}>
                  <span>
                    <a href={hrefOf('edition', userId, patch)}>{patchNames[patch]}</a> of {period}
                  </span>
                  <span class="muted">
                    <Name of={server} otherwise={libraryId} />
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}

/** Says nothing to a listener without a library. */
export function InLibrary({ userId, patch }: { readonly userId: string; readonly patch: EditionPatch }) {
  const { data } = useCall('getMissing', { userId, patch });
  if (data === undefined || data.inLibrary === 0) return null;
  const { inLibrary, missing } = data;
  if (missing.length === 0) return <p class="muted">All of it is in your library.</p>;
  return (
    <div class="row">
      <span class="muted">
        {inLibrary} in your library, {counted(missing.length, 'item')} not
      </span>
      <Work
        label="List them"
        work={async () =>
          saveAs(`missing of ${patch}.txt`, await send('getMissing', { userId, patch, format: 'text' }, {}))
        }
      />
    </div>
  );
}
