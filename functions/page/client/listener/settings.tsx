/** Settings: what a listener wants, where their listens come from, who may read, and the ways out. */

import { useState } from 'preact/hooks';
import { useStore } from '#functions/page/client/base/store.ts';
import { call } from '#functions/page/client/home/call.ts';
import { refreshAll, useCall } from '#functions/page/client/home/resource.ts';
import { session, signOut } from '#functions/page/client/home/session.ts';
import { isKeptOnDevice, keepOnDevice } from '#functions/page/client/home/token.ts';
import { Departure } from '#functions/page/client/listener/departure.tsx';
import { InPlayer } from '#functions/page/client/listener/in-player.tsx';
import { Players } from '#functions/page/client/listener/players.tsx';
import { Preferences } from '#functions/page/client/listener/preferences.tsx';
import { unblock } from '#functions/page/client/listener/wishes.ts';
import { AskFirst, Work } from '#functions/page/client/ui/ask.tsx';
import { Ago, Name } from '#functions/page/client/ui/text.tsx';
import { Loaded, Section, View } from '#functions/page/client/ui/view.tsx';

export function Settings({ userId }: { readonly userId: string }) {
  const user = useCall('getUser', { userId });
  return (
    <View title="Settings" lead={<Name of={userId} />}>
      <Loaded of={user}>{({ settings }) => <Preferences userId={userId} settings={settings} />}</Loaded>
      <Players userId={userId} />
      <InPlayer userId={userId} />
      <Blocks userId={userId} />
      <Ratings userId={userId} />
      <Tokens userId={userId} />
      <Departure userId={userId} />
    </View>
  );
}

function Blocks({ userId }: { readonly userId: string }) {
  const blocks = useCall('getBlocks', { userId });
  return (
    <Section title="Never again">
      <Loaded of={blocks}>
        {({ blocks }) =>
          blocks.length === 0 ? (
            <p class="muted">Nothing is blocked. “Never this artist” beside an item puts one here.</p>
          ) : (
            <ul class="plain-list">
              {blocks.map(({ kind, id, until }) => (
                <li key={`${kind} ${id}`}>
                  <span>
                    <BlockName kind={kind} id={id} /> <span class="muted">{kind}</span>
                    {until !== null && (
                      <span class="muted">
                        {' '}
                        until <Ago at={until} />
                      </span>
                    )}
                  </span>
                  <Work label="Allow again" work={() => unblock(userId, { kind, id })} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}

/** Artists and items are blocked by id; their names are asked for where the catalogue knows them. */
function BlockName({ kind, id }: { readonly kind: string; readonly id: string }) {
  const artist = useCall('getArtist', kind === 'artist' ? { artistId: id, limit: 1 } : undefined, 600);
  const item = useCall('getItem', kind === 'item' ? { itemId: id } : undefined, 600);
  return <Name of={artist.data?.artistName ?? item.data?.item.title ?? id} />;
}

function Ratings({ userId }: { readonly userId: string }) {
  const feedback = useCall('getFeedback', { userId, limit: 100 });
  const takeBack = async (itemId: string): Promise<void> => {
    await call('putFeedback', { userId, itemId }, { body: { score: 0 } });
    refreshAll();
  };
  return (
    <Section title="Loved and hated">
      <Loaded of={feedback}>
        {({ feedback, nextCursor }) =>
          feedback.length === 0 ? (
            <p class="muted">Nothing yet: the heart and the cross beside an item say so.</p>
          ) : (
            <>
              <ul class="plain-list tall">
                {feedback.map(({ itemId, title, artistName, score }) => (
                  <li key={itemId}>
                    <span>
                      {score === 1 ? '♥ ' : '✕ '}
                      <span class="hidden">{score === 1 ? 'Loved: ' : 'Hated: '}</span>
                      <Name of={title ?? itemId} />{' '}
                      <span class="muted">{artistName !== null && <Name of={artistName} />}</span>
                    </span>
                    <Work label="Take back" work={() => takeBack(itemId)} />
                  </li>
                ))}
              </ul>
              {nextCursor !== null && <p class="muted">The newest hundred are shown.</p>}
            </>
          )
        }
      </Loaded>
    </Section>
  );
}

function Tokens({ userId }: { readonly userId: string }) {
  const tokens = useCall('getTokens', { userId });
  const opened = useStore(session);
  const own = opened.state === 'in' ? opened.tokenId : null;
  const [kept, setKept] = useState(isKeptOnDevice());
  const revoke = async (tokenId: string): Promise<void> => {
    await call('deleteToken', { userId, tokenId });
    if (tokenId === own) signOut();
    else refreshAll();
  };
  return (
    <Section title="Tokens" lead="Each opens everything of yours. Only the operator makes new ones.">
      <Loaded of={tokens}>
        {({ tokens }) =>
          tokens.length === 0 ? (
            <p class="muted">No token opens this. The operator makes a link with one.</p>
          ) : (
            <ul class="plain-list">
              {tokens.map(({ tokenId, createdAt }) => (
                <li key={tokenId}>
                  <span>
                    <span class="code">{tokenId.slice(0, 8)}</span> made <Ago at={createdAt} />
                    {tokenId === own && <strong> · this one</strong>}
                  </span>
                  <AskFirst label="Revoke" title="Revoke this token?" onYes={() => revoke(tokenId)}>
                    <p>Whatever uses it, a player or this page, is refused from the next request on.</p>
                  </AskFirst>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <label class="check">
        <input
          type="checkbox"
          checked={kept}
          onChange={(event) => {
            keepOnDevice(event.currentTarget.checked);
            setKept(event.currentTarget.checked);
          }}
        />
        Stay signed in on this device, also when this tab is closed
      </label>
    </Section>
  );
}
